import {describe, expect, jest, test} from '@jest/globals';
import {type CellColumn, figureColumn} from '../../src/columns/column.js';
import {PLAIN} from '../../src/columns/figure-text.js';
import {CELL_COLUMNS, NODE_COLUMNS} from '../../src/columns/table.js';
import {reduce} from '../../src/store/reduce.js';
import type {NodeRow} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';

/** Two columns that only this test has, each an entry of its table and nothing else. */
const WATCHERS = figureColumn({
  name: 'watchers',
  title: 'WATCHED',
  about: 'how many watchers it has',
  width: 7,
  rank: 55,
  value: (row: NodeRow) => row.watchers.size,
  format: String,
  sumOf: 'nodes',
  filter: {name: 'watched', example: 'watched>2', read: PLAIN},
  json: {field: 'watched', digits: 0, isSampled: false},
});
const LETTERS: CellColumn = {
  name: 'letters',
  title: "watchers' letters",
  about: 'letters of its name',
  isUsual: true,
  width: 3,
  rank: 85,
  align: 'right',
  kind: 'text',
  text: row => String(row.name.length),
  longText: row => `${row.name.length} letters`,
  sortKey: row => -row.processes.size,
  figure: null,
  sum: rows => [{word: 'letters', tone: 'normal', count: rows.reduce((sum, {name}) => sum + name.length, 0)}],
  json: {field: 'letters', value: row => row.name.length, isSampled: false},
};

/** It never gives way. */
const INITIAL: CellColumn = {...LETTERS, name: 'initial', title: "watchers' initials", width: 1, rank: null};

jest.unstable_mockModule('../../src/columns/table.js', () => ({
  NODE_COLUMNS: [...NODE_COLUMNS.slice(0, 4), WATCHERS, ...NODE_COLUMNS.slice(4)],
  CELL_COLUMNS: [...CELL_COLUMNS, LETTERS, INITIAL],
}));
const {parseFilter} = await import('../../src/columns/filter.js');
const {USUAL_COLUMNS} = await import('../../src/columns/choice.js');
const {columnsToStep, parseSortColumn, sortBy, stepSort} = await import('../../src/columns/sort.js');
const {visibleNodes} = await import('../../src/columns/visible-nodes.js');
const {statusJson} = await import('../../src/cli/status-json.js');
const {statusTable} = await import('../../src/cli/status-table.js');
const {layoutColumns} = await import('../../src/view/column-layout.js');
const {bodyLines, drawnFrame} = await import('../support/drawn-frame.js');

const NEO4J = {type: 'watcher', watcher: 'neo4j'} as const;
const state = clusterState({n1: {neo4j: 'running'}, n2: {neo4j: 'running', titan: 'stopped'}, n3: {neo4j: 'stopped'}});

describe('a column of nodes is one entry of the table', () => {
  test('it has a head, a figure in each row, and a sum', () => {
    const lines = bodyLines(drawnFrame({state, width: 160}));
    const head = lines.find(line => line.includes('NODE')) ?? '';
    expect(head).toMatch(/CPU% {2}WATCHED {4}MEM/);
    const place = (line: string) => line.slice(head.indexOf('WATCHED'), head.indexOf('WATCHED') + 'WATCHED'.length);
    const rows = ['n1', 'n2', 'n3', '3 online'].map(word => lines.find(line => line.includes(word)) ?? '');
    expect(rows.map(row => place(row).trim())).toEqual(['1', '2', '1', '4']);
  });

  test('it gives way in its turn', () => {
    const widths = Array.from({length: 200}, (_, index) => 200 - index);
    const hidden = widths.map(width => layoutColumns(width, 8, 1, 0).hidden);
    const isOrdered = (titles: readonly string[]) =>
      !titles.includes('MEM') || titles.indexOf('MEM') < (titles.indexOf('WATCHED') + 1 || Number.POSITIVE_INFINITY);
    expect(hidden.filter(titles => !isOrdered(titles))).toEqual([]);
    expect(hidden.some(titles => titles.includes('WATCHED'))).toBe(true);
  });

  test('it sorts', () => {
    const column = parseSortColumn('watchers', []);
    if (column === null) throw new Error('no such column');
    const ids = (isReversed: boolean) =>
      visibleNodes(state, {filter: [], sort: {column, isReversed}}, at(5)).map(row => row.spec.id);
    expect([ids(false), ids(true)]).toEqual([
      ['n2', 'n1', 'n3'],
      ['n1', 'n3', 'n2'],
    ]);
    expect(
      stepSort({column: {type: 'node', name: 'cpu'}, isReversed: true}, 1, columnsToStep(USUAL_COLUMNS, []))?.column,
    ).toEqual(column);
  });

  test('it filters, and the sentence about figures names it', () => {
    const parsed = parseFilter('watched>1');
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(visibleNodes(state, {filter: parsed.filter, sort: null}, at(5)).map(row => row.spec.id)).toEqual(['n2']);
    expect(parseFilter('disks>1')).toMatchObject({
      problem: {message: expect.stringMatching(/^only cpu, .* wait, watched and write are figures$/)},
    });
    expect(parseFilter('watched>x')).toMatchObject({problem: {message: expect.stringContaining('watched>2')}});
  });

  test('`status` and its JSON have it', () => {
    const [head = '', first = ''] = statusTable(state, at(5)).split('\n');
    expect(head).toMatch(/^NODE +STATE +RTT +CPU% +WATCHED +MEM +neo4j/);
    expect(first).toMatch(/^n1 +online +<1ms +- +1 +-/);
    expect(statusJson(state, at(5), true)).toMatchObject({nodes: [{watched: 1}, {watched: 2}, {watched: 1}]});
  });
});

describe('a part of the cells is one entry of the table', () => {
  test('it stands in the cells of what runs', () => {
    const row = bodyLines(drawnFrame({state, width: 160})).find(line => line.includes('n1'));
    expect(row).toMatch(/● running +5/);
  });

  test('its sum stands behind the count of the words', () => {
    const sums = bodyLines(drawnFrame({state, width: 160})).find(line => line.includes('3 online'));
    expect(sums).toMatch(/2 running 1 stopped 15 let/);
  });

  test('nodes that are equal in the columns before it are sorted by it', () => {
    const read = {
      type: 'processes-read' as const,
      at: at(4),
      nodeTime: 104,
      node: 'n2',
      watcher: 'neo4j',
      pids: [7, 8],
    };
    const rows = visibleNodes(reduce(state, [read]), {filter: [], sort: sortBy(null, NEO4J)}, at(5));
    expect(rows.map(row => row.spec.id)).toEqual(['n2', 'n1', 'n3']);
  });

  test('it gives way in its turn', () => {
    const {hidden, cell} = layoutColumns(42, 8, 2, 0);
    expect(hidden).toContain("watchers' words");
    expect([...cell.figures.map(column => column.name)]).toEqual(['cpu', 'letters', 'initial']);
  });

  test('without a rank it never gives way', () => {
    const {hidden, cell} = layoutColumns(12, 8, 2, 0);
    expect(hidden).not.toContain(INITIAL.title);
    expect([...cell.figures.map(column => column.name)]).toEqual(['initial']);
  });

  test('`status` and its JSON have it', () => {
    expect(statusTable(state, at(5))).toMatch(/^n1 .* running 5 letters/m);
    expect(statusJson(state, at(5), true)).toMatchObject({nodes: [{watchers: [{letters: 5}]}, {}, {}]});
  });
});
