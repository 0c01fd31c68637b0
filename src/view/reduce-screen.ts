import {afterChange} from '../columns/change-choice.js';
import {parseEventFilter} from '../columns/event-filter.js';
import {parseFilter} from '../columns/filter.js';
import {columnsToStep, sortBy, stepSort} from '../columns/sort.js';
import type {RowQuery} from '../columns/visible-nodes.js';
import {inAll} from '../store/in-all.js';
import {type Bar, type BarKind, editBar, openBar, recall} from './bar.js';
import {closeList, searchHistory, takeMatch} from './bar-list.js';
import {openedChart} from './chart-view.js';
import {FIRST_CHOICE} from './detect-choice.js';
import {eventsOf, withEventFilter} from './events-view.js';
import {
  type Cursor,
  cursorRow,
  type GridView,
  invertMarks,
  joinMarks,
  markable,
  moveCursor,
  movePlace,
  toggleMarks,
} from './grid-cursor.js';
import {killedAfter} from './kill.js';
import {withoutLeft} from './left-nodes.js';
import {openedAnew} from './log-view.js';
import {scrollTo} from './row-layout.js';
import {marksNow, type ScreenAction, type ScreenState} from './screen-state.js';

/**
 * What the screen is after the action.
 *
 * @param view what the grid shows of the cluster now
 * @param scrollLimit lines that the screen can be scrolled down, as far as is known
 */
export function reduceScreen(
  screen: ScreenState,
  action: ScreenAction,
  view: GridView,
  scrollLimit: number,
): ScreenState {
  return withoutSecrets(changed(screen, action, view, scrollLimit));
}

/** An environment that was asked for is forgotten with the screen that shows it. */
function withoutSecrets(screen: ScreenState): ScreenState {
  const {environment, asked} = screen.node;
  if (screen.screen === 'node' || (environment === null && asked === 0)) return screen;
  return {...screen, node: {...screen.node, environment: null, asked: 0}};
}

function changed(screen: ScreenState, action: ScreenAction, view: GridView, scrollLimit: number): ScreenState {
  switch (action.type) {
    case 'move':
    case 'move-to':
      return {...screen, ...movePlace(screen, action, view), notice: null};
    case 'mark':
      return screen.range === null ? markUnderCursor(screen, view) : endRange(screen, view);
    case 'mark-all':
      return {
        ...screen,
        marks: joinMarks(screen.marks, new Map(view.nodes.map(row => [row.spec.id, new Set(inAll(row, view.rules))]))),
      };
    case 'unmark-all':
      return {...screen, marks: new Map(), range: null};
    case 'mark-range':
      return screen.range === null ? {...screen, range: cursorNow(screen, view)} : endRange(screen, view);
    case 'invert-marks':
      return {...screen, marks: invertMarks(marksNow(screen, view), view), range: null};
    case 'follow':
      return {
        ...screen,
        cursor: cursorNow(screen, view),
        following: screen.following === null ? cursorNow(screen, view).node : null,
      };
    case 'filter':
      return withFilter(screen, action.text);
    case 'sort':
      return withQuery(screen, {sort: action.column === null ? null : sortBy(screen.query.sort, action.column)});
    case 'choose-columns':
      return {...screen, columns: afterChange(screen.columns, action.change)};
    case 'step-sort':
      return withQuery(screen, {
        sort: stepSort(screen.query.sort, action.by, columnsToStep(screen.columns, view.watchers)),
      });
    case 'pause':
      return {...screen, paused: screen.paused === null ? {state: action.state, at: action.at} : null};
    case 'nodes-changed':
      return withoutLeft(screen, action.nodes, view);
    case 'show':
      // What it opens is of the node that is under the cursor now, whichever is first later.
      return shown(screen.screen === 'grid' ? {...screen, cursor: cursorNow(screen, view)} : screen, action.screen);
    case 'scroll': {
      const lines = (action.lines ?? 0) + Math.trunc((action.pages ?? 0) * view.visibleRows);
      return {...screen, scrolled: Math.max(0, Math.min(screen.scrolled + lines, scrollLimit))};
    }
    case 'scroll-to':
      return {...screen, scrolled: Math.min(action.line, scrollLimit)};
    case 'select-job':
      return {...screen, job: action.job, scrolled: 0};
    case 'open-bar':
      return {...screen, bar: openedBar(screen, action.bar, action.text), notice: null};
    case 'close-bar':
      return {...screen, bar: null};
    case 'back':
      return back(screen);
    case 'home':
      return {...screen, ...screen.trail[0], trail: [], notice: null};
    case 'choose':
      return {...screen, detect: action.choice, notice: null};
    case 'go-to': {
      const firstRow = scrollTo(action.cursor.row, screen.firstRow, view.visibleRows, view.nodes.length);
      return {...screen, cursor: action.cursor, firstRow};
    }
    case 'show-events':
      return {...shown(screen, 'events'), events: eventsOf(screen.events, action.nodes)};
    case 'filter-events':
      return {...screen, events: withEventFilter(screen.events, action.text)};
    case 'place-events':
      return {...screen, events: {...screen.events, place: action.place}, notice: null};
    case 'place-node':
      return {...screen, node: action.view, notice: null};
    case 'open-log':
      return {...shown(screen, 'log'), paused: null, log: openedAnew(screen.log, action.selection, action.since)};
    case 'see-log':
      return {...screen, log: {...screen.log, ...action.view}, notice: null};
    case 'open-chart':
      return {...shown(screen, 'chart'), chart: openedChart(screen.chart, action.request)};
    case 'see-chart':
      return {...screen, chart: {...screen.chart, ...action.view}, notice: null};
    case 'show-dry-run':
      return {...shown(screen, 'dry-run'), dryRun: action.dryRun};
    case 'history-back':
      return screen.bar === null ? screen : {...screen, bar: recall(screen.bar, 1, screen.history)};
    case 'history-forward':
      return screen.bar === null ? screen : {...screen, bar: recall(screen.bar, -1, screen.history)};
    case 'edit': {
      if (screen.bar === null) return screen;
      const bar = editBar(screen.bar, action.edit, screen.history);
      const fields = {before: screen.bar.field, after: bar.field};
      const killed = killedAfter(fields, action.edit, screen.killed, screen.bar.isKilling);
      return {...live(screen, bar), bar, killed};
    }
    case 'yank':
      return changed(screen, {type: 'edit', edit: {type: 'insert', text: screen.killed}}, view, scrollLimit);
    case 'see-bar':
      return {...live(screen, action.bar), bar: action.bar};
    case 'search-history':
      return screen.bar === null ? screen : {...screen, bar: searchHistory(screen.bar, action.by, screen.history)};
    case 'take-match':
      return screen.bar === null ? screen : {...screen, bar: takeMatch(screen.bar)};
    case 'remembered':
      return {...screen, history: [...new Set([...action.history, ...screen.history].reverse())].reverse()};
    case 'submitted':
      return {...screen, bar: null, history: [...screen.history.filter(text => text !== action.text), action.text]};
    case 'ask':
      return {...screen, dialog: action.dialog, notice: null};
    case 'toggle-answer':
      return screen.dialog === null ? screen : {...screen, dialog: {...screen.dialog, isYes: !screen.dialog.isYes}};
    case 'type-digit':
      return withCount(screen, count => count + action.digit);
    case 'erase-digit':
      return withCount(screen, count => count.slice(0, -1));
    case 'close-dialog':
      return {...screen, dialog: null};
    case 'say':
      return {...screen, notice: action.notice};
    case 'began':
      return {...screen, notice: null, usedMarks: action.hasMarked ? screen.marks : screen.usedMarks};
  }
}

/** A count is as long as the one that is asked for, at the most. */
function withCount(screen: ScreenState, next: (count: string) => string): ScreenState {
  const {dialog} = screen;
  if (dialog?.type !== 'confirm' || dialog.count === null) return screen;
  const count = next(dialog.count).slice(0, String(dialog.plan.targets.length).length);
  return {...screen, dialog: {...dialog, count}};
}

function back(screen: ScreenState): ScreenState {
  const {bar, notice, range} = screen;
  if (bar !== null && bar.list !== null) return {...live(screen, closeList(bar)), bar: closeList(bar)};
  if (bar !== null) return {...live(screen, openBar(bar.kind, bar.before)), bar: null};
  const before = screen.trail.at(-1);
  if (before !== undefined) return {...screen, ...before, trail: screen.trail.slice(0, -1), notice: null};
  if (range !== null) return {...screen, range: null};
  return notice === null ? withFilter(screen, '') : {...screen, notice: null};
}

/** Another screen, from its top. Each is in the trail once at the most, so that going to and fro does not make it long. */
function shown(screen: ScreenState, next: string): ScreenState {
  const {scrolled, search, job} = screen;
  const trail = [...screen.trail, {screen: screen.screen, scrolled, search, job}].filter(
    place => place.screen !== next,
  );
  const other = {...screen, screen: next, trail, job: null, scrolled: 0, search: '', notice: null};
  return next === 'detect' ? {...other, ...ANEW} : other;
}

/** What a search for nodes begins with; a picture that stands still would show nothing of it. */
const ANEW = {detect: FIRST_CHOICE, paused: null} as const;

/** The cursor with its node named: what was "the first node" until now is that very node. */
function cursorNow(screen: ScreenState, view: GridView): Cursor {
  return moveCursor(screen.cursor, {type: 'move'}, view);
}

function endRange(screen: ScreenState, view: GridView): ScreenState {
  return {...screen, marks: marksNow(screen, view), range: null};
}

/** Marks the cell, or takes its mark away; on a node's name all its cells. The cursor stays: what is marked is under it, to be seen. */
function markUnderCursor(screen: ScreenState, view: GridView): ScreenState {
  const row = view.nodes[cursorRow(screen.cursor, view.nodes)];
  if (row === undefined) return screen;
  const {watcher} = screen.cursor;
  const cells = watcher === null ? inAll(row, view.rules) : markable(row).filter(name => name === watcher);
  return {...screen, cursor: cursorNow(screen, view), marks: toggleMarks(screen.marks, row, cells), notice: null};
}

/** A search of logs begins empty, and `esc` brings back what was marked before. */
function openedBar(screen: ScreenState, kind: BarKind, text: string | undefined): Bar {
  const bar = openBar(kind, text ?? textBefore(screen, kind));
  return kind === 'log-search' ? {...bar, before: screen.log.search} : bar;
}

/** What the bar begins with: what it would change. */
function textBefore(screen: ScreenState, kind: BarKind): string {
  switch (kind) {
    case 'command':
      return '';
    case 'filter':
      return screen.filterText;
    case 'events':
      return screen.events.filterText;
    case 'search':
      return screen.search;
    case 'log-search':
    case 'log-time':
      return '';
    case 'log-filter':
      return screen.log.filter;
  }
}

/** A filter and a search are tried while they are typed; while a filter is wrong, the one before counts. */
function live(screen: ScreenState, {kind, field, before}: Bar): ScreenState {
  switch (kind) {
    case 'command':
    case 'log-filter':
    case 'log-time':
      return screen;
    case 'log-search':
      return {...screen, log: {...screen.log, search: field.text}};
    case 'filter':
      return withFilter(screen, parseFilter(field.text).ok ? field.text : before);
    case 'events':
      return {...screen, events: withEventFilter(screen.events, parseEventFilter(field.text).ok ? field.text : before)};
    case 'search':
      return {...screen, search: field.text, scrolled: 0};
  }
}

function withFilter(screen: ScreenState, text: string): ScreenState {
  const parsed = parseFilter(text);
  return parsed.ok ? {...withQuery(screen, {filter: parsed.filter}), filterText: text.trim()} : screen;
}

function withQuery(screen: ScreenState, query: Partial<RowQuery>): ScreenState {
  return {...screen, query: {...screen.query, ...query}};
}
