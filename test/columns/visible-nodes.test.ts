import {describe, expect, test} from '@jest/globals';
import {parseFilter} from '../../src/columns/filter.js';
import type {Sort} from '../../src/columns/sort.js';
import {visibleNodes} from '../../src/columns/visible-nodes.js';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherHealth} from '../../src/model/service.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH} from '../support/sample-node-info.js';

/** Four nodes: a busy one, an idle one, one that is stale, one that never answered. */
const cluster = reduce(
  clusterState({
    n2: {neo4j: 'running', titan: 'stopped'},
    n10: {neo4j: 'running'},
    n1: {neo4j: 'starting', titan: 'running'},
    n0: null,
  }),
  [
    ...[
      ['n2', 7, 80],
      ['n10', 8, 5],
    ].flatMap(([node, pid, cpu]) => [
      {
        type: 'processes-read' as const,
        at: at(2),
        node: String(node),
        watcher: 'neo4j',
        nodeTime: 101,
        pids: [Number(pid)],
      },
      {
        type: 'statistics-received' as const,
        at: at(3),
        node: String(node),
        samples: [{name: 'neo4j', pid: Number(pid), cpu: Number(cpu), memory: Number(cpu) * 2 ** 20}],
      },
    ]),
    {type: 'ping-overdue', at: at(9), node: 'n1'},
  ],
);

function visible(filterText: string, sort: Sort | null = null): readonly string[] {
  const parsed = parseFilter(filterText);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return visibleNodes(cluster, {filter: parsed.filter, sort}, at(10)).map(row => row.spec.id);
}

describe('a filter lets through the nodes for which every term holds', () => {
  test.each([
    ['', ['n2', 'n10', 'n1', 'n0']],
    ['n1', ['n10', 'n1']],
    ['!n1', ['n2', 'n0']],
    ['titan', ['n2', 'n1']],
    ['is:stale', ['n1']],
    ['is:offline', ['n0']],
    ['is:running', ['n2', 'n10', 'n1']],
    ['is:stopped', ['n2']],
    ['is:starting is:running', ['n1']],
    ['neo4j:running', ['n2', 'n10']],
    ['!Titan:running', ['n2', 'n10', 'n0']],
    ['neo:running', []],
    ['cpu>50', ['n2']],
    ['cpu<50', ['n10']],
    ['!cpu<50', ['n2', 'n1', 'n0']],
    ['mem>=80M', ['n2']],
    ['is:killed', []],
  ])('%j', (text, nodes) => {
    expect(visible(text)).toEqual(nodes);
  });
});

test('what the nodes tell of their watchers can be filtered by', () => {
  const state = clusterState({a: {x: 'running'}, b: {x: 'running'}, c: {x: 'stopped'}, d: {x: 'stopped'}});
  const told = (node: string, health: Partial<WatcherHealth>): Fact => {
    const common = {type: 'health-read', at: at(3), node, nodeTime: 105} as const;
    return {...common, health: new Map([['x', {...HEALTH, ...health}]])};
  };
  const after = reduce(state, [
    told('a', {isReady: true, since: 101}),
    told('b', {isReady: false, since: 101}),
    told('c', {orphans: [3312]}),
    told('d', {removing: {done: 2, of: 5}}),
  ]);
  const found = (text: string) => {
    const parsed = parseFilter(text);
    return parsed.ok ? visibleNodes(after, {filter: parsed.filter, sort: null}, at(10)).map(row => row.spec.id) : null;
  };
  expect(['is:ready', 'is:not-ready', 'is:orphan', 'is:removing'].map(found)).toEqual([['a'], ['b'], ['c'], ['d']]);
});

describe('rows are sorted', () => {
  test.each<[string, Sort, readonly string[]]>([
    ['by name, as people count', {column: {type: 'node', name: 'name'}, isReversed: false}, ['n0', 'n1', 'n2', 'n10']],
    [
      'by state, what wants attention first',
      {column: {type: 'node', name: 'state'}, isReversed: false},
      ['n0', 'n1', 'n2', 'n10'],
    ],
    [
      'by CPU, the highest first, the unknown last',
      {column: {type: 'node', name: 'cpu'}, isReversed: false},
      ['n2', 'n10', 'n1', 'n0'],
    ],
    [
      'reversed, the unknown last all the same',
      {column: {type: 'node', name: 'cpu'}, isReversed: true},
      ['n10', 'n2', 'n1', 'n0'],
    ],
    [
      'by a watcher: by what it is called, then its CPU',
      {column: {type: 'watcher', watcher: 'neo4j'}, isReversed: false},
      ['n1', 'n2', 'n10', 'n0'],
    ],
  ])('%s', (_how, sort, nodes) => {
    expect(visible('', sort)).toEqual(nodes);
  });

  test('equal ones stay in the cluster’s order', () => {
    expect(visible('is:online', {column: {type: 'node', name: 'state'}, isReversed: false})).toEqual(['n2', 'n10']);
    expect(visible('is:online', {column: {type: 'node', name: 'state'}, isReversed: true})).toEqual(['n2', 'n10']);
  });

  test('an IPv6 address with a port is beside the same one without', () => {
    const state = clusterState({
      '[fd00::2]:5565': null,
      'fd00::10': null,
      '10.0.0.1': null,
      'fd00::2': null,
      'fd00::1': null,
    });
    const sort: Sort = {column: {type: 'node', name: 'name'}, isReversed: false};
    const ids = visibleNodes(state, {filter: [], sort}, at(10)).map(row => row.spec.id);
    expect(ids).toEqual(['10.0.0.1', 'fd00::1', 'fd00::2', '[fd00::2]:5565', 'fd00::10']);
  });
});

test('a filter compares what the grid draws: one slow answer, or one busy second of few ticks, moves no row', () => {
  const pinged = [0.4, 0.5, 50].map((rtt, index) => ({
    type: 'ping-answered' as const,
    at: at(4 + index),
    node: 'n2',
    rtt,
  }));
  const told = [5, 6].map((cpu, index) => ({
    type: 'statistics-received' as const,
    at: at(4 + index),
    node: 'n10',
    samples: [{name: 'neo4j', pid: 8, cpu, memory: 2 ** 20}],
  }));
  const after = reduce(cluster, [...pinged, ...told]);
  const shown = (text: string) => {
    const parsed = parseFilter(text);
    return parsed.ok ? visibleNodes(after, {filter: parsed.filter, sort: null}, at(10)).map(row => row.spec.id) : null;
  };
  expect(after.nodes.get('n2')?.roundTrips.at(-1)).toBe(50);
  expect(shown('rtt>5')).toEqual([]);
  expect(shown('rtt<1')).toContain('n2');
  expect(after.nodes.get('n10')?.watchers.get('neo4j')?.processes.get(8)?.cpu).toBe(6);
  expect(shown('cpu>5')).toEqual(['n2']);
  expect(shown('neo4j:cpu>5')).toEqual(['n2']);
});
