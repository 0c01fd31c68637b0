import type {NodeColumn} from '../columns/column.js';
import {NAME, STATE} from '../columns/node-columns.js';
import {type Sort, sortColumnName} from '../columns/sort.js';
import type {NodeId} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {WatcherRules} from '../model/watcher-rules.js';
import {inAll} from '../store/in-all.js';
import type {NodeRow, WatcherRow} from '../store/state.js';
import type {FitOptions} from '../text/fit-text.js';
import {widthOf} from '../text/width.js';
import {describeLastSeen, describeNode, describeWatcher, formatAge, type Shown} from '../wording/display-state.js';
import type {RowNote} from '../wording/row-notes.js';
import {type ColumnLayout, EDGE, GAP, NOTE_WIDTH, nodeWidth, widthOfAll} from './column-layout.js';
import type {Span, Theme} from './theme.js';

/** What all rows of one frame share. */
export interface GridFrame {
  readonly columns: ColumnLayout;
  /** The watchers that are shown, in their order. */
  readonly watchers: readonly string[];
  readonly sort: Sort | null;
  /** By node: its bars, as wide as their column. */
  readonly bars: ReadonlyMap<NodeId, string>;
  /** By node: the most important note about its services. */
  readonly notes: ReadonlyMap<NodeId, RowNote>;
  readonly rules: WatcherRules;
  readonly theme: Theme;
  readonly now: Instant;
  /** Columns of the whole screen. */
  readonly width: number;
}

/** Where the operator is in this row. */
interface RowFocus {
  /** Undefined: the cursor is in another row; null: on the node's name. */
  readonly cursor: string | null | undefined;
  readonly marks: ReadonlySet<string>;
}

/** In fewer columns than this a title shows only the first letters of the name. */
const SHORTEST_CUT = 4;
const GAP_TEXT = ' '.repeat(GAP);

/** The line above the rows. `left`, `right`: how many watchers are out of sight on either side. */
export function headRow(frame: GridFrame, left: number, right: number): string {
  const {columns, theme, watchers} = frame;
  const title = (column: NodeColumn, size: number) =>
    theme.fit(column.title + sortMark(column.name, frame), size, {align: column.align});
  const head = [
    ' '.repeat(EDGE) + title(NAME, columns.name),
    columns.hasStateWord ? title(STATE, columns.state) : ' ',
    ...columns.before.map(column => title(column, column.width)),
  ].join(GAP_TEXT);
  const cells = watchers.map((name, index) => {
    const before = index === 0 && left > 0 ? theme.glyph('left') : ' ';
    const more = index === watchers.length - 1 && right > 0 ? ` +${right}${theme.glyph('right')}` : '';
    const after = sortMark(name, frame) + more;
    const room = Math.max(0, columns.cell.width - GAP - widthOf(after));
    const options: FitOptions = room < SHORTEST_CUT ? {isBare: true} : {cutAt: 'middle'};
    const shown = theme.printable(name);
    const own = widthOf(shown) < room ? shown + after : theme.fit(name, room, options) + after;
    return ` ${before}${theme.fit(own, columns.cell.width - GAP, {isBare: true})}`;
  });
  const behind = columns.behind.map(column => GAP_TEXT + title(column, column.width)).join('');
  return theme.paint([{text: theme.fit(head + cells.join('') + behind, frame.width), tone: 'dim'}]);
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
    {text: isWhollyMarked(row, focus.marks, frame.rules) ? theme.glyph('mark') : ' ', isBold: true},
  ];
  const name: Span = {text: theme.fit(row.spec.id, frame.columns.name, {cutAt: 'middle'}), isBold: isHere};
  const head = theme.paint(edge) + theme.paint([name], focus.cursor === null);
  return row.link === 'offline' || !row.isRead
    ? head + messageParts(row, focus, frame)
    : head + liveParts(row, focus, frame);
}

function isWhollyMarked(row: NodeRow, marks: ReadonlySet<string>, rules: WatcherRules): boolean {
  const all = inAll(row, rules);
  return all.length > 0 && all.every(name => marks.has(name));
}

/** A node with nothing known now: the reason, in the place of its figures. */
function messageParts(row: NodeRow, focus: RowFocus, frame: GridFrame): string {
  const {theme, columns} = frame;
  const shown = describeNode(row.link, row.lastSeen, frame.now);
  const room = frame.width - EDGE - columns.name - GAP - columns.state;
  const reason = row.link === 'offline' ? [row.error ?? 'no answer', describeLastSeen(row.lastSeen, frame.now)] : [];
  const text = theme.printable(reason.join(' · '));
  const message = theme.fit(`${GAP_TEXT}${text}`, room);
  return (
    theme.paint([{text: GAP_TEXT}, stateSpan(shown, columns, theme)]) +
    theme.paint([{text: message, tone: 'dim'}], typeof focus.cursor === 'string')
  );
}

function liveParts(row: NodeRow, focus: RowFocus, frame: GridFrame): string {
  const {theme, columns, now} = frame;
  const isStale = row.link === 'stale';
  const parts: Span[] = [
    {text: GAP_TEXT},
    stateSpan(describeNode(row.link, row.lastSeen, now), columns, theme, frame.notes.get(row.spec.id)),
    ...columns.before.flatMap(column => [{text: GAP_TEXT}, columnSpan(column, row, frame)]),
  ];
  const age = isStale && row.lastSeen !== null ? `(${formatAge(now.monotonic - row.lastSeen.monotonic)} old)` : null;
  const cells = frame.watchers.map(name => {
    const mark = focus.marks.has(name) ? theme.glyph('mark') : ' ';
    const edge = theme.paint([{text: ' '}, {text: mark, isBold: true}]);
    return edge + theme.paint(cellSpans(row.watchers.get(name), age, frame), focus.cursor === name);
  });
  const behind = columns.behind.map(column => GAP_TEXT + theme.paint([columnSpan(column, row, frame)])).join('');
  const used = nodeWidth(columns, columns.name) + frame.watchers.length * columns.cell.width;
  return theme.paint(parts) + cells.join('') + behind + ' '.repeat(Math.max(0, frame.width - used));
}

/** What a column shows of a node. The figures of a stale node are too old to be shown. */
function columnSpan(column: NodeColumn, row: NodeRow, {bars, theme, now}: GridFrame): Span {
  if (column.kind === 'bars') return {text: bars.get(row.spec.id) ?? ' '.repeat(column.width)};
  const isStale = row.link === 'stale';
  const text = isStale ? null : column.text(row, now);
  return {
    text: theme.fit(text ?? theme.glyph('none'), column.width, {align: column.align}),
    tone: isStale ? 'dim' : 'normal',
  };
}

/** `note`: what is shown in its place where there is room; only of an online node, as that of others is old. */
function stateSpan(shown: Shown, columns: ColumnLayout, theme: Theme, note?: RowNote): Span {
  const isNoted = note !== undefined && shown.glyph === 'online';
  const tone = !isNoted ? shown.tone : note.isMild ? 'changing' : 'alarm';
  const glyph = theme.glyph(isNoted ? 'alarm' : shown.glyph);
  if (!columns.hasStateWord) return {text: glyph, tone};
  if (!isNoted) return {text: theme.fit(shown.word, columns.state), tone};
  const text = columns.state < NOTE_WIDTH ? `${shown.word} ${glyph}` : `${glyph} ${note.text}`;
  return {text: theme.fit(text, columns.state), tone};
}

/** One watcher of one node. `age`: how old the facts of a stale node are, shown in the place of figures. */
function cellSpans(row: WatcherRow | undefined, age: string | null, frame: GridFrame): readonly Span[] {
  const {theme, columns, now} = frame;
  const {word, figures, width: cellWidth} = columns.cell;
  const width = cellWidth - GAP;
  if (row === undefined) return [{text: theme.fit(theme.glyph('absent'), width), tone: 'dim'}];
  const shown = describeWatcher(row, now);
  const tone = age === null ? shown.tone : 'dim';
  const wordText = word === null ? '' : ` ${theme.fit(shown.word, word.width)}`;
  const state: Span = {text: theme.glyph(shown.glyph) + wordText, tone};
  const room = width - 1 - wordText.length;
  if (age !== null) return [state, {text: theme.fit(room > age.length ? ` ${age}` : '', room), tone: 'dim'}];
  const hasFigures = row.state === 'running' || row.state === 'stopping';
  if (!hasFigures) return [state, filler(room)];
  return [
    state,
    ...figures.map(column => ({
      text: ` ${theme.fit(column.text(row, now) ?? '', column.width, {align: column.align})}`,
    })),
    filler(room - widthOfAll(figures, 1)),
  ];
}

function filler(columns: number): Span {
  return {text: ' '.repeat(Math.max(0, columns))};
}
