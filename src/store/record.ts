import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import {isCircusOwn} from '../model/watcher.js';
import type {History} from './history.js';
import {watcherUsage} from './selectors.js';
import type {NodeRow, State} from './state.js';

/** The name of a watcher's series in the history. */
function seriesOf(node: NodeId, watcher: string): string {
  return `${node}\n${watcher}`;
}

/** Writes what statistics have just said into the history; `state` is what is known after these facts. */
export function record(history: History, state: State, facts: readonly Fact[]): void {
  for (const fact of facts) {
    if (fact.type === 'statistics-received') {
      const row = state.nodes.get(fact.node);
      if (row !== undefined) recordNode(history, row, Math.floor(fact.at.monotonic / 1_000));
      if (history.size() > mostSeries(state)) forgetGone(history, state);
    } else if (fact.type === 'cluster-changed') {
      forgetGone(history, state);
    }
  }
}

function recordNode(history: History, row: NodeRow, second: number): void {
  for (const watcher of row.watchers.values()) {
    if (isCircusOwn(watcher.name)) continue;
    const {cpu, memory} = watcherUsage(watcher);
    if (cpu === null && memory === null) continue;
    history.record(seriesOf(row.spec.id, watcher.name), second, cpu ?? Number.NaN, memory ?? Number.NaN);
  }
}

const SPARE_SERIES = 64;

/** With more than this, some must be of watchers that are gone: a node may have new ones each time it is asked. */
function mostSeries(state: State): number {
  return SPARE_SERIES + 2 * [...state.nodes.values()].reduce((sum, {watchers}) => sum + watchers.size, 0);
}

function forgetGone(history: History, state: State): void {
  for (const series of [...history.series()]) {
    const [node = '', watcher = ''] = series.split('\n');
    if (state.nodes.get(node)?.watchers.has(watcher) !== true) history.forget(series);
  }
}

/** What the services of a node used together, span by span, oldest first; NaN where nothing is known. Percent of one core. */
export function nodeCpuHistory(
  history: History,
  row: NodeRow,
  second: number,
  span: number,
  buckets: number,
): Float64Array {
  const sums = new Float64Array(buckets).fill(Number.NaN);
  for (const name of row.watchers.keys()) {
    if (isCircusOwn(name)) continue;
    history.means(seriesOf(row.spec.id, name), 'cpu', second, span, buckets).forEach((mean, bucket) => {
      const sum = sums[bucket] ?? Number.NaN;
      if (!Number.isNaN(mean)) sums[bucket] = Number.isNaN(sum) ? mean : sum + mean;
    });
  }
  return sums;
}
