import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {NodeFigure, WatcherFigure} from '../../src/model/figure.js';
import {createStore, type Store} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {MACHINE, nodeSample, sampleCame, sampledProcess, watcherSample} from '../support/node-sample.js';

const NODE = '10.0.0.1';
const MIB = 2 ** 20;

const open = () =>
  createStore(clusterState({[NODE]: {neo4j: 'running', titan: 'running', 'circusd-stats': 'running'}}));

const figures = (
  store: Store,
  watcher: string | null,
  figure: NodeFigure | WatcherFigure,
  [from, to]: readonly [number, number],
) =>
  [...store.history.window({node: NODE, watcher}, figure, {from, to, step: 1}).means].map(mean =>
    Number(mean.toFixed(1)),
  );

describe('what a node says of its circusd-stats', () => {
  const statistics = (second: number, neo4j: number, titan: number): Fact => ({
    type: 'statistics-received',
    at: at(second),
    node: NODE,
    samples: [
      {name: 'neo4j', pid: 7, cpu: neo4j, memory: MIB},
      {name: 'titan', pid: 8, cpu: titan, memory: MIB},
    ],
  });

  test('is recorded of the second in which it came, of each watcher, and of the node the sum of them', () => {
    const store = open();
    store.dispatch([
      {type: 'processes-read', at: at(2), node: NODE, watcher: 'neo4j', nodeTime: 101, pids: [7]},
      {type: 'processes-read', at: at(2), node: NODE, watcher: 'titan', nodeTime: 101, pids: [8]},
    ]);
    store.dispatch([statistics(10.4, 20, 5)]);
    store.dispatch([statistics(11.3, 30, 5)]);
    expect(figures(store, 'neo4j', 'cpu', [9, 12])).toEqual([Number.NaN, 20, 30]);
    expect(figures(store, null, 'cpu', [9, 12])).toEqual([Number.NaN, 25, 35]);
    expect(figures(store, null, 'memory', [10, 11])).toEqual([2 * MIB]);
    expect(figures(store, null, 'read', [10, 11])).toEqual([Number.NaN]);
  });
});

describe('the samples of a node', () => {
  /** Of a node whose neo4j has used so much CPU, and read so much, until then. */
  const sample = (time: number, cpu: number, {life = 'a', read = 0}: {life?: string; read?: number} = {}) =>
    nodeSample({
      life,
      time: 500 + time,
      watchers: new Map([
        ['neo4j', watcherSample([sampledProcess({pid: 7, resident: MIB})], {user: cpu, read})],
        ['circusd-stats', watcherSample([sampledProcess({pid: 9, resident: MIB})], {user: 5 * time})],
      ]),
    });

  test('are recorded of each watcher, and of the node its services together and its machine', () => {
    const store = open();
    const busy = {
      ...sample(1, 0.5, {read: 3_000}).machine,
      cpu: {user: 0.2, system: 0.1, wait: 0.5, steal: 0, idle: 1.2},
    };
    store.dispatch([sampleCame(NODE, 20, {...sample(0, 0), machine: MACHINE})]);
    store.dispatch([sampleCame(NODE, 21, {...sample(1, 0.5, {read: 3_000}), machine: busy})]);
    expect(figures(store, 'neo4j', 'cpu', [19, 22])).toEqual([Number.NaN, 50, Number.NaN]);
    expect(figures(store, 'neo4j', 'memory', [19, 21])).toEqual([MIB, MIB]);
    expect(figures(store, 'neo4j', 'read', [20, 21])).toEqual([3_000]);
    const ofNode = Object.fromEntries(
      (['cpu', 'memory', 'busy', 'wait', 'load', 'used'] as const).map(figure => [
        figure,
        figures(store, null, figure, [20, 21]),
      ]),
    );
    expect(ofNode).toEqual({cpu: [50], memory: [MIB], busy: [15], wait: [25], load: [0.5], used: [2 ** 31]});
  });

  test('are all that is recorded, though its circusd-stats still says something', () => {
    const store = open();
    store.dispatch([
      sampleCame(NODE, 20, sample(0, 0)),
      {type: 'processes-read', at: at(20), node: NODE, watcher: 'titan', nodeTime: 101, pids: [8]},
      {type: 'statistics-received', at: at(20), node: NODE, samples: [{name: 'titan', pid: 8, cpu: 5, memory: MIB}]},
    ]);
    expect(store.history.size()).toBe(2);
  });

  test('that came in together are each recorded', () => {
    const store = open();
    store.dispatch([sampleCame(NODE, 20, sample(0, 0))]);
    store.dispatch([
      sampleCame(NODE, 23, sample(1, 0.1)),
      sampleCame(NODE, 23, sample(2, 0.3)),
      sampleCame(NODE, 23, sample(3, 0.6)),
    ]);
    expect(figures(store, 'neo4j', 'cpu', [20, 24])).toEqual([10, 20, 30, Number.NaN]);
  });

  test('have no gap where up to four of them were lost: what was used is spread over the seconds between', () => {
    const store = open();
    store.dispatch([sampleCame(NODE, 20, sample(0, 0))]);
    store.dispatch([sampleCame(NODE, 25, sample(5, 1))]);
    expect(figures(store, 'neo4j', 'cpu', [20, 26])).toEqual([20, 20, 20, 20, 20, Number.NaN]);
  });

  test('have a gap where more were lost, as of a circusd that was suspended', () => {
    const store = open();
    store.dispatch([sampleCame(NODE, 20, sample(0, 0))]);
    store.dispatch([sampleCame(NODE, 26, sample(6, 1))]);
    store.dispatch([sampleCame(NODE, 27, sample(7, 1.1))]);
    expect(figures(store, 'neo4j', 'cpu', [20, 27])).toEqual([...Array.from({length: 6}, () => Number.NaN), 10]);
    expect(figures(store, 'neo4j', 'memory', [23, 27])).toEqual([Number.NaN, Number.NaN, MIB, MIB]);
  });

  test('of another life go on where the last one ended, without what was used in between', () => {
    const store = open();
    store.dispatch([sampleCame(NODE, 20, sample(0, 0)), sampleCame(NODE, 21, sample(1, 0.1))]);
    store.dispatch([
      sampleCame(NODE, 22, sample(2, 0, {life: 'b'})),
      sampleCame(NODE, 23, sample(3, 0.3, {life: 'b'})),
    ]);
    expect(figures(store, 'neo4j', 'cpu', [20, 23])).toEqual([10, Number.NaN, 30]);
    expect(figures(store, 'neo4j', 'memory', [20, 23])).toEqual([MIB, MIB, MIB]);
  });

  test('stay known of a node that was lost and came back', () => {
    const store = open();
    store.dispatch([sampleCame(NODE, 20, sample(0, 0)), sampleCame(NODE, 21, sample(1, 0.1))]);
    store.dispatch([{type: 'node-lost', at: at(22), node: NODE, reason: 'no answer within 3 s'}]);
    store.dispatch([{type: 'epoch-began', at: at(23), node: NODE}]);
    store.dispatch([sampleCame(NODE, 24, sample(4, 0.7)), sampleCame(NODE, 25, sample(5, 0.9))]);
    expect(figures(store, 'neo4j', 'cpu', [20, 25])).toEqual([10, 20, 20, 20, 20]);
  });

  test('are forgotten with the node', () => {
    const store = open();
    store.dispatch([sampleCame(NODE, 20, sample(0, 0))]);
    store.dispatch([{type: 'cluster-changed', at: at(21), nodes: []}]);
    expect([...store.history.series()]).toEqual([]);
  });
});

test('watchers that are gone are forgotten once there are many of them', () => {
  const store = open();
  for (let round = 0; round < 300; round++) {
    const name = `w${round}`;
    const time = 2 + round;
    store.dispatch([
      {type: 'statuses-read', at: at(time), node: NODE, nodeTime: 100 + time, statuses: new Map([[name, 'running']])},
      sampleCame(NODE, time, nodeSample({time, watchers: new Map([[name, watcherSample([])]])})),
    ]);
  }
  expect(store.history.size()).toBeLessThan(100);
});
