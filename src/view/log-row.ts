import type {LogFilter} from '../model/log.js';
import type {LogRow} from '../model/log-window.js';
import {cutPainted} from '../text/fit-text.js';
import {widthOf} from '../text/width.js';
import {logNoteText} from '../wording/log.js';
import type {LogLayout} from './log-layout.js';
import {cutRange, hitsIn, type LogText, logText, type Range, spansOf, wrappedRanges} from './log-text.js';
import type {Span, Theme} from './theme.js';

/** How rows are drawn, the same for all of a picture. */
export interface RowOptions {
  readonly layout: LogLayout;
  readonly theme: Theme;
  readonly isWrapped: boolean;
  /** Columns that lines which are cut are moved to the left by. */
  readonly column: number;
  readonly hasColours: boolean;
  /** What is marked where it stands; null: nothing. */
  readonly search: LogFilter | null;
}

/** Lines that the row takes, at least one. */
export function heightOfRow(row: LogRow, options: RowOptions): number {
  return options.isWrapped ? laidOut(row, options).ranges.length : 1;
}

/** A line of a row, exactly as wide as the screen. */
export function rowLine(row: LogRow, line: number, isMarked: boolean, options: RowOptions): string {
  const {layout, theme} = options;
  const painted = theme.paint([...before(row, line, isMarked, options), ...textSpans(row, line, options)]);
  // Where there is no room even for what stands before the text.
  return cutPainted(painted, layout.before + layout.text);
}

/** What stands before the text: the cursor where the row was gone to, and in its first line whose it is. */
function before(row: LogRow, line: number, isMarked: boolean, {layout, theme}: RowOptions): readonly Span[] {
  const words = row.log === null ? undefined : layout.words[row.log];
  const edge: Span = {text: isMarked ? theme.glyph('cursor') : ' ', isBold: true};
  const isNote = row.kind === 'note' && line === 0;
  const sign = theme.printable(isNote ? '├' : words?.isBareError === true ? '!' : '│');
  const space = layout.hasSpace ? (isNote ? theme.printable('─') : ' ') : '';
  const last: readonly Span[] = [
    {text: sign, tone: isNote ? 'changing' : 'dim'},
    {text: space, tone: 'changing'},
  ];
  const width = Math.max(0, layout.before - 2 - space.length);
  if (words === undefined || line > 0) return [edge, {text: ' '.repeat(width)}, ...last];
  const label: readonly Span[] =
    words.label === '' ? [] : [{text: ` ${words.label}`, tone: words.isError ? 'changing' : 'dim'}];
  return [edge, {text: words.node, hue: words.hue}, ...label, ...last];
}

function textSpans(row: LogRow, line: number, options: RowOptions): readonly Span[] {
  const {layout, theme, isWrapped, search} = options;
  const {shown, ranges} = laidOut(row, options);
  const {range, indent, hasMore} = isWrapped ? {...WHOLE, range: ranges[line] ?? NOTHING} : cutLine(shown, options);
  const hits = row.kind === 'line' ? hitsIn(shown.text, search) : [];
  const spans = spansOf(shown, range, hits);
  const used = indent + widthOf(shown.text.slice(...range)) + (hasMore ? 1 : 0);
  return [
    {text: ' '.repeat(indent)},
    ...(row.kind === 'note' ? spans.map(span => ({...span, tone: 'changing' as const})) : spans),
    {text: ' '.repeat(Math.max(0, layout.text - used))},
    ...(hasMore ? [{text: theme.glyph('right'), tone: 'dim'} as const] : []),
  ];
}

/** What of a line that is cut is seen; `hasMore`: in the last column stands that it goes on. */
function cutLine(shown: LogText, {layout, column}: RowOptions) {
  const whole = cutRange(shown, column, layout.text);
  if (whole.range[1] === shown.text.length || layout.text === 1) return {...whole, hasMore: false};
  return {...cutRange(shown, column, layout.text - 1), hasMore: true};
}

const WHOLE = {indent: 0, hasMore: false};
const NOTHING: Range = [0, 0];

interface LaidOut {
  readonly of: string;
  readonly shown: LogText;
  readonly ranges: readonly Range[];
}

/** The same row is drawn in many pictures. */
const known = new WeakMap<LogRow, LaidOut>();

function laidOut(row: LogRow, {layout, theme, hasColours, isWrapped}: RowOptions): LaidOut {
  const of = `${isWrapped ? layout.text : 0} ${theme.isAscii} ${hasColours}`;
  const found = known.get(row);
  if (found !== undefined && found.of === of) return found;
  const shown =
    row.kind === 'note' ? logText(logNoteText(row), 0, theme, false) : logText(row.raw, row.cut, theme, hasColours);
  const made = {of, shown, ranges: isWrapped ? wrappedRanges(shown, layout.text) : []};
  known.set(row, made);
  return made;
}
