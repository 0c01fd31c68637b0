import {flappingRate, recentCrashes} from '../model/crashes.js';
import {describeNode, describeWatcher, formatExit} from '../model/display-state.js';
import {formatBytes, formatCpu, formatRoundTrip} from '../model/figures.js';
import type {Instant} from '../model/time.js';
import {isCircusOwn} from '../model/watcher.js';
import {rowNotes} from '../store/row-notes.js';
import {nodeUsage, shownNodes, watcherColumns, watcherUsage} from '../store/selectors.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';

/** What runs where as plain text: a line a node, a column a watcher, no control characters. */
export function statusTable(state: State, now: Instant): string {
  const watchers = watcherColumns(state);
  const head = ['NODE', 'STATE', 'RTT', 'CPU%', 'MEM', ...watchers];
  const rows = shownNodes(state).map(row => nodeLine(row, watchers, now));
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        NUMBERS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
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
  return `${[line(head), ...rows.map(line), ...errors, ...crashes].join('\n')}\n`;
}

/** What crashed lately and has been respawned, and is not called flapping: its word alone would say that all is well. */
function crashLines(row: NodeRow, now: Instant): readonly string[] {
  if (row.link !== 'online') return [];
  return [...row.watchers.values()].flatMap(watcher => {
    const count = recentCrashes(watcher, now);
    const isSaid = watcher.state !== 'running' || flappingRate(watcher, now) !== null;
    if (count === 0 || isSaid || isCircusOwn(watcher.name)) return [];
    const how = watcher.lastExit === null ? '' : ` (${formatExit(watcher.lastExit)})`;
    const times = count === 1 ? 'once' : `${count} times`;
    return [`${row.spec.id} ${watcher.name}: crashed ${times} in the last five minutes${how}`];
  });
}

/** Columns that are right-aligned: RTT, CPU, memory. */
const NUMBERS = new Set([2, 3, 4]);

function nodeLine(row: NodeRow, watchers: readonly string[], now: Instant): readonly string[] {
  const shown = describeNode(row.link, row.lastSeen, now);
  if (row.link === 'offline' || row.link === 'connecting') return [row.spec.id, shown.word];
  const usage = nodeUsage(row);
  const cells = watchers.map(name => {
    const watcher = row.watchers.get(name);
    return watcher === undefined ? '-' : watcherCell(watcher, now);
  });
  const rtt = row.roundTrips.at(-1);
  return [
    row.spec.id,
    shown.word,
    rtt === undefined ? '-' : formatRoundTrip(rtt),
    usage.cpu === null ? '-' : formatCpu(usage.cpu),
    usage.memory === null ? '-' : formatBytes(usage.memory),
    ...cells,
  ];
}

function watcherCell(row: WatcherRow, now: Instant): string {
  const usage = watcherUsage(row);
  const figures = row.state === 'running' ? [percent(usage.cpu), bytes(usage.memory)] : [];
  return [describeWatcher(row, now).word, ...figures.filter(figure => figure !== '')].join(' ');
}

function percent(cpu: number | null): string {
  return cpu === null ? '' : `${formatCpu(cpu).trim()}%`;
}

function bytes(memory: number | null): string {
  return memory === null ? '' : formatBytes(memory).trim();
}
