import type {DryRunLine, FileDryRun} from '../model/file-run.js';
import {widthOf} from '../text/width.js';
import {wrapText} from '../text/wrap-text.js';
import {DRY_RUN_KEYS} from './dry-run-keys.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, scrollIn, UNSCROLLED} from './screen.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** Every target of every line of a bring-up file, of which nothing was begun. */
export const DRY_RUN: Screen = {
  ...DRY_RUN_KEYS,
  draw,
  searchedIn: null,
  hint: () => null,
};

const INDENT_BELOW = 4;

function draw({screen: {dryRun, scrolled}}: Scene, {width, height, theme}: Room): Body {
  if (dryRun === null) {
    const line = spread([{text: '  Nothing was asked for yet: run FILE --dry-run', tone: 'dim'}], [], width, theme);
    return {parts: [{type: 'lines', lines: [line].slice(0, height)}], scroll: UNSCROLLED};
  }
  const rows = rowsOf(dryRun, width, theme);
  const visible = Math.max(0, height - 1);
  const scroll = scrollIn(scrolled, rows.length, visible);
  const last = Math.min(scroll.top + visible, rows.length);
  const place = scroll.limit > 0 ? `${scroll.top + 1}-${last} of ${rows.length} lines` : '';
  const isWrong = dryRun.lines.every(({role}) => role === 'problem');
  const head = spread(
    [
      {
        text: `  ${dryRun.file}: ${isWrong ? 'what is wrong in it' : 'what it would do'}; nothing of it was sent`,
        tone: 'dim',
      },
    ],
    [{text: place, tone: 'dim'}],
    width,
    theme,
  );
  const lines = rows.slice(scroll.top, last).map(span => spread([span], [], width, theme));
  return {parts: [{type: 'lines', lines: [head, ...lines].slice(0, height)}], scroll};
}

let last: {
  readonly of: FileDryRun;
  readonly width: number;
  readonly theme: Theme;
  readonly rows: readonly Span[];
} | null = null;

/** Its lines as rows of that width, made once: there may be a hundred thousand of them. */
function rowsOf(of: FileDryRun, width: number, theme: Theme): readonly Span[] {
  if (last === null || last.of !== of || last.width !== width || last.theme !== theme)
    last = {of, width, theme, rows: of.lines.flatMap(line => wrapped(line, width, theme))};
  return last.rows;
}

function wrapped(line: DryRunLine, width: number, theme: Theme): readonly Span[] {
  const look = lookOf(line);
  const text = theme.printable(line.text);
  if (widthOf(text) <= width) return [{...look, text}];
  return wrapText(text, Math.max(1, width - INDENT_BELOW)).map((part, index) => ({
    ...look,
    text: index === 0 ? part : ' '.repeat(INDENT_BELOW) + part,
  }));
}

function lookOf({role}: DryRunLine): Omit<Span, 'text'> {
  switch (role) {
    case 'step':
      return {isBold: true};
    case 'target':
      return {};
    case 'warning':
      return {tone: 'changing'};
    case 'problem':
      return {tone: 'failing'};
  }
}
