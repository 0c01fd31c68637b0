import type {Plan} from '../command/command.js';
import type {Filter} from '../model/filter.js';
import {parseFilter} from '../model/filter.js';
import type {JobId, Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {type SortColumn, sortBy, stepSort} from '../model/sort.js';
import type {Instant} from '../model/time.js';
import {type Look, visibleNodes} from '../store/rows.js';
import {shownNodes, watcherColumns} from '../store/selectors.js';
import type {State} from '../store/state.js';
import {type Bar, type BarKind, editBar, openBar, recall} from './bar.js';
import {
  type Cursor,
  cellsBetween,
  cursorColumn,
  cursorRow,
  type GridView,
  invertMarks,
  joinMarks,
  type Marks,
  type Move,
  markable,
  markedCells,
  moveCursor,
  toggleMarks,
} from './grid-cursor.js';
import {scrollTo} from './layout.js';
import type {TextEdit} from './text-field.js';

/** What the operator does on the screen; none of it is known outside the view. */
export interface ScreenState {
  readonly screen: 'grid' | 'jobs' | 'help';
  /** Where the help was opened: its keys come first there, and back is there. */
  readonly from: 'grid' | 'jobs';
  readonly cursor: Cursor;
  /** They end with their node, and outlive every filter. */
  readonly marks: Marks;
  /** Where a range of marks began that ends at the cursor; null: none is being made. */
  readonly range: Cursor | null;
  /** The first row of nodes that is shown. */
  readonly firstRow: number;
  /** Whether the rows scroll along when the cursor's node moves by itself. */
  readonly isFollowing: boolean;
  readonly look: Look;
  /** The filter as it was typed. */
  readonly filterText: string;
  /** What is shown while the display is paused; null: it is not. */
  readonly paused: {readonly state: State; readonly at: Instant} | null;
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
  /** What the help is searched for. */
  readonly search: string;
}

/** A question that takes every key until it is answered. */
export type Dialog =
  | {readonly type: 'confirm'; readonly plan: Plan; readonly hidden: number; readonly isYes: boolean}
  | {readonly type: 'quit'; readonly isYes: boolean};

export interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

export type ScreenAction =
  | Move
  | {readonly type: 'mark' | 'mark-all' | 'unmark-all' | 'mark-range' | 'give-up-range' | 'invert-marks' | 'follow'}
  | {readonly type: 'filter'; readonly text: string}
  | {readonly type: 'sort'; readonly column: SortColumn | null}
  | {readonly type: 'step-sort'; readonly by: 1 | -1}
  | {readonly type: 'pause'; readonly state: State; readonly at: Instant}
  | {readonly type: 'show'; readonly screen: ScreenState['screen']}
  | {readonly type: 'scroll'; readonly lines?: number; readonly pages?: number}
  | {readonly type: 'select-job'; readonly job: JobId | null}
  | {readonly type: 'open-bar'; readonly bar: BarKind; readonly text?: string}
  | {readonly type: 'close-bar' | 'leave-bar' | 'history-back' | 'history-forward'}
  | {readonly type: 'edit'; readonly edit: TextEdit}
  | {readonly type: 'submitted'; readonly text: string}
  | {readonly type: 'ask'; readonly dialog: Dialog}
  | {readonly type: 'toggle-answer' | 'close-dialog'}
  | {readonly type: 'say'; readonly notice: Notice | null};

export const FIRST_SCREEN: ScreenState = {
  screen: 'grid',
  from: 'grid',
  cursor: {node: null, row: 0, watcher: null},
  marks: new Map(),
  range: null,
  firstRow: 0,
  isFollowing: false,
  look: {filter: [], sort: null},
  filterText: '',
  paused: null,
  bar: null,
  history: [],
  dialog: null,
  notice: null,
  job: null,
  scrolled: 0,
  search: '',
};

/** What the grid shows of what is known now. */
export function gridView(state: State, screen: ScreenState, visibleRows: number, now: Instant): GridView {
  return {
    nodes: visibleNodes(state, screen.look, now),
    all: shownNodes(state),
    watchers: watcherColumns(state),
    visibleRows,
  };
}

/** The marks with the range that is being made. */
export function marksNow(screen: ScreenState, view: GridView): Marks {
  return screen.range === null
    ? screen.marks
    : joinMarks(screen.marks, cellsBetween(screen.range, screen.cursor, view));
}

/**
 * The targets of a key: the marked cells in the cluster's order, if there are any, those that the filter hides, too; else
 * the cell under the cursor.
 */
export function chosenCells(screen: ScreenState, view: GridView): readonly Target[] {
  const marked = markedCells(marksNow(screen, view), view.all);
  if (marked.length > 0) return marked;
  const row = view.nodes[cursorRow(screen.cursor, view.nodes)];
  const column = cursorColumn(screen.cursor, view.watchers);
  return row === undefined ? [] : [{node: row.spec.id, watcher: view.watchers[column] ?? null}];
}

/** The nodes with a marked cell, in the cluster's order: what a typed command without `on` means. */
export function markedNodes(screen: ScreenState, view: GridView): readonly NodeId[] {
  return [...new Set(markedCells(marksNow(screen, view), view.all).map(cell => cell.node))];
}

export function reduceScreen(screen: ScreenState, action: ScreenAction, view: GridView): ScreenState {
  switch (action.type) {
    case 'move':
    case 'move-to':
      return {...moved(screen, action, view), notice: null};
    case 'mark':
      return screen.range === null ? markUnderCursor(screen, view) : endRange(screen, view);
    case 'mark-all':
      return {
        ...screen,
        marks: joinMarks(screen.marks, new Map(view.nodes.map(row => [row.spec.id, new Set(markable(row))]))),
      };
    case 'unmark-all':
      return {...screen, marks: new Map(), range: null};
    case 'mark-range':
      return screen.range === null ? {...screen, range: cursorNow(screen, view)} : endRange(screen, view);
    case 'give-up-range':
      return {...screen, range: null};
    case 'invert-marks':
      return {...screen, marks: invertMarks(marksNow(screen, view), view), range: null};
    case 'follow':
      return {...screen, isFollowing: !screen.isFollowing, cursor: cursorNow(screen, view)};
    case 'filter':
      return withFilter(screen, action.text);
    case 'sort':
      return withLook(screen, {sort: action.column === null ? null : sortBy(screen.look.sort, action.column)});
    case 'step-sort':
      return withLook(screen, {sort: stepSort(screen.look.sort, action.by, view.watchers)});
    case 'pause':
      return {...screen, paused: screen.paused === null ? {state: action.state, at: action.at} : null};
    case 'show':
      return {...shown(screen, action.screen), job: null, scrolled: 0, search: '', notice: null};
    case 'scroll': {
      const lines = (action.lines ?? 0) + Math.trunc((action.pages ?? 0) * view.visibleRows);
      return {...screen, scrolled: Math.max(0, screen.scrolled + lines)};
    }
    case 'select-job':
      return {...screen, job: action.job, scrolled: 0};
    case 'open-bar':
      return {...screen, bar: openBar(action.bar, action.text ?? textBefore(screen, action.bar)), notice: null};
    case 'close-bar':
      return {...screen, bar: null};
    case 'leave-bar':
      return screen.bar === null ? screen : {...live(screen, openBar(screen.bar.kind, screen.bar.before)), bar: null};
    case 'history-back':
      return screen.bar === null ? screen : {...screen, bar: recall(screen.bar, 1, screen.history)};
    case 'history-forward':
      return screen.bar === null ? screen : {...screen, bar: recall(screen.bar, -1, screen.history)};
    case 'edit': {
      if (screen.bar === null) return screen;
      const bar = editBar(screen.bar, action.edit);
      return {...live(screen, bar), bar};
    }
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

function shown(screen: ScreenState, next: ScreenState['screen']): ScreenState {
  return {...screen, screen: next, from: screen.screen === 'help' ? screen.from : screen.screen};
}

function moved(screen: ScreenState, move: Move, view: GridView): ScreenState {
  const cursor = moveCursor(screen.cursor, move, view);
  const firstRow = scrollTo(cursor.row, screen.firstRow, view.visibleRows, view.nodes.length);
  return {...screen, cursor, firstRow};
}

/** The cursor with its node named: what was "the first node" until now is that very node. */
function cursorNow(screen: ScreenState, view: GridView): Cursor {
  return moveCursor(screen.cursor, {type: 'move'}, view);
}

function endRange(screen: ScreenState, view: GridView): ScreenState {
  return {...screen, marks: marksNow(screen, view), range: null};
}

/** Marks the cell, or takes its mark away; on a node's name all its cells; then moves down, so that space goes on. */
function markUnderCursor(screen: ScreenState, view: GridView): ScreenState {
  const row = view.nodes[cursorRow(screen.cursor, view.nodes)];
  if (row === undefined) return screen;
  const {watcher} = screen.cursor;
  const cells = markable(row).filter(name => watcher === null || name === watcher);
  const marks = toggleMarks(screen.marks, row, cells);
  return {...moved(screen, {type: 'move', rows: 1}, view), marks, notice: null};
}

/** What the bar begins with: what it would change. */
function textBefore(screen: ScreenState, kind: BarKind): string {
  switch (kind) {
    case 'command':
      return '';
    case 'filter':
      return screen.filterText;
    case 'search':
      return screen.search;
  }
}

/** A filter and a search are tried while they are typed; while a filter is wrong, the one before counts. */
function live(screen: ScreenState, {kind, field, before}: Bar): ScreenState {
  switch (kind) {
    case 'command':
      return screen;
    case 'filter':
      return withFilter(screen, parseFilter(field.text).ok ? field.text : before);
    case 'search':
      return {...screen, search: field.text, scrolled: 0};
  }
}

function withFilter(screen: ScreenState, text: string): ScreenState {
  const parsed = parseFilter(text);
  return parsed.ok ? {...withLook(screen, {filter: parsed.filter}), filterText: text.trim()} : screen;
}

function withLook(screen: ScreenState, look: {readonly filter?: Filter; readonly sort?: Look['sort']}): ScreenState {
  return {...screen, look: {...screen.look, ...look}};
}
