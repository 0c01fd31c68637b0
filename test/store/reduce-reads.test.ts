import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherState} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventTexts} from '../support/event-texts.js';

const node = 'a';
/** Read at node time 100. */
const state = clusterState({a: {x: 'running', y: 'stopped'}});
const statuses = (nodeTime: number, watchers: Readonly<Record<string, WatcherState>>): Fact => {
  return {type: 'statuses-read', at: at(9), node, nodeTime, statuses: new Map(Object.entries(watchers))};
};
const processes = (nodeTime: number, ...pids: readonly number[]): Fact => {
  return {type: 'processes-read', at: at(9), node, watcher: 'x', nodeTime, pids};
};
const event = (
  type: 'watcher-started' | 'watcher-stopped' | 'watcher-added',
  watcher: string,
  nodeTime: number,
): Fact => {
  return {type, at: at(8), node, watcher, nodeTime};
};
const states = ({nodes}: State) => [...(nodes.get(node)?.watchers ?? [])].map(([name, row]) => `${name} ${row.state}`);
const x = ({nodes}: State) => nodes.get(node)?.watchers.get('x');
const pids = (from: State) => [...(x(from)?.processes.keys() ?? [])];

describe('a full read', () => {
  test('says which watchers there are, in its order', () => {
    expect(states(reduce(state, [statuses(101, {z: 'running', x: 'stopping'})]))).toEqual(['z running', 'x stopping']);
  });

  test('that is older than an event does not undo it', () => {
    const stopped = reduce(state, [event('watcher-stopped', 'x', 105), statuses(104, {x: 'running', y: 'starting'})]);
    expect(states(stopped)).toEqual(['x stopped', 'y starting']);
    expect(states(reduce(stopped, [statuses(106, {x: 'running', y: 'running'})]))).toEqual(['x running', 'y running']);
  });

  test('that is older than a watcher leaves it in', () => {
    const added = reduce(state, [event('watcher-added', 'new', 105), statuses(104, {x: 'running', y: 'stopped'})]);
    expect(states(added)).toEqual(['x running', 'y stopped', 'new stopped']);
    expect(states(reduce(added, [statuses(106, {x: 'running'})]))).toEqual(['x running']);
  });

  test('says which state it is, and since when it is so', () => {
    const again = reduce(state, [statuses(101, {x: 'running', y: 'starting'})]);
    expect(x(again)).toMatchObject({stateSince: at(1), seenAt: at(9), stateTime: 101});
    expect(again.nodes.get(node)?.watchers.get('y')).toMatchObject({stateSince: at(9)});
  });

  test('takes the processes and figures of what has stopped', () => {
    const withProcess = reduce(state, [processes(101, 7)]);
    expect(pids(reduce(withProcess, [statuses(102, {x: 'stopped'}), processes(101.5, 7)]))).toEqual([]);
  });
});

describe('the list of a watcher’s processes', () => {
  const sampled = reduce(state, [
    processes(101, 7, 8),
    {type: 'statistics-received', at: at(9), node, samples: [{name: 'x', pid: 7, cpu: 5, memory: 6}]},
  ]);

  test('keeps the figures of those that stay', () => {
    const next = reduce(sampled, [processes(102, 9, 7)]);
    expect(pids(next)).toEqual([9, 7]);
    expect(x(next)?.processes.get(7)).toMatchObject({cpu: 5, memory: 6, samples: 1});
    expect(x(next)?.processes.get(9)).toMatchObject({cpu: null, memory: null, samples: 0});
  });

  test('that is older than what is known changes nothing', () => {
    expect(reduce(sampled, [processes(100, 9)])).toBe(sampled);
  });

  test('of the same processes leaves their rows as they are', () => {
    expect(x(reduce(sampled, [processes(103, 7, 8)]))?.processes).toBe(x(sampled)?.processes);
  });
});

test('options are kept, and nothing changes when they are read again', () => {
  const options = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};
  const read = (wanted: number): Fact => {
    return {type: 'options-read', at: at(9), node, watcher: 'x', nodeTime: 101, options: {...options, wanted}};
  };
  const once = reduce(state, [read(1)]);
  expect(x(once)?.options).toEqual(options);
  expect(reduce(once, [read(1)])).toBe(once);
  expect(x(reduce(once, [read(2)]))?.options?.wanted).toBe(2);
});

test('a read that came to nothing is said', () => {
  const {events} = reduce(state, [{type: 'read-failed', at: at(9), node, call: 'list', reason: 'no answer'}]);
  expect([...events]).toMatchObject([{at: at(9), node, watcher: null}]);
  expect(eventTexts({events})).toEqual(['list could not be read: no answer !']);
});
