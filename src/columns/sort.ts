import type {NodeColumn} from './column.js';
import {NODE_COLUMNS} from './table.js';

/** How the rows of the grid are sorted. Where this is null they are in the cluster's own order. */
export interface Sort {
  readonly column: SortColumn;
  /** Against the column's natural order. */
  readonly isReversed: boolean;
}

/**
 * A column of nodes by its name in the table, or a watcher's. Natural orders: names ascending; states with what needs
 * attention first; figures with the highest first.
 */
export type SortColumn =
  | {readonly type: 'node'; readonly name: string}
  | {readonly type: 'watcher'; readonly watcher: string};

/** The names of the columns of nodes that rows can be sorted by, in their order on the screen. */
export function sortableColumns(): readonly string[] {
  return NODE_COLUMNS.filter(column => column.sortKey !== null).map(column => column.name);
}

/** @returns the column of nodes that is sorted by; null where that is a watcher's */
export function sortedNodeColumn(column: SortColumn): NodeColumn | null {
  return column.type === 'watcher' ? null : (NODE_COLUMNS.find(each => each.name === column.name) ?? null);
}

/** @returns the column of "cpu", of a title such as "MEM", or of a watcher's name; null when there is no such column */
export function parseSortColumn(text: string, watchers: readonly string[]): SortColumn | null {
  const wanted = text.toLowerCase();
  const column = NODE_COLUMNS.find(
    ({name, title, aliases, sortKey}) => sortKey !== null && [name, title.toLowerCase(), ...aliases].includes(wanted),
  );
  return column === undefined ? watcherColumn(text, watchers) : {type: 'node', name: column.name};
}

/** @returns the column of a watcher; null when there is none of that name */
export function watcherColumn(text: string, watchers: readonly string[]): SortColumn | null {
  const wanted = text.toLowerCase();
  const watcher = watchers.find(each => each === text) ?? watchers.find(each => each.toLowerCase() === wanted);
  return watcher === undefined ? null : {type: 'watcher', watcher};
}

/** "cpu", "neo4j": the column as `sort` takes it. */
export function sortColumnName(column: SortColumn): string {
  return column.type === 'watcher' ? column.watcher : column.name;
}

/** A watcher may have the name of a node's column. */
function isSameColumn(one: SortColumn, other: SortColumn): boolean {
  return one.type === other.type && sortColumnName(one) === sortColumnName(other);
}

/** The same column again reverses the order; another one begins in its natural order. */
export function sortBy(before: Sort | null, column: SortColumn): Sort {
  const isSame = before !== null && isSameColumn(before.column, column);
  return {column, isReversed: isSame && !before.isReversed};
}

/**
 * The sort after stepping through the columns: each in its natural order, then reversed, then the next; beyond either end
 * stands the cluster's own order.
 */
export function stepSort(before: Sort | null, by: 1 | -1, watchers: readonly string[]): Sort | null {
  const columns: readonly SortColumn[] = [
    ...sortableColumns().map(name => ({type: 'node' as const, name})),
    ...watchers.map(watcher => ({type: 'watcher' as const, watcher})),
  ];
  const stops = columns.flatMap(column => [
    {column, isReversed: false},
    {column, isReversed: true},
  ]);
  const isAt = (stop: Sort) =>
    before !== null && stop.isReversed === before.isReversed && isSameColumn(stop.column, before.column);
  const at = stops.findIndex(isAt);
  if (at === -1) return (by === 1 ? stops[0] : stops.at(-1)) ?? null;
  return stops[at + by] ?? null;
}
