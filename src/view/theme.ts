import {type FitOptions, fitText} from '../text/fit-text.js';
import type {StateGlyph, Tone} from '../wording/display-state.js';

/** Glyphs that stand for no state: parts of the screen's own drawing. */
type DrawingGlyph =
  | 'absent'
  | 'cursor'
  | 'mark'
  | 'above'
  | 'below'
  | 'left'
  | 'right'
  | 'full'
  | 'empty'
  | 'ellipsis'
  | 'separator'
  | 'minus'
  | 'none'
  | 'arrow'
  | 'times'
  | 'sum'
  | 'recalled'
  | 'rule';

export type Glyph = StateGlyph | DrawingGlyph;

/** Each glyph twice: for terminals that show Unicode, and in ASCII. */
const GLYPHS: Readonly<Record<Glyph, readonly [string, string]>> = {
  ready: ['●', '*'],
  running: ['●', '*'],
  'not-ready': ['◑', '%'],
  changing: ['◐', '~'],
  stopped: ['○', 'o'],
  down: ['✖', 'x'],
  alarm: ['⚠', '!'],
  unknown: ['?', '?'],
  online: ['●', '*'],
  connecting: ['◌', '-'],
  stale: ['◐', '~'],
  offline: ['○', 'o'],
  absent: ['·', '.'],
  cursor: ['▌', '>'],
  mark: ['✓', '+'],
  above: ['▲', '^'],
  below: ['▼', 'v'],
  left: ['◂', '<'],
  right: ['▸', '>'],
  full: ['█', '#'],
  empty: ['░', '.'],
  ellipsis: ['…', '..'],
  separator: ['·', '|'],
  minus: ['−', '-'],
  none: ['—', '-'],
  arrow: ['→', '->'],
  times: ['×', 'x'],
  sum: ['Σ', 'sum'],
  recalled: ['«', '<'],
  rule: ['─', '-'],
};

/** SGR parameters (ECMA-48) of each tone: the first 16 colours, which every terminal has and lets its owner choose. */
const COLOURED: Readonly<Record<Tone, string>> = {
  healthy: '32',
  changing: '33',
  failing: '31',
  alarm: '1;31',
  unknown: '35',
  dim: '2',
  normal: '',
};

/** On a light background yellow and dim text can hardly be read: darker ones of the 256 colours. */
const ON_LIGHT: Readonly<Record<Tone, string>> = {
  healthy: '38;5;28',
  changing: '38;5;130',
  failing: '38;5;124',
  alarm: '1;38;5;124',
  unknown: '38;5;90',
  dim: '38;5;242',
  normal: '',
};

/** Without colours only weight is left; glyphs and words carry the meaning. */
const COLOURLESS: Readonly<Record<Tone, string>> = {
  healthy: '',
  changing: '',
  failing: '',
  alarm: '1',
  unknown: '',
  dim: '2',
  normal: '',
};

/**
 * Colours that tell things apart and mean nothing; red is not among them, nor what cannot be read on most backgrounds: those of the 16
 * that every terminal has, and for a light background darker ones. Eight, as many as a chart has series; three of the 16 are used
 * again in bold, as no more can be read on any background.
 */
const HUES = {
  dark: ['36', '33', '35', '32', '94', '1;36', '1;33', '1;35'],
  light: ['38;5;25', '38;5;94', '38;5;90', '38;5;22', '38;5;30', '38;5;166', '38;5;162', '38;5;240'],
};

/** A piece of text with its meaning. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  readonly isBold?: boolean;
  /** In place of a tone: a colour by which it is told from others, the same for the same number. */
  readonly hue?: number;
  /** In place of both: SGR parameters of its own, which are safe; where no colours are wanted it has none. */
  readonly look?: string;
  readonly isReversed?: boolean;
}

/** How the screen looks on this terminal. */
export interface Theme {
  readonly isAscii: boolean;
  readonly glyph: (name: Glyph) => string;
  /** The spans as one string with SGR sequences; `isReversed` is the cursor's look. */
  readonly paint: (spans: readonly Span[], isReversed?: boolean) => string;
  /** The text, with what is outside ASCII replaced where the terminal cannot show it. */
  readonly printable: (text: string) => string;
  /** The text in exactly so many columns. */
  readonly fit: (text: string, width: number, options?: FitOptions) => string;
}

interface ThemeOptions {
  readonly isAscii: boolean;
  readonly hasColor: boolean;
  /** The terminal says that its background is light, and has 256 colours at least. */
  readonly isLight?: boolean;
}

export function createTheme({isAscii, hasColor, isLight = false}: ThemeOptions): Theme {
  const coloured = isLight ? ON_LIGHT : COLOURED;
  const tones = hasColor ? coloured : COLOURLESS;
  const printable = (text: string) => (isAscii ? toAscii(text) : text);
  const ellipsis = GLYPHS.ellipsis[isAscii ? 1 : 0];
  const hues = hasColor ? HUES[isLight ? 'light' : 'dark'] : [''];
  const colourOf = ({tone = 'normal', hue, look}: Span) => {
    if (look !== undefined) return hasColor ? look : '';
    return hue === undefined ? tones[tone] : (hues[hue % hues.length] ?? '');
  };
  return {
    isAscii,
    glyph: name => GLYPHS[name][isAscii ? 1 : 0],
    paint: (spans, isReversed = false) =>
      spans
        .map(span => {
          const {text, isBold = false, isReversed: isOwn = false} = span;
          const codes = [isReversed || isOwn ? '7' : '', isBold ? '1' : '', colourOf(span)]
            .filter(code => code !== '')
            .join(';');
          return codes === '' ? text : `\u001B[${codes}m${text}\u001B[0m`;
        })
        .join(''),
    printable,
    fit: (text, width, options) => fitText(printable(text), width, options?.isBare === true ? '' : ellipsis, options),
  };
}

/** Every character of a text that ASCII lacks, by the same table; what the table lacks becomes "?". */
function toAscii(text: string): string {
  return text.replace(/[^\u0000-\u007F]/gu, char => REPLACED.get(char) ?? '?');
}

const REPLACED: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.values(GLYPHS),
  ['–', '-'],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['│', '|'],
  ['┌', '+'],
  ['┐', '+'],
  ['└', '+'],
  ['┘', '+'],
  ['├', '+'],
  ['┤', '+'],
  ['┬', '+'],
  ['┴', '+'],
  ['┼', '+'],
]);
