import type {ColumnChoice} from '../columns/choice.js';
import {NAME} from '../columns/node-columns.js';
import {sortColumnName} from '../columns/sort.js';
import {totalsOf} from '../columns/totals.js';
import type {Instant} from '../model/time.js';
import type {NodeRow} from '../store/state.js';
import {widthOf} from '../text/width.js';
import {machineText} from '../wording/machine.js';
import {rowNotes} from '../wording/row-notes.js';
import {type ColumnLayout, layoutColumns} from './column-layout.js';
import {eventLines} from './event-lines.js';
import {footerLine} from './footer-line.js';
import {cursorColumn, cursorRow, type GridView, markedCells} from './grid-cursor.js';
import {type GridFrame, headRow, nodeRow} from './grid-rows.js';
import {type Keymap, keyOf} from './keymap.js';
import {noAnswerLines} from './no-answer-yet.js';
import {type RowLayout, scrollTo} from './row-layout.js';
import type {Scene} from './scene.js';
import type {Room} from './screen.js';
import {marksNow, type ScreenState} from './screen-state.js';
import {sparkline, sparklineScale} from './sparkline.js';
import type {Theme} from './theme.js';
import {totalsRow} from './totals-row.js';

const LONGEST_NAME = 32;
/** Seconds of one bar of a sparkline. */
const SPAN = 30;
/** Seconds after which what a node used is known: a span is drawn from then on, not first as a gap. */
const KNOWN_AFTER = 3;

/** The grid of nodes and watchers as prepared lines: the heads, the rows, and what stands under them where there is room. */
export function gridLines(
  scene: Scene,
  view: GridView,
  lines: RowLayout,
  {width, theme, keymap}: Pick<Room, 'width' | 'theme' | 'keymap'>,
): readonly string[] {
  const {screen, now} = scene;
  const {nodes, watchers} = view;
  const row = cursorRow(screen.cursor, nodes);
  const noted = rowNotes(scene.state);
  const columns = columnsFor(view, cursorColumn(screen.cursor, watchers), {
    width,
    hasNotes: noted.size > 0,
    columnChoice: screen.columns,
  });
  const shownWatchers = watchers.slice(columns.firstWatcher, columns.firstWatcher + columns.watcherCount);
  const first = firstRow(screen, nodes, row, lines.nodes);
  const shownNodes = nodes.slice(first, first + lines.nodes);
  const barColumn = columns.behind.find(({kind}) => kind === 'bars');
  const bars = barColumn === undefined ? NO_BARS : sparklines(scene, shownNodes, barColumn.width, theme);
  const gridFrame: GridFrame = {
    columns,
    watchers: shownWatchers,
    sort: screen.query.sort,
    bars: bars.texts,
    notes: new Map([...noted].flatMap(([node, [first]]) => (first === undefined ? [] : [[node, first]]))),
    rules: scene.state.rules,
    theme,
    now,
    width,
  };
  const marks = marksNow(screen, view);
  const noAnswer = noAnswerLines(view.all, lines.nodes, {width, theme, keymap});
  const body =
    noAnswer ??
    shownNodes.map((node, index) => {
      const cursor = first + index === row ? screen.cursor.watcher : undefined;
      return nodeRow(node, {cursor, marks: marks.get(node.spec.id) ?? NO_MARKS}, gridFrame);
    });
  const blank = ' '.repeat(width);
  const leftOver = Math.max(0, lines.nodes - body.length);
  const hasRows = noAnswer === null;
  const places = {first, visible: lines.nodes, count: nodes.length};
  const notes = () =>
    notesOf(screen, view, {
      columns,
      scale: bars.scale,
      ofCursor: notesOfCursor(nodes[row], screen.cursor.watcher, noted, now),
      keymap,
    });
  return [
    ...(lines.hasTitles
      ? [headRow(gridFrame, columns.firstWatcher, watchers.length - columns.firstWatcher - columns.watcherCount)]
      : []),
    ...body,
    ...Array.from({length: hasRows ? Math.min(1, leftOver) : leftOver}, () => blank),
    ...(lines.hasTotals ? [totalsRow(totalsOf(nodes, columns.before, shownWatchers, now), gridFrame)] : []),
    ...(lines.hasFooter ? [footerLine(notes(), places, width, theme)] : []),
    ...eventLines(scene.state, (lines.hasEvent ? 1 : 0) + (hasRows ? Math.max(0, leftOver - 1) : 0), width, theme),
  ];
}

const NO_MARKS: ReadonlySet<string> = new Set();
const NO_BARS = {texts: new Map<string, string>(), scale: null};

/** When the grid is sorted, its rows move but it does not scroll, unless a node is followed. */
function firstRow(
  {query, firstRow, following}: ScreenState,
  nodes: readonly NodeRow[],
  cursor: number,
  visible: number,
): number {
  const followed = following === null ? -1 : nodes.findIndex(row => row.spec.id === following);
  if (followed !== -1) return scrollTo(followed, firstRow, visible, nodes.length);
  if (query.sort === null) return scrollTo(cursor, firstRow, visible, nodes.length);
  return Math.max(0, Math.min(firstRow, nodes.length - visible));
}

function columnsFor(
  {all, watchers}: GridView,
  cursor: number,
  {width, hasNotes, columnChoice}: {width: number; hasNotes: boolean; columnChoice: ColumnChoice},
): ColumnLayout {
  const longest = all.reduce((longest, row) => Math.max(longest, widthOf(row.spec.id)), widthOf(NAME.title));
  return layoutColumns(
    width,
    Math.min(longest, LONGEST_NAME),
    watchers.length,
    Math.max(0, cursor),
    hasNotes,
    columnChoice,
  );
}

function sparklines({history, now}: Scene, nodes: readonly NodeRow[], width: number, theme: Theme) {
  // The span that is not over yet is the last one.
  const to = now.monotonic / 1_000 - KNOWN_AFTER + SPAN;
  const range = {from: to - width * SPAN, to, step: SPAN};
  const values = nodes.map(({spec}) => history.window({node: spec.id, watcher: null}, 'cpu', range).means);
  const scale = sparklineScale(values);
  const texts = new Map(
    nodes.map((row, index) => [row.spec.id, sparkline(values[index] ?? new Float64Array(), scale, theme)]),
  );
  const isAnythingKnown = values.some(each => each.some(value => !Number.isNaN(value)));
  return {texts, scale: isAnythingKnown ? scale : null};
}

/** The notes of the cursor's node; with the cursor on its name, also its machine. */
function notesOfCursor(
  row: NodeRow | undefined,
  watcher: string | null,
  noted: ReturnType<typeof rowNotes>,
  now: Instant,
): readonly string[] {
  if (row === undefined) return [];
  const notes = (noted.get(row.spec.id) ?? []).map(note =>
    note.watcher === null ? note.whole : `${note.watcher} ${note.whole}`,
  );
  return watcher === null && row.info !== null ? [...notes, machineText(row.info, row.infoAt, now)] : notes;
}

/** What the rows need to be understood: what is hidden, why they are in this order, and the scale of the bars. */
function notesOf(
  screen: ScreenState,
  view: GridView,
  {
    columns,
    scale,
    ofCursor,
    keymap,
  }: {
    readonly columns: ColumnLayout;
    readonly scale: number | null;
    readonly ofCursor: readonly string[];
    readonly keymap: Keymap;
  },
): readonly string[] {
  const {sort} = screen.query;
  const hidden = view.all.length - view.nodes.length;
  const gone = columns.hidden.length;
  const marked = markedCells(marksNow(screen, view), view.all).length;
  return [
    ...ofCursor,
    ...(marked === 0 ? [] : [`${marked} marked`]),
    ...(screen.filterText === '' ? [] : [`filter ${screen.filterText} hides ${hidden}`]),
    ...(sort === null ? [] : [`sorted by ${sortColumnName(sort.column)}${sort.isReversed ? ', reversed' : ''}`]),
    ...(view.nodes.some(row => row.spec.id === screen.following) ? [`following ${screen.following}`] : []),
    ...(screen.range === null ? [] : [rangeNote(keymap)]),
    ...(gone === 0 ? [] : [`${gone} column${gone === 1 ? '' : 's'} hidden: ${columns.hidden.join(', ')}`]),
    ...(scale === null ? [] : [`full bar: ${scale}%`]),
  ];
}

function rangeNote(keymap: Keymap): string {
  const key = keyOf(keymap, 'grid', 'mark-range');
  return key === null ? 'marking a range' : `marking a range: ${key} ends it`;
}
