import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {isCircusOwn} from '../model/watcher.js';
import type {WatcherRules} from '../model/watcher-rules.js';
import {inAll} from '../store/in-all.js';
import type {NodeRow} from '../store/state.js';
import {scrollTo} from './row-layout.js';

/** Where the operator is in the grid: by name, so that it stays when rows move. */
export interface Cursor {
  /** Null: the first node. */
  readonly node: NodeId | null;
  /** Its row when the cursor was last moved: where to go on when the node has left the cluster or is filtered out. */
  readonly row: number;
  /** Null: on the node's name. */
  readonly watcher: string | null;
}

/** Marked cells by node. */
export type Marks = ReadonlyMap<NodeId, ReadonlySet<string>>;

/** What the grid shows now; moves are about it. */
export interface GridView {
  /** The nodes that the filter lets through, sorted. */
  readonly nodes: readonly NodeRow[];
  /** All nodes in the cluster's order, those that the filter hides, too. */
  readonly all: readonly NodeRow[];
  readonly watchers: readonly string[];
  readonly rules: WatcherRules;
  /** Rows of nodes that fit. */
  readonly visibleRows: number;
}

/** How the cursor is moved. */
export type Move =
  | {readonly type: 'move'; readonly rows?: number; readonly columns?: number; readonly pages?: number}
  | {readonly type: 'move-to'; readonly end: 'first' | 'last'};

/** The row of the cursor; of a node that has left, the one that took its place. */
export function cursorRow(cursor: Cursor, nodes: readonly NodeRow[]): number {
  const found = cursor.node === null ? 0 : nodes.findIndex(row => row.spec.id === cursor.node);
  return found === -1 ? Math.max(0, Math.min(cursor.row, nodes.length - 1)) : found;
}

/** The node of the cursor, also where the filter hides it; null: it has left the cluster, or there is none. */
export function cursorNode(cursor: Cursor, {nodes, all}: Pick<GridView, 'nodes' | 'all'>): NodeRow | null {
  if (cursor.node === null) return nodes[0] ?? null;
  return all.find(row => row.spec.id === cursor.node) ?? null;
}

/** The watcher column of the cursor; -1 is the node's name. */
export function cursorColumn(cursor: Cursor, watchers: readonly string[]): number {
  return cursor.watcher === null ? -1 : watchers.indexOf(cursor.watcher);
}

export function moveCursor(cursor: Cursor, move: Move, {nodes, watchers, visibleRows}: GridView): Cursor {
  const rowNow = cursorRow(cursor, nodes);
  const wanted =
    move.type === 'move'
      ? rowNow + (move.rows ?? 0) + Math.trunc((move.pages ?? 0) * visibleRows)
      : move.end === 'first'
        ? 0
        : nodes.length - 1;
  const row = Math.max(0, Math.min(wanted, nodes.length - 1));
  const columns = move.type === 'move' ? (move.columns ?? 0) : 0;
  const column = Math.max(-1, Math.min(cursorColumn(cursor, watchers) + columns, watchers.length - 1));
  return {node: nodes[row]?.spec.id ?? null, row, watcher: watchers[column] ?? null};
}

/** The cursor, and the first of the rows that are shown. */
export interface GridPlace {
  readonly cursor: Cursor;
  readonly firstRow: number;
}

/** Where the grid is after a move: the cursor's row is shown. */
export function movePlace(place: GridPlace, move: Move, view: GridView): GridPlace {
  const cursor = moveCursor(place.cursor, move, view);
  return {cursor, firstRow: scrollTo(cursor.row, place.firstRow, view.visibleRows, view.nodes.length)};
}

/** The watchers of a node whose cells can be marked. */
export function markable(row: NodeRow): readonly string[] {
  return [...row.watchers.keys()].filter(watcher => !isCircusOwn(watcher));
}

/** The cells from one corner to the other; a corner on a node's name means the whole rows. */
export function cellsBetween(one: Cursor, other: Cursor, view: GridView): Marks {
  const {nodes, watchers, rules} = view;
  const [first, last] = inOrder(cursorRow(one, nodes), cursorRow(other, nodes));
  const columns = [cursorColumn(one, watchers), cursorColumn(other, watchers)];
  const [left, right] = inOrder(columns[0] ?? -1, columns[1] ?? -1);
  const wanted = left === -1 ? null : watchers.slice(left, right + 1);
  const cells = (row: NodeRow) =>
    wanted === null ? inAll(row, rules) : markable(row).filter(name => wanted.includes(name));
  return new Map(nodes.slice(first, last + 1).map(row => [row.spec.id, new Set(cells(row))]));
}

function inOrder(one: number, other: number): readonly [number, number] {
  return one <= other ? [one, other] : [other, one];
}

/** All marks of both. */
export function joinMarks(one: Marks, other: Marks): Marks {
  const joined = new Map(one);
  for (const [node, watchers] of other) joined.set(node, new Set([...(one.get(node) ?? []), ...watchers]));
  return joined;
}

/** Marks the cells, or takes their marks away where all of them are marked already. */
export function toggleMarks(marks: Marks, row: NodeRow, cells: readonly string[]): Marks {
  const had = marks.get(row.spec.id) ?? new Set<string>();
  const isMarked = cells.length > 0 && cells.every(name => had.has(name));
  const now = new Set(isMarked ? [...had].filter(name => !cells.includes(name)) : [...had, ...cells]);
  return new Map(marks).set(row.spec.id, now);
}

/** Of the rows that are shown: what is marked no more, what was not marked now. Marks that the filter hides stay. */
export function invertMarks(marks: Marks, view: GridView): Marks {
  const inverted = new Map(marks);
  for (const row of view.nodes) {
    const had = marks.get(row.spec.id) ?? new Set<string>();
    inverted.set(row.spec.id, new Set(inAll(row, view.rules).filter(name => !had.has(name))));
  }
  return inverted;
}

/** The marked cells of these rows, in their order. */
export function markedCells(marks: Marks, rows: readonly NodeRow[]): readonly Target[] {
  return rows.flatMap(row => {
    const marked = marks.get(row.spec.id);
    if (marked === undefined) return [];
    return markable(row)
      .filter(name => marked.has(name))
      .map(watcher => ({node: row.spec.id, watcher}));
  });
}
