import {expect, test} from '@jest/globals';
import {USUAL_COLUMNS} from '../../src/columns/choice.js';
import {
  columnsToStep,
  parseSortColumn,
  type Sort,
  sortBy,
  sortColumnName,
  stepSort,
  watcherColumn,
} from '../../src/columns/sort.js';

const say = (sort: Sort | null) =>
  sort === null ? 'cluster' : `${sortColumnName(sort.column)}${sort.isReversed ? ' reversed' : ''}`;

test('a column is a node’s, or a watcher’s', () => {
  expect(parseSortColumn('CPU', [])).toEqual({type: 'node', name: 'cpu'});
  expect(parseSortColumn('Titan', ['neo4j', 'titan'])).toEqual({type: 'watcher', watcher: 'titan'});
  expect(parseSortColumn('nobody', ['neo4j'])).toBeNull();
  expect(
    ['MEM', 'cpu%', 'Node']
      .map(title => parseSortColumn(title, []))
      .map(column => (column?.type === 'node' ? column.name : column)),
  ).toEqual(['memory', 'cpu', 'name']);
});

test('a watcher may be called as a node’s column is: it is another column', () => {
  const watcher = watcherColumn('CPU', ['cpu']);
  expect(watcher).toEqual({type: 'watcher', watcher: 'cpu'});
  expect(watcherColumn('cpu', ['neo4j'])).toBeNull();
  if (watcher !== null)
    expect(sortBy(sortBy(null, {type: 'node', name: 'cpu'}), watcher)).toEqual({column: watcher, isReversed: false});
});

test('the same column again turns the order round', () => {
  const once = sortBy(null, {type: 'node', name: 'cpu'});
  const twice = sortBy(once, {type: 'node', name: 'cpu'});
  expect(
    [once, twice, sortBy(twice, {type: 'node', name: 'cpu'}), sortBy(twice, {type: 'node', name: 'rtt'})].map(say),
  ).toEqual(['cpu', 'cpu reversed', 'cpu', 'rtt']);
});

test('stepping goes through each column, then reversed, and ends at the cluster’s own order on both sides', () => {
  const columns = columnsToStep(USUAL_COLUMNS, ['titan']);
  const seen: string[] = [];
  let sort: Sort | null = null;
  do {
    sort = stepSort(sort, 1, columns);
    seen.push(say(sort));
  } while (sort !== null);
  expect(seen).toEqual([
    'name',
    'name reversed',
    'state',
    'state reversed',
    'rtt',
    'rtt reversed',
    'cpu',
    'cpu reversed',
    'memory',
    'memory reversed',
    'titan',
    'titan reversed',
    'cluster',
  ]);
  expect(say(stepSort(null, -1, columns))).toBe('titan reversed');
});
