import type {Plan} from '../command/command.js';
import type {JobId, Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {isCircusOwn} from '../model/watcher.js';
import {shownNodes, watcherColumns} from '../store/selectors.js';
import type {NodeRow, State} from '../store/state.js';
import {EMPTY_FIELD, editText, type TextEdit, type TextField} from './text-field.js';

/** What the operator does on the screen; none of it is known outside the view. */
export interface ScreenState {
  readonly screen: 'grid' | 'jobs' | 'help';
  readonly cursor: Cursor;
  /** Marked cells by node. They end with their node. */
  readonly marks: ReadonlyMap<NodeId, ReadonlySet<string>>;
  /** The first row of nodes that is shown. */
  readonly firstRow: number;
  readonly bar: Bar | null;
  /** Typed commands, oldest first. */
  readonly history: readonly string[];
  readonly dialog: Dialog | null;
  /** What the last key came to, where nothing else says it. */
  readonly notice: Notice | null;
  /** The job that the jobs screen is about; null: the newest. */
  readonly job: JobId | null;
  /** Lines that the jobs or help screen is scrolled down. */
  readonly scrolled: number;
}

/** Where the operator is in the grid: by name, so that it stays when rows move. */
export interface Cursor {
  /** Null: the first node. */
  readonly node: NodeId | null;
  /** Its row when the cursor was last moved: where to go on when the node has left the cluster. */
  readonly row: number;
  /** Null: on the node's name. */
  readonly watcher: string | null;
}

export interface Bar {
  readonly field: TextField;
  /** How many commands back in the history; 0: what is being typed. */
  readonly back: number;
}

/** A question that takes every key until it is answered. */
export type Dialog =
  | {readonly type: 'confirm'; readonly plan: Plan; readonly isYes: boolean}
  | {readonly type: 'quit'; readonly isYes: boolean};

export interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

/** What the grid shows now; moves are about it. */
export interface GridView {
  readonly nodes: readonly NodeRow[];
  readonly watchers: readonly string[];
  /** Rows of nodes that fit. */
  readonly visibleRows: number;
}

export type ScreenAction =
  | {readonly type: 'move'; readonly rows?: number; readonly columns?: number; readonly pages?: number}
  | {readonly type: 'move-to'; readonly end: 'first' | 'last'}
  | {readonly type: 'mark' | 'mark-all' | 'unmark-all'}
  | {readonly type: 'show'; readonly screen: ScreenState['screen']}
  | {readonly type: 'scroll'; readonly lines?: number; readonly pages?: number}
  | {readonly type: 'select-job'; readonly job: JobId | null}
  | {readonly type: 'open-bar' | 'close-bar' | 'history-back' | 'history-forward'}
  | {readonly type: 'edit'; readonly edit: TextEdit}
  | {readonly type: 'submitted'; readonly text: string}
  | {readonly type: 'ask'; readonly dialog: Dialog}
  | {readonly type: 'toggle-answer' | 'close-dialog'}
  | {readonly type: 'say'; readonly notice: Notice | null};

export const FIRST_SCREEN: ScreenState = {
  screen: 'grid',
  cursor: {node: null, row: 0, watcher: null},
  marks: new Map(),
  firstRow: 0,
  bar: null,
  history: [],
  dialog: null,
  notice: null,
  job: null,
  scrolled: 0,
};

/** What the grid shows of the state. */
export function gridView(state: State, visibleRows: number): GridView {
  return {nodes: shownNodes(state), watchers: watcherColumns(state), visibleRows};
}

/** The row of the cursor; of a node that has left, the one that took its place. */
export function cursorRow(cursor: Cursor, nodes: readonly NodeRow[]): number {
  const found = cursor.node === null ? 0 : nodes.findIndex(row => row.spec.id === cursor.node);
  return found === -1 ? Math.max(0, Math.min(cursor.row, nodes.length - 1)) : found;
}

/** The watcher column of the cursor; -1 is the node's name. */
export function cursorColumn(cursor: Cursor, watchers: readonly string[]): number {
  return cursor.watcher === null ? -1 : watchers.indexOf(cursor.watcher);
}

/** The targets of a key: the marked cells in the cluster's order, if there are any, else the cell under the cursor. */
export function chosenCells(screen: ScreenState, view: GridView): readonly Target[] {
  const marked = view.nodes.flatMap(({spec}) => {
    const watchers = screen.marks.get(spec.id);
    return watchers === undefined ? [] : [...watchers].map(watcher => ({node: spec.id, watcher}));
  });
  if (marked.length > 0) return marked;
  const row = view.nodes[cursorRow(screen.cursor, view.nodes)];
  const column = cursorColumn(screen.cursor, view.watchers);
  return row === undefined ? [] : [{node: row.spec.id, watcher: view.watchers[column] ?? null}];
}

/** The nodes with a marked cell, in the cluster's order: what a typed command without `on` means. */
export function markedNodes(screen: ScreenState, view: GridView): readonly NodeId[] {
  return view.nodes.map(row => row.spec.id).filter(node => (screen.marks.get(node)?.size ?? 0) > 0);
}

/** The watchers of a node that a mark on its name means. */
export function markable(row: NodeRow): readonly string[] {
  return [...row.watchers.keys()].filter(watcher => !isCircusOwn(watcher));
}

export function reduceScreen(screen: ScreenState, action: ScreenAction, view: GridView): ScreenState {
  switch (action.type) {
    case 'move':
    case 'move-to':
      return {...screen, cursor: moveCursor(screen.cursor, action, view), notice: null};
    case 'mark':
      return markUnderCursor(screen, view);
    case 'mark-all':
      return {...screen, marks: new Map(view.nodes.map(row => [row.spec.id, new Set(markable(row))]))};
    case 'unmark-all':
      return {...screen, marks: new Map()};
    case 'show':
      return {...screen, screen: action.screen, job: null, scrolled: 0, notice: null};
    case 'scroll': {
      const lines = (action.lines ?? 0) + (action.pages ?? 0) * view.visibleRows;
      return {...screen, scrolled: Math.max(0, screen.scrolled + lines)};
    }
    case 'select-job':
      return {...screen, job: action.job, scrolled: 0};
    case 'open-bar':
      return {...screen, bar: {field: EMPTY_FIELD, back: 0}, notice: null};
    case 'close-bar':
      return {...screen, bar: null};
    case 'history-back':
      return recall(screen, 1);
    case 'history-forward':
      return recall(screen, -1);
    case 'edit':
      return screen.bar === null
        ? screen
        : {...screen, bar: {...screen.bar, field: editText(screen.bar.field, action.edit)}};
    case 'submitted':
      return {...screen, bar: null, history: [...screen.history.filter(text => text !== action.text), action.text]};
    case 'ask':
      return {...screen, dialog: action.dialog, notice: null};
    case 'toggle-answer':
      return screen.dialog === null ? screen : {...screen, dialog: {...screen.dialog, isYes: !screen.dialog.isYes}};
    case 'close-dialog':
      return {...screen, dialog: null};
    case 'say':
      return {...screen, notice: action.notice};
  }
}

function moveCursor(
  cursor: Cursor,
  action: Extract<ScreenAction, {type: 'move' | 'move-to'}>,
  {nodes, watchers, visibleRows}: GridView,
): Cursor {
  const rowNow = cursorRow(cursor, nodes);
  const wanted =
    action.type === 'move'
      ? rowNow + (action.rows ?? 0) + Math.trunc((action.pages ?? 0) * visibleRows)
      : action.end === 'first'
        ? 0
        : nodes.length - 1;
  const row = Math.max(0, Math.min(wanted, nodes.length - 1));
  const columns = action.type === 'move' ? (action.columns ?? 0) : 0;
  const column = Math.max(-1, Math.min(cursorColumn(cursor, watchers) + columns, watchers.length - 1));
  return {node: nodes[row]?.spec.id ?? null, row, watcher: watchers[column] ?? null};
}

/** Marks the cell, or takes its mark away; on a node's name all its cells; then moves down, so that space goes on. */
function markUnderCursor(screen: ScreenState, view: GridView): ScreenState {
  const row = view.nodes[cursorRow(screen.cursor, view.nodes)];
  if (row === undefined) return screen;
  const had = screen.marks.get(row.spec.id) ?? new Set<string>();
  const {watcher} = screen.cursor;
  const cells = watcher === null ? markable(row) : markable(row).filter(name => name === watcher);
  const isMarked = cells.length > 0 && cells.every(name => had.has(name));
  const now = new Set(isMarked ? [...had].filter(name => !cells.includes(name)) : [...had, ...cells]);
  const marks = new Map(screen.marks).set(row.spec.id, now);
  return {...screen, marks, cursor: moveCursor(screen.cursor, {type: 'move', rows: 1}, view), notice: null};
}

function recall(screen: ScreenState, by: number): ScreenState {
  if (screen.bar === null) return screen;
  const back = Math.max(0, Math.min(screen.bar.back + by, screen.history.length));
  const text = back === 0 ? '' : (screen.history.at(-back) ?? '');
  return {...screen, bar: {field: {text, cursor: text.length}, back}};
}
