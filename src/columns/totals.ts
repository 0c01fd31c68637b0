import type {Instant} from '../model/time.js';
import type {NodeRow} from '../store/state.js';
import type {Count, NodeColumn} from './column.js';
import {CELL_COLUMNS} from './table.js';

/** The sums over the nodes that are shown. */
export interface Totals {
  readonly online: number;
  /** By column, those that have a sum: how it reads; null where nothing is known. */
  readonly sums: ReadonlyMap<NodeColumn, string | null>;
  /** By watcher: what stands under it, in the order of the cells' columns. */
  readonly watchers: ReadonlyMap<string, readonly Count[]>;
}

/** Sums over these rows. Nodes that are not online do not count: what was known of them is old. */
export function totalsOf(
  rows: readonly NodeRow[],
  columns: readonly NodeColumn[],
  watchers: readonly string[],
  now: Instant,
): Totals {
  const online = rows.filter(row => row.link === 'online');
  return {
    online: online.length,
    sums: new Map(columns.flatMap(column => (column.sum === null ? [] : [[column, column.sum(online)]]))),
    watchers: new Map(watchers.map(name => [name, cellSums(online, name, now)])),
  };
}

function cellSums(rows: readonly NodeRow[], name: string, now: Instant): readonly Count[] {
  const cells = rows.flatMap(row => row.watchers.get(name) ?? []);
  return CELL_COLUMNS.flatMap(({sum}) => sum?.(cells, now) ?? []);
}
