import {globMatcher} from '../model/glob.js';
import type {Instant} from '../model/time.js';
import {isCircusOwn} from '../model/watcher.js';
import {shownNodes} from '../store/selectors.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
import {describeWatcher} from '../wording/display-state.js';
import type {SortKey} from './column.js';
import {cellFigure, type Filter, type FilterTerm, nodeFigure} from './filter.js';
import type {FigureTerm, Operator} from './filter-language.js';
import {type Sort, type SortColumn, sortedNodeColumn} from './sort.js';
import {CELL_COLUMNS} from './table.js';

/** Which nodes are shown, and in which order. */
export interface RowQuery {
  readonly filter: Filter;
  readonly sort: Sort | null;
}

/** The nodes that the filter lets through, in the wanted order; equal ones stay in the cluster's. */
export function visibleNodes(state: State, {filter, sort}: RowQuery, now: Instant): readonly NodeRow[] {
  const all = shownNodes(state);
  const filtered = filter.length === 0 ? all : all.filter(row => filter.every(term => holds(term, row, now)));
  return sort === null ? filtered : sorted(filtered, sort, now);
}

function holds(term: FilterTerm, row: NodeRow, now: Instant): boolean {
  return meets(term, row, now) !== term.isInverse;
}

function meets(term: FilterTerm, row: NodeRow, now: Instant): boolean {
  switch (term.type) {
    case 'text':
      return (
        row.spec.id.toLowerCase().includes(term.text) ||
        services(row).some(({name}) => name.toLowerCase().includes(term.text))
      );
    case 'is':
      return row.link === term.word || services(row).some(watcher => stateWord(watcher, now) === term.word);
    case 'watcher':
      return services(row).some(
        each => isNamed(each.name, term.watcher, term.isPattern) && stateWord(each, now) === term.word,
      );
    case 'figure':
      return figuresOf(term, row, now).some(value => value !== null && compare(value, term.operator, term.value));
  }
}

/** circus ignores the case of names. A pattern also matches a watcher with exactly that name. */
function isNamed(name: string, watcher: string, isPattern = false): boolean {
  return name.toLowerCase() === watcher || (isPattern && globMatcher(watcher)(name));
}

function services(row: NodeRow): readonly WatcherRow[] {
  return [...row.watchers.values()].filter(({name}) => !isCircusOwn(name));
}

/** "flapping" of "flapping 6/5min", "not-ready" of "not ready 3s". */
function stateWord(row: WatcherRow, now: Instant): string {
  const {word, inSum} = describeWatcher(row, now);
  if (inSum === 'orphan') return inSum;
  return word.startsWith('not ready') ? 'not-ready' : (word.split(' ')[0] ?? word);
}

/** What is compared: the node's figure, or that of each service that is meant. */
function figuresOf({figure, watcher, isPattern}: FigureTerm, row: NodeRow, now: Instant): readonly (number | null)[] {
  const ofNode = watcher === undefined ? nodeFigure(figure) : null;
  if (ofNode !== null) return [ofNode.value(row, now)];
  const ofCell = cellFigure(figure);
  if (ofCell === null) return [];
  const meant = services(row).filter(({name}) => watcher === undefined || isNamed(name, watcher, isPattern));
  return meant.map(each => ofCell.value(each, now));
}

function compare(value: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    case '>=':
      return value >= wanted;
    case '<=':
      return value <= wanted;
    case '=':
      return value === wanted;
  }
}

function sorted(rows: readonly NodeRow[], sort: Sort, now: Instant): readonly NodeRow[] {
  const keyOf = keysOf(sort.column, now);
  const keyed = rows.map(row => ({row, key: keyOf(row)}));
  const sign = sort.isReversed ? -1 : 1;
  return keyed
    .sort((one, other) => {
      if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null);
      return sign * compareKeys(one.key, other.key);
    })
    .map(({row}) => row);
}

function compareKeys(one: string | readonly number[], other: string | readonly number[]): number {
  if (typeof one === 'string' || typeof other === 'string') {
    collator ??= new Intl.Collator('en', {numeric: true});
    return collator.compare(String(one), String(other));
  }
  for (let index = 0; index < one.length; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

let collator: Intl.Collator | undefined;

/** What a row is compared by in this column; the column is looked up once, not for each row. */
function keysOf(column: SortColumn, now: Instant): (row: NodeRow) => SortKey {
  switch (column.type) {
    case 'node': {
      const sortKey = sortedNodeColumn(column)?.sortKey ?? null;
      return row => sortKey?.(row, now) ?? null;
    }
    case 'watcher': {
      const keys = CELL_COLUMNS.flatMap(({sortKey}) => sortKey ?? []);
      return row => {
        const watcher = row.watchers.get(column.watcher);
        return watcher === undefined ? null : keys.map(key => key(watcher, now));
      };
    }
    case 'cell': {
      const figure = CELL_COLUMNS.find(({name}) => name === column.name)?.figure ?? null;
      const meant = (row: NodeRow) =>
        column.watcher === null ? services(row) : services(row).filter(({name}) => name === column.watcher);
      const sign = figure?.isLowestFirst === true ? 1 : -1;
      return row => {
        const keys = meant(row).flatMap(each => {
          const value = figure?.value(each, now) ?? null;
          return value === null ? [] : [sign * value];
        });
        return keys.length === 0 ? null : [keys.reduce((one, other) => Math.min(one, other))];
      };
    }
  }
}
