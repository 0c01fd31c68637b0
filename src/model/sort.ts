/** By what the rows of the grid are sorted; null where this is used: in the cluster's own order. */
export interface Sort {
  readonly column: SortColumn;
  /** Against the column's natural order. */
  readonly isReversed: boolean;
}

/**
 * A column of the grid. Natural orders: names ascending; states with what wants attention first; figures with the highest
 * first.
 */
export type SortColumn =
  | {readonly type: 'name' | 'state' | 'rtt' | 'cpu' | 'memory'}
  | {readonly type: 'watcher'; readonly watcher: string};

/** The columns of a node itself, in their order on the screen, by the names that `sort` takes. */
export const NODE_COLUMNS = ['name', 'state', 'rtt', 'cpu', 'memory'] as const;

/** Other names of theirs: their titles on the screen. */
const TITLES: ReadonlyMap<string, (typeof NODE_COLUMNS)[number]> = new Map([
  ['node', 'name'],
  ['cpu%', 'cpu'],
  ['mem', 'memory'],
]);

/** @returns the column of "cpu", of a title such as "MEM", or of a watcher's name; null when there is no such column */
export function parseSortColumn(text: string, watchers: readonly string[]): SortColumn | null {
  const wanted = text.toLowerCase();
  const column = NODE_COLUMNS.find(each => each === wanted) ?? TITLES.get(wanted);
  return column === undefined ? watcherColumn(text, watchers) : {type: column};
}

/** @returns the column of a watcher; null when there is none of that name */
export function watcherColumn(text: string, watchers: readonly string[]): SortColumn | null {
  const wanted = text.toLowerCase();
  const watcher = watchers.find(each => each === text) ?? watchers.find(each => each.toLowerCase() === wanted);
  return watcher === undefined ? null : {type: 'watcher', watcher};
}

/** "cpu", "neo4j": the column as `sort` takes it. */
export function sortColumnName(column: SortColumn): string {
  return column.type === 'watcher' ? column.watcher : column.type;
}

/** A watcher may be called as a node's column is. */
function isSameColumn(one: SortColumn, other: SortColumn): boolean {
  return one.type === other.type && sortColumnName(one) === sortColumnName(other);
}

/** The same column again turns the order round; another one begins in its natural order. */
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
    ...NODE_COLUMNS.map(type => ({type})),
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
