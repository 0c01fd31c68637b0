import type {ChoiceChange} from '../columns/change-choice.js';
import {type ColumnChoice, USUAL_COLUMNS} from '../columns/choice.js';
import type {SortColumn} from '../columns/sort.js';
import {type RowQuery, visibleNodes} from '../columns/visible-nodes.js';
import type {Plan} from '../command/plan.js';
import {nodesOf} from '../command/targets.js';
import type {ChartRequest} from '../model/chart.js';
import type {FileDryRun} from '../model/file-run.js';
import type {Job, JobId, Target} from '../model/job.js';
import type {LogSelection, LogState} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Instant} from '../model/time.js';
import {currentJob, shownNodes, watcherColumns} from '../store/selectors.js';
import type {State} from '../store/state.js';
import type {Bar, BarKind} from './bar.js';
import {type ChartView, FIRST_CHART_VIEW} from './chart-view.js';
import type {Wholly} from './confirm.js';
import {type DetectChoice, FIRST_CHOICE} from './detect-choice.js';
import type {EventPlace} from './event-place.js';
import {ALL_EVENTS, type EventsView} from './events-view.js';
import {
  type Cursor,
  cellsBetween,
  cursorColumn,
  cursorRow,
  type GridView,
  joinMarks,
  type Marks,
  type Move,
  markedCells,
} from './grid-cursor.js';
import {FIRST_LOG_VIEW, type LogView} from './log-view.js';
import {AT_TOP, type NodeView} from './node-place.js';
import type {TextEdit} from './text-field.js';

/** What the operator does on the screen; none of it is known outside the view. */
export interface ScreenState {
  /** The screen that is shown, by its name in the table of screens. */
  readonly screen: string;
  /** Where `esc` goes back to, the last one first to go to; empty on the first screen. */
  readonly trail: readonly Place[];
  readonly cursor: Cursor;
  /** They end with their node, and outlive every filter. */
  readonly marks: Marks;
  /** The marks as they were when a job was begun on some of them; null: none was. */
  readonly usedMarks: Marks | null;
  /** Where a range of marks began that ends at the cursor; null: none is being made. */
  readonly range: Cursor | null;
  /** The first row of nodes that is shown. */
  readonly firstRow: number;
  /** The node that stays in sight when sorting moves it; null: none. */
  readonly following: NodeId | null;
  readonly query: RowQuery;
  /** The columns of the grid that are wanted. */
  readonly columns: ColumnChoice;
  /** The filter as it was typed. */
  readonly filterText: string;
  /** What is shown while the display is paused; null: it is not. */
  readonly paused: {readonly state: State; readonly at: Instant} | null;
  readonly bar: Bar | null;
  /** Typed commands, oldest first. */
  readonly history: readonly string[];
  /** What was taken out of a line last, and can be put into another one. */
  readonly killed: string;
  readonly dialog: Dialog | null;
  /** What the last key came to, where nothing else says it. */
  readonly notice: Notice | null;
  /** The job that the jobs screen is about; null: the newest. */
  readonly job: JobId | null;
  /** Lines that the screen is scrolled down; once it is drawn, never more than it can be. */
  readonly scrolled: number;
  /** What the screen is searched for. */
  readonly search: string;
  /** Where the operator is among the nodes that were detected, and which of them are marked. */
  readonly detect: DetectChoice;
  /** What of the events is shown, and where among them the operator is. */
  readonly events: EventsView;
  /** Where the operator is on the node screen, which shows the node under the grid's cursor. */
  readonly node: NodeView;
  /** Where the operator is in the logs that are open, and how they are shown. */
  readonly log: LogView;
  /** What figures are drawn over time, and how. */
  readonly chart: ChartView;
  /** What a file would do, as it was asked for last; null: it never was. */
  readonly dryRun: FileDryRun | null;
}

/** A screen and where on it the operator was. */
type Place = Pick<ScreenState, 'screen' | 'scrolled' | 'search' | 'job'>;

/** A question that takes every key until it is answered. */
export type Dialog =
  | {
      readonly type: 'confirm';
      readonly plan: Plan;
      /** What is done before it, and what is still to be asked about and then done after it. */
      readonly agreed: readonly Plan[];
      readonly rest: readonly Plan[];
      /** How many targets the filter hides. */
      readonly hidden: number;
      /** The watchers of which nothing would run on. */
      readonly wholly: readonly Wholly[];
      readonly isYes: boolean;
      /** What was typed so far of the count of targets, which is the only answer that begins it; null: yes is enough. */
      readonly count: string | null;
    }
  /** Whether to run what stands in the bar since so many lines were pasted into it. */
  | {readonly type: 'lines'; readonly count: number; readonly text: string; readonly isYes: boolean}
  | {readonly type: 'quit'; readonly isYes: boolean};

export interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

export type ScreenAction =
  | Move
  | {readonly type: 'mark' | 'mark-all' | 'unmark-all' | 'mark-range' | 'invert-marks' | 'follow'}
  | {readonly type: 'filter'; readonly text: string}
  | {readonly type: 'sort'; readonly column: SortColumn | null}
  | {readonly type: 'choose-columns'; readonly change: ChoiceChange}
  | {readonly type: 'step-sort'; readonly by: 1 | -1}
  | {readonly type: 'pause'; readonly state: State; readonly at: Instant}
  | {readonly type: 'show'; readonly screen: string}
  /** Only these are in the cluster now. */
  | {readonly type: 'nodes-changed'; readonly nodes: State['nodes']}
  | {readonly type: 'scroll'; readonly lines?: number; readonly pages?: number}
  /** Infinity: to the end. */
  | {readonly type: 'scroll-to'; readonly line: number}
  | {readonly type: 'select-job'; readonly job: JobId | null}
  | {readonly type: 'open-bar'; readonly bar: BarKind; readonly text?: string}
  /** Closes the innermost thing that is open; in the grid, takes away the last thing that is in the way. */
  | {readonly type: 'back'}
  /** Goes to the first screen, from wherever. */
  | {readonly type: 'home'}
  | {readonly type: 'choose'; readonly choice: DetectChoice}
  /** Puts the grid's cursor there. */
  | {readonly type: 'go-to'; readonly cursor: Cursor}
  /** The events of these nodes, or all (null), from the newest on. */
  | {readonly type: 'show-events'; readonly nodes: readonly NodeId[] | null}
  | {readonly type: 'filter-events'; readonly text: string}
  | {readonly type: 'place-events'; readonly place: EventPlace}
  | {readonly type: 'place-node'; readonly view: NodeView}
  /** Shows logs from their beginning. */
  | {readonly type: 'open-log'; readonly selection: LogSelection; readonly since: LogState | null}
  | {readonly type: 'see-log'; readonly view: Partial<LogView>}
  | {readonly type: 'open-chart'; readonly request: ChartRequest}
  | {readonly type: 'see-chart'; readonly view: Partial<ChartView>}
  | {readonly type: 'show-dry-run'; readonly dryRun: FileDryRun}
  | {readonly type: 'close-bar' | 'history-back' | 'history-forward' | 'take-match' | 'yank'}
  | {readonly type: 'search-history'; readonly by: 1 | -1}
  /** The bar after something that only the controller can do with it. */
  | {readonly type: 'see-bar'; readonly bar: Bar}
  /** Commands of earlier runs, oldest first. */
  | {readonly type: 'remembered'; readonly history: readonly string[]}
  | {readonly type: 'edit'; readonly edit: TextEdit}
  | {readonly type: 'submitted'; readonly text: string}
  | {readonly type: 'ask'; readonly dialog: Dialog}
  | {readonly type: 'toggle-answer' | 'close-dialog' | 'erase-digit'}
  | {readonly type: 'type-digit'; readonly digit: string}
  | {readonly type: 'say'; readonly notice: Notice | null}
  /** A job was begun; `hasMarked`: on a cell that is marked. */
  | {readonly type: 'began'; readonly hasMarked: boolean};

export const FIRST_SCREEN: ScreenState = {
  screen: 'grid',
  trail: [],
  cursor: {node: null, row: 0, watcher: null},
  marks: new Map(),
  usedMarks: null,
  range: null,
  firstRow: 0,
  following: null,
  query: {filter: [], sort: null},
  columns: USUAL_COLUMNS,
  filterText: '',
  paused: null,
  bar: null,
  history: [],
  killed: '',
  dialog: null,
  notice: null,
  job: null,
  scrolled: 0,
  search: '',
  detect: FIRST_CHOICE,
  events: ALL_EVENTS,
  node: AT_TOP,
  log: FIRST_LOG_VIEW,
  chart: FIRST_CHART_VIEW,
  dryRun: null,
};

/** What the grid shows of what is known now. */
export function gridView(state: State, screen: ScreenState, visibleRows: number, now: Instant): GridView {
  return {
    nodes: visibleNodes(state, screen.query, now),
    all: shownNodes(state),
    watchers: watcherColumns(state),
    rules: state.rules,
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

/** How many marks outlived a job that was begun on them, until marks change. */
export function stillMarked({marks, usedMarks}: ScreenState, {all}: GridView): number {
  return marks === usedMarks ? markedCells(marks, all).length : 0;
}

/** Whether one of the plan's targets is on a node with a mark: without `on` a typed command means these nodes, whichever cells are marked. */
export function isOnMarks({targets}: Plan, screen: ScreenState, view: GridView): boolean {
  const marked = marksNow(screen, view);
  return targets.some(({node}) => (marked.get(node)?.size ?? 0) > 0);
}

/** The job that the jobs screen is about: the chosen one, else the one that the line below the grid is about. */
export function shownJob(screen: ScreenState, jobs: readonly Job[]): Job | null {
  const chosen = screen.job === null ? undefined : jobs.find(job => job.id === screen.job);
  return chosen ?? currentJob(jobs);
}

/** The command that takes the chosen nodes out of the cluster. */
export function removalText(screen: ScreenState, view: GridView): string {
  const nodes = nodesOf(chosenCells(screen, view));
  return nodes.length === 0 ? 'cluster remove ' : `cluster remove ${formatNodeSet(nodes)}`;
}
