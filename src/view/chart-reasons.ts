import {WATCHER_FIGURES} from '../model/figure.js';
import {countsChildren} from '../store/selectors.js';
import type {NodeRow, State} from '../store/state.js';
import type {ChartedSeries} from './chart-data.js';
import {type ChartView, SECONDS_KNOWN} from './chart-view.js';

/** Of nodes without samples, what circusd-stats tells of their watchers. */
const OF_STOCK: readonly string[] = ['cpu', 'memory'];

/** Why nothing is known of a series in the window, for people. */
export function reasonFor({target, figure}: ChartedSeries, state: State): string {
  const row = state.nodes.get(target.node);
  if (row === undefined) return 'it is not in the cluster any more';
  if (target.watcher !== null && !WATCHER_FIGURES.some(name => name === figure))
    return `${figure} is a figure of nodes`;
  if (target.watcher !== null && row.isRead && !row.watchers.has(target.watcher)) return 'the node has no such watcher';
  if (isStock(row) && !OF_STOCK.includes(figure))
    return 'not known: this node sends no samples, only its watchers’ cpu and memory';
  if (row.link !== 'online') return `nothing is known of this time: it is ${row.link}`;
  return 'nothing is known of this time';
}

/** What one must know to read the chart, each a short sentence. */
export function chartNotes(view: ChartView, series: readonly ChartedSeries[], state: State): readonly string[] {
  const left = view.selection?.left ?? 0;
  const hasWatchers = series.some(({target}) => target.watcher !== null);
  const stock = new Set(
    series.flatMap(({target}) => {
      const row = state.nodes.get(target.node);
      return row !== undefined && isStock(row) ? [target.node] : [];
    }),
  );
  return [
    ...(left === 0 ? [] : [`${left} more have no room`]),
    ...(hasWatchers && view.seconds > SECONDS_KNOWN
      ? ['watchers are known for the last 10 min only; nodes for 2 h']
      : []),
    ...(view.seconds > SECONDS_KNOWN ? ['lines are means of 10 s'] : []),
    ...(stock.size === 0
      ? []
      : [`${stock.size === 1 ? [...stock].join() : `${stock.size} nodes`}: children not counted`]),
  ];
}

/** Whether its figures come from circusd-stats, if any do. */
function isStock(row: NodeRow): boolean {
  return row.link === 'online' && row.isRead && !countsChildren(row);
}
