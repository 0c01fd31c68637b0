import {CELL_COLUMNS, NODE_COLUMNS} from '../columns/table.js';
import {flappingRate, recentCrashes} from '../model/crashes.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Instant} from '../model/time.js';
import {isCircusOwn} from '../model/watcher.js';
import {countsChildren, nodeUsage, shownNodes, watcherColumns} from '../store/selectors.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
import {crashWindow} from '../wording/crash-window.js';
import {formatExit} from '../wording/display-state.js';
import {rowNotes} from '../wording/row-notes.js';

/** The usual columns of nodes, as far as text can show them. */
const columns = () => NODE_COLUMNS.filter(({kind, isUsual}) => isUsual && kind !== 'bars');

/** What runs where as plain text: a line a node, a column a watcher, no control characters. */
export function statusTable(state: State, now: Instant): string {
  const watchers = watcherColumns(state);
  const head = [...columns().map(({title}) => title), ...watchers];
  const rows = shownNodes(state).map(row => nodeLine(row, watchers, now));
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => (row[column] ?? '').length)));
  const alignments = columns().map(({align}) => align);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        alignments[column] === 'right' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const notes = rowNotes(state);
  const errors = shownNodes(state).flatMap(row =>
    row.error === null
      ? (notes.get(row.spec.id) ?? []).map(
          ({watcher, whole}) => `${row.spec.id}${watcher === null ? '' : ` ${watcher}`}: ${whole}`,
        )
      : [`${row.spec.id}: ${row.error}`],
  );
  const crashes = shownNodes(state).flatMap(row => crashLines(row, now));
  return `${[line(head), ...rows.map(line), ...errors, ...crashes, ...uncounted(state)].join('\n')}\n`;
}

/** Of the nodes whose figures come from circusd-stats: a 0 % of a wrapper script would look as sure as any. */
function uncounted(state: State): readonly string[] {
  const rows = shownNodes(state).filter(
    row => row.link === 'online' && row.isRead && !countsChildren(row) && nodeUsage(row).cpu !== null,
  );
  if (rows.length === 0) return [];
  const nodes = formatNodeSet(rows.map(({spec}) => spec.id));
  return [
    `${nodes}: children not counted: what processes have started is not in these figures; circusman-node tells it`,
  ];
}

/** What crashed recently, runs again and is not flapping: its state alone would look as if nothing had happened. */
function crashLines(row: NodeRow, now: Instant): readonly string[] {
  if (row.link !== 'online') return [];
  return [...row.watchers.values()].flatMap(watcher => {
    const count = recentCrashes(watcher, now);
    const isSaid = watcher.state !== 'running' || flappingRate(watcher, now) !== null;
    if (count === 0 || isSaid || isCircusOwn(watcher.name)) return [];
    const how = watcher.lastExit === null ? '' : ` (${formatExit(watcher.lastExit)})`;
    const times = count === 1 ? 'once' : `${count} times`;
    return [`${row.spec.id} ${watcher.name}: crashed ${times} in the last ${crashWindow(watcher)}${how}`];
  });
}

function nodeLine(row: NodeRow, watchers: readonly string[], now: Instant): readonly string[] {
  const isKnown = row.link !== 'offline' && row.link !== 'connecting';
  const cells = watchers.map(name => {
    const watcher = row.watchers.get(name);
    return watcher === undefined ? '-' : watcherCell(watcher, now);
  });
  const own = columns().filter(({kind}) => isKnown || kind !== 'text');
  return [...own.map(column => column.longText(row, now) ?? '-'), ...(isKnown ? cells : [])];
}

function watcherCell(row: WatcherRow, now: Instant): string {
  const shown = CELL_COLUMNS.filter(({kind, isUsual}) => isUsual && (kind === 'state' || row.state === 'running'));
  return shown.flatMap(column => column.longText(row, now) ?? []).join(' ');
}
