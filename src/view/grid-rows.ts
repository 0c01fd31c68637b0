import {describeLastSeen, describeNode, describeWatcher, formatAge, type Shown} from '../model/display-state.js';
import {formatBytes, formatCpu, formatRoundTrip} from '../model/figures.js';
import type {NodeId} from '../model/node.js';
import {type Sort, sortColumnName} from '../model/sort.js';
import type {Instant} from '../model/time.js';
import type {RowNote} from '../store/row-notes.js';
import {nodeUsage, watcherUsage} from '../store/selectors.js';
import type {NodeRow, WatcherRow} from '../store/state.js';
import type {FitOptions} from '../text/fit-text.js';
import {widthOf} from '../text/width.js';
import {markable} from './grid-cursor.js';
import {
  type Columns,
  FIGURE_WIDTH,
  GAP,
  NOTE_WIDTH,
  nodeWidth,
  PERCENT_WIDTH,
  ROUND_TRIP_WIDTH,
  SPARKLINE_WIDTH,
  WORD_WIDTH,
} from './layout.js';
import type {Span, Theme} from './theme.js';

/** What all rows of one frame share. */
export interface GridFrame {
  readonly columns: Columns;
  /** The watchers that are shown, in their order. */
  readonly watchers: readonly string[];
  readonly sort: Sort | null;
  /** By node: its sparkline, of SPARKLINE_WIDTH columns. */
  readonly bars: ReadonlyMap<NodeId, string>;
  /** By node: what it has to say of its services, of several what matters most. */
  readonly notes: ReadonlyMap<NodeId, RowNote>;
  readonly theme: Theme;
  readonly now: Instant;
  /** Columns of the whole screen. */
  readonly width: number;
}

/** Where the operator is in this row. */
export interface RowFocus {
  /** Undefined: the cursor is in another row; null: on the node's name. */
  readonly cursor: string | null | undefined;
  readonly marks: ReadonlySet<string>;
}

/** A name in fewer columns than this is headed by its first letters. */
const SHORTEST_CUT = 4;
const GAP_TEXT = ' '.repeat(GAP);

/** The line above the rows. `left`, `right`: how many watchers are out of sight on either side. */
export function headRow(frame: GridFrame, left: number, right: number): string {
  const {columns, theme, watchers} = frame;
  const title = (text: string, column: string, size: number, options: FitOptions = {}) =>
    theme.fit(text + sortMark(column, frame), size, options);
  const figure = (text: string, column: string, size: number) => title(text, column, size, {align: 'right'});
  const head = [
    `  ${title('NODE', 'name', columns.name)}`,
    columns.hasStateWord ? title('STATE', 'state', columns.state) : ' ',
    ...(columns.hasRoundTrip ? [figure('RTT', 'rtt', ROUND_TRIP_WIDTH)] : []),
    ...(columns.hasCpu ? [figure('CPU%', 'cpu', FIGURE_WIDTH)] : []),
    ...(columns.hasMemory ? [figure('MEM', 'memory', FIGURE_WIDTH)] : []),
  ].join(GAP_TEXT);
  const cells = watchers.map((name, index) => {
    const before = index === 0 && left > 0 ? theme.glyph('left') : ' ';
    const more = index === watchers.length - 1 && right > 0 ? ` +${right}${theme.glyph('right')}` : '';
    const after = sortMark(name, frame) + more;
    const room = Math.max(0, columns.cell.width - GAP - widthOf(after));
    const options: FitOptions = room < SHORTEST_CUT ? {isBare: true} : {cutAt: 'middle'};
    const shown = theme.plain(name);
    const own = widthOf(shown) < room ? shown + after : theme.fit(name, room, options) + after;
    return ` ${before}${theme.fit(own, columns.cell.width - GAP, {isBare: true})}`;
  });
  const bars = columns.hasSparkline ? GAP_TEXT + theme.fit('CPU 5 min', SPARKLINE_WIDTH) : '';
  return theme.paint([{text: theme.fit(head + cells.join('') + bars, frame.width), tone: 'dim'}]);
}

/** The arrow behind the title of the column that the rows are sorted by: down in its natural order, up reversed. */
function sortMark(column: string, {sort, theme}: GridFrame): string {
  if (sort === null || sortColumnName(sort.column) !== column) return '';
  return theme.glyph(sort.isReversed ? 'above' : 'below');
}

/** A node and its watchers as one line of exactly the screen's width. */
export function nodeRow(row: NodeRow, focus: RowFocus, frame: GridFrame): string {
  const {theme} = frame;
  const isHere = focus.cursor !== undefined;
  const edge: Span[] = [
    {text: isHere ? theme.glyph('cursor') : ' ', isBold: true},
    {text: isWhollyMarked(row, focus.marks) ? theme.glyph('mark') : ' ', isBold: true},
  ];
  const name: Span = {text: theme.fit(row.spec.id, frame.columns.name, {cutAt: 'middle'}), isBold: isHere};
  const head = theme.paint(edge) + theme.paint([name], focus.cursor === null);
  return row.link === 'offline' || !row.isRead
    ? head + messageParts(row, focus, frame)
    : head + liveParts(row, focus, frame);
}

function isWhollyMarked(row: NodeRow, marks: ReadonlySet<string>): boolean {
  const all = markable(row);
  return all.length > 0 && all.every(name => marks.has(name));
}

/** A node of which nothing is known now: why, in the place of its figures. */
function messageParts(row: NodeRow, focus: RowFocus, frame: GridFrame): string {
  const {theme, columns} = frame;
  const shown = describeNode(row.link, row.lastSeen, frame.now);
  const room = frame.width - 2 - columns.name - GAP - columns.state;
  const reason = row.link === 'offline' ? [row.error ?? 'no answer', describeLastSeen(row.lastSeen, frame.now)] : [];
  const text = theme.plain(reason.join(' · '));
  const message = theme.fit(`${GAP_TEXT}${text}`, room);
  return (
    theme.paint([{text: GAP_TEXT}, stateSpan(shown, columns, theme)]) +
    theme.paint([{text: message, tone: 'dim'}], typeof focus.cursor === 'string')
  );
}

function liveParts(row: NodeRow, focus: RowFocus, frame: GridFrame): string {
  const {theme, columns, now} = frame;
  const isStale = row.link === 'stale';
  const usage = nodeUsage(row);
  const none = theme.glyph('none');
  const figure = (text: string | null, width: number): Span[] => [
    {text: GAP_TEXT},
    {
      text: theme.fit(isStale || text === null ? none : text.trim(), width, {align: 'right'}),
      tone: isStale ? 'dim' : 'plain',
    },
  ];
  const step = row.roundTripStep;
  const parts: Span[] = [
    {text: GAP_TEXT},
    stateSpan(describeNode(row.link, row.lastSeen, now), columns, theme, frame.notes.get(row.spec.id)),
    ...(columns.hasRoundTrip ? figure(step === null ? null : formatRoundTrip(step), ROUND_TRIP_WIDTH) : []),
    ...(columns.hasCpu ? figure(usage.cpu === null ? null : formatCpu(usage.cpu), FIGURE_WIDTH) : []),
    ...(columns.hasMemory ? figure(usage.memory === null ? null : formatBytes(usage.memory), FIGURE_WIDTH) : []),
  ];
  const age = isStale && row.lastSeen !== null ? `(${formatAge(now.monotonic - row.lastSeen.monotonic)} old)` : null;
  const cells = frame.watchers.map(name => {
    const mark = focus.marks.has(name) ? theme.glyph('mark') : ' ';
    const edge = theme.paint([{text: ' '}, {text: mark, isBold: true}]);
    return edge + theme.paint(cellSpans(row.watchers.get(name), age, frame), focus.cursor === name);
  });
  const bars = columns.hasSparkline ? GAP_TEXT + (frame.bars.get(row.spec.id) ?? ' '.repeat(SPARKLINE_WIDTH)) : '';
  const used = nodeWidth(columns, columns.name) + frame.watchers.length * columns.cell.width;
  return theme.paint(parts) + cells.join('') + bars + ' '.repeat(Math.max(0, frame.width - used));
}

/** `note`: what an online node has to say instead, as far as there is room; of one that does not answer it is old. */
function stateSpan(shown: Shown, columns: Columns, theme: Theme, note?: RowNote): Span {
  const isNoted = note !== undefined && shown.glyph === 'online';
  const tone = !isNoted ? shown.tone : note.isMild ? 'changing' : 'alarm';
  const glyph = theme.glyph(isNoted ? 'alarm' : shown.glyph);
  if (!columns.hasStateWord) return {text: glyph, tone};
  if (!isNoted) return {text: theme.fit(shown.word, columns.state), tone};
  const text = columns.state < NOTE_WIDTH ? `${shown.word} ${glyph}` : `${glyph} ${note.text}`;
  return {text: theme.fit(text, columns.state), tone};
}

/** One watcher of one node. `age`: that of a stale node's last word, shown in the place of figures. */
function cellSpans(row: WatcherRow | undefined, age: string | null, frame: GridFrame): readonly Span[] {
  const {theme, columns, now} = frame;
  const {cell} = columns;
  const width = cell.width - GAP;
  if (row === undefined) return [{text: theme.fit(theme.glyph('absent'), width), tone: 'dim'}];
  const shown = describeWatcher(row, now);
  const tone = age === null ? shown.tone : 'dim';
  const usage = watcherUsage(row);
  const figures = (cell.hasCpu ? 1 + PERCENT_WIDTH : 0) + (cell.hasMemory ? 1 + FIGURE_WIDTH : 0);
  const word = cell.hasWord ? ` ${theme.fit(shown.word, WORD_WIDTH)}` : '';
  const state: Span = {text: theme.glyph(shown.glyph) + word, tone};
  if (age !== null) {
    const room = width - 1 - word.length;
    return [state, {text: theme.fit(room > age.length ? ` ${age}` : '', room), tone: 'dim'}];
  }
  const hasFigures = row.state === 'running' || row.state === 'stopping';
  if (!hasFigures) return [state, {text: ' '.repeat(Math.max(0, figures))}, filler(width, 1 + word.length + figures)];
  const cpu = usage.cpu === null ? '' : `${Math.round(usage.cpu)}%`;
  const memory = usage.memory === null ? '' : formatBytes(usage.memory).trim();
  return [
    state,
    ...(cell.hasCpu ? [{text: ` ${cpu.padStart(PERCENT_WIDTH)}`}] : []),
    ...(cell.hasMemory ? [{text: ` ${memory.padStart(FIGURE_WIDTH)}`}] : []),
    filler(width, 1 + word.length + figures),
  ];
}

function filler(width: number, used: number): Span {
  return {text: ' '.repeat(Math.max(0, width - used))};
}
