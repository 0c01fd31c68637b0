import {type ColumnChoice, chosenNodeColumns} from './choice.js';
import type {NodeColumn} from './column.js';
import {CELL_COLUMNS, NODE_COLUMNS} from './table.js';

/** How the rows of the grid are sorted. Where this is null they are in the cluster's own order. */
export interface Sort {
  readonly column: SortColumn;
  /** Against the column's natural order. */
  readonly isReversed: boolean;
}

/**
 * A column of nodes by its name in the table, a watcher's, or a figure of a watcher (null: of the service that comes first in it).
 * Natural orders: names ascending; states with what needs attention first; figures with the highest first, uptimes with the lowest.
 */
export type SortColumn =
  | {readonly type: 'node'; readonly name: string}
  | {readonly type: 'watcher'; readonly watcher: string}
  | {readonly type: 'cell'; readonly name: string; readonly watcher: string | null};

/** The names of the columns of nodes that rows can be sorted by, in their order on the screen. */
export function sortableColumns(): readonly string[] {
  return NODE_COLUMNS.filter(column => column.sortKey !== null).map(column => column.name);
}

/** The figures of watchers that rows can be sorted by, alone or behind a watcher's name: those that no column of nodes is called as. */
export function sortableFigures(): readonly string[] {
  const taken = new Set(sortableColumns());
  return cellFigures().filter(name => !taken.has(name));
}

function cellFigures(): readonly string[] {
  return CELL_COLUMNS.filter(({figure}) => figure !== null).map(({name}) => name);
}

/** @returns the column of nodes that is sorted by; null where that is a watcher's */
export function sortedNodeColumn(column: SortColumn): NodeColumn | null {
  return column.type !== 'node' ? null : (NODE_COLUMNS.find(each => each.name === column.name) ?? null);
}

/** @returns the column of "cpu", of a title such as "MEM", of "uptime" or "neo4j:cpu", or of a watcher's name; null when there is no such column */
export function parseSortColumn(text: string, watchers: readonly string[]): SortColumn | null {
  const wanted = text.toLowerCase();
  const column = NODE_COLUMNS.find(
    ({name, title, aliases, sortKey}) => sortKey !== null && [name, title.toLowerCase(), ...aliases].includes(wanted),
  );
  if (column !== undefined) return {type: 'node', name: column.name};
  return sortableFigures().includes(wanted)
    ? {type: 'cell', name: wanted, watcher: null}
    : (watcherColumn(text, watchers) ?? figureOfWatcher(text, watchers));
}

/** @returns the column of "neo4j:cpu"; null when there is no such watcher or figure */
export function figureOfWatcher(text: string, watchers: readonly string[]): SortColumn | null {
  const colon = text.lastIndexOf(':');
  const name = text.slice(colon + 1).toLowerCase();
  const column = colon < 1 || !cellFigures().includes(name) ? null : watcherColumn(text.slice(0, colon), watchers);
  return column?.type === 'watcher' ? {type: 'cell', name, watcher: column.watcher} : null;
}

/** @returns the column of a watcher; null when there is none of that name */
export function watcherColumn(text: string, watchers: readonly string[]): SortColumn | null {
  const wanted = text.toLowerCase();
  const watcher = watchers.find(each => each === text) ?? watchers.find(each => each.toLowerCase() === wanted);
  return watcher === undefined ? null : {type: 'watcher', watcher};
}

/** "cpu", "neo4j", "neo4j:cpu": the column as `sort` takes it. */
export function sortColumnName(column: SortColumn): string {
  switch (column.type) {
    case 'node':
      return column.name;
    case 'watcher':
      return column.watcher;
    case 'cell':
      return column.watcher === null ? column.name : `${column.watcher}:${column.name}`;
  }
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
 * The sort after stepping through these columns: each in its natural order, then reversed, then the next; beyond either end
 * stands the cluster's own order.
 */
export function stepSort(before: Sort | null, by: 1 | -1, columns: readonly SortColumn[]): Sort | null {
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

/** What is stepped through: the columns of nodes that are shown, and those of the watchers. */
export function columnsToStep(choice: ColumnChoice, watchers: readonly string[]): readonly SortColumn[] {
  const nodes = chosenNodeColumns(choice).filter(({sortKey}) => sortKey !== null);
  return [
    ...nodes.map(({name}) => ({type: 'node' as const, name})),
    ...watchers.map(watcher => ({type: 'watcher' as const, watcher})),
  ];
}
