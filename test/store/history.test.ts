import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {createHistory, SAMPLES_KEPT} from '../../src/store/history.js';
import {nodeCpuHistory} from '../../src/store/record.js';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';

const means = (
  history: ReturnType<typeof createHistory>,
  second: number,
  span: number,
  buckets: number,
  series = 'a',
) => [...history.means(series, 'cpu', second, span, buckets)];

describe('a history', () => {
  test('gives means of spans, the last one holding the second that is asked for', () => {
    const history = createHistory();
    for (let second = 0; second < 10; second++) history.record('a', second, second, 0);
    expect(means(history, 9, 5, 2)).toEqual([2, 7]);
    expect(means(history, 7, 5, 2)).toEqual([2, 7]);
  });

  test('has gaps where nothing was recorded, also after a series was silent for long', () => {
    const history = createHistory();
    history.record('a', 0, 10, 0);
    history.record('a', 20, 30, 0);
    expect(means(history, 29, 10, 3)).toEqual([10, Number.NaN, 30]);
    history.record('a', 20 + 2 * SAMPLES_KEPT, 50, 0);
    expect(means(history, 20 + 2 * SAMPLES_KEPT, 10, 3)).toEqual([Number.NaN, Number.NaN, 50]);
  });

  test('forgets what is older than it keeps', () => {
    const history = createHistory();
    for (let second = 0; second < SAMPLES_KEPT + 10; second++) history.record('a', second, 1, 0);
    expect(means(history, 9, 10, 1)).toEqual([Number.NaN]);
    expect(means(history, 19, 10, 1)).toEqual([1]);
  });

  test('of one series knows nothing of another, also where it took the room of one that is gone', () => {
    const history = createHistory();
    for (let index = 0; index < 200; index++) history.record(`s${index}`, 5, index, 0);
    expect(means(history, 5, 1, 1, 's150')).toEqual([150]);
    const bytes = history.bytes();
    history.forget('s150');
    history.record('new', 6, 7, 0);
    expect(means(history, 6, 1, 2, 'new')).toEqual([Number.NaN, 7]);
    expect(history.bytes()).toBe(bytes);
  });
});

describe('the store writes its history from statistics', () => {
  const NODE = '10.0.0.1';
  const sample = (second: number, ...cpus: readonly number[]): Fact => ({
    type: 'statistics-received',
    at: at(second),
    node: NODE,
    samples: cpus.map((cpu, index) => ({name: index === 0 ? 'neo4j' : 'titan', pid: 7 + index, cpu, memory: 1})),
  });
  const open = () => {
    const store = createStore(clusterState({[NODE]: {neo4j: 'running', titan: 'running'}}));
    store.dispatch([
      {type: 'processes-read', at: at(2), node: NODE, watcher: 'neo4j', nodeTime: 101, pids: [7]},
      {type: 'processes-read', at: at(2), node: NODE, watcher: 'titan', nodeTime: 101, pids: [8]},
    ]);
    return store;
  };
  const ofNode = (store: ReturnType<typeof open>, second: number) => {
    const row = store.state().nodes.get(NODE);
    if (row === undefined) throw new Error('the node is gone');
    return [...nodeCpuHistory(store.history, row, second, 1, 3)];
  };

  test('a node’s figure is the sum of its watchers’', () => {
    const store = open();
    store.dispatch([sample(10, 20, 5)]);
    store.dispatch([sample(11, 30, 5)]);
    expect(ofNode(store, 11)).toEqual([Number.NaN, 25, 35]);
  });

  test('and forgets it with the node', () => {
    const store = open();
    store.dispatch([sample(10, 20, 5)]);
    store.dispatch([{type: 'cluster-changed', at: at(12), nodes: []}]);
    expect([...store.history.series()]).toEqual([]);
  });
});
