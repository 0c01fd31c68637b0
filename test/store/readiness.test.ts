import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherHealth} from '../../src/model/service.js';
import type {WatcherState} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH} from '../support/sample-node-info.js';

const node = 'a';
/** Read at node time 100, which is second 1 here. */
const running = clusterState({a: {x: 'running'}});
const stopped = clusterState({a: {x: 'stopped'}});

const health = (nodeTime: number, reported: Partial<WatcherHealth>): Fact => ({
  type: 'health-read',
  at: at(nodeTime - 99),
  node,
  nodeTime,
  health: new Map([['x', {...HEALTH, ...reported}]]),
});
const event = (type: 'watcher-started' | 'watcher-stopped', nodeTime: number): Fact => {
  return {type, at: at(nodeTime - 99), node, watcher: 'x', nodeTime};
};
const spawned = (pid: number, nodeTime: number): Fact => {
  return {type: 'process-spawned', at: at(nodeTime - 99), node, watcher: 'x', nodeTime, pid};
};
const listed = (nodeTime: number, ...pids: readonly number[]): Fact => {
  return {type: 'processes-read', at: at(nodeTime - 99), node, watcher: 'x', nodeTime, pids};
};
const statuses = (nodeTime: number, x: WatcherState): Fact => {
  return {type: 'statuses-read', at: at(nodeTime - 99), node, nodeTime, statuses: new Map([['x', x]])};
};
const x = ({nodes}: State) => nodes.get(node)?.watchers.get('x');
const word = (state: State, second: number) => {
  const row = x(state);
  return row === undefined ? null : describeWatcher(row, at(second)).word;
};

describe('readiness', () => {
  test('is what the node reports, and since when, on our clock', () => {
    const notReady = reduce(running, [health(110, {isReady: false, since: 105, answer: 'HTTP 404'})]);
    expect([x(notReady)?.ready, word(notReady, 15)]).toEqual([false, 'not ready 9s']);
    const ready = reduce(notReady, [health(112, {isReady: true, since: 111})]);
    expect([x(ready)?.ready, word(ready, 15)]).toEqual([true, 'ready']);
  });

  test('is none where no check is declared, and of a stopped watcher', () => {
    expect(x(reduce(running, [health(110, {})]))?.ready).toBeNull();
    expect(x(reduce(stopped, [health(110, {isReady: false})]))?.ready).toBeNull();
    const ready = reduce(running, [health(110, {isReady: true, since: 105})]);
    expect(x(reduce(ready, [event('watcher-stopped', 111)]))).toMatchObject({ready: null, readySince: null});
  });

  test('begins anew with each start, and what was reported of the time before decides nothing', () => {
    const before = reduce(stopped, [health(110, {isReady: false, since: 90})]);
    const started = reduce(before, [spawned(7, 120), event('watcher-started', 120.1)]);
    expect([x(started)?.ready, word(started, 24)]).toEqual([false, 'not ready 3s']);
    const old = {isReady: true, since: 90};
    expect(x(reduce(started, [health(120.2, old)]))?.ready).toBe(false);
    expect(x(reduce(started, [health(120.2, {isReady: true, since: 120.15})]))?.ready).toBe(true);
    expect(x(reduce(started, [health(120.7, old)]))?.ready).toBe(true);
  });

  test('that the node reported of this very start stays when the event comes after it', () => {
    const reported = reduce(running, [health(120.5, {isReady: true, since: 120.4})]);
    expect(x(reduce(reported, [spawned(7, 120.2)]))?.ready).toBe(true);
  });

  test('of a crashed watcher waits for its new process to be reported, with or without events', () => {
    const ready = reduce(running, [listed(105, 7), health(110, {isReady: true, since: 105})]);
    expect(x(reduce(ready, [spawned(8, 120)]))?.ready).toBe(false);
    expect(x(reduce(ready, [listed(120, 8)]))?.ready).toBe(false);
    expect(x(reduce(ready, [listed(120, 7)]))?.ready).toBe(true);
  });

  test('begins anew where only a status shows the start', () => {
    const known = reduce(stopped, [health(110, {isReady: false, since: 90})]);
    expect(x(reduce(known, [statuses(120, 'running')]))?.ready).toBe(false);
  });

  test('of an earlier epoch is forgotten, with all that the node reported of itself', () => {
    const ready = reduce(running, [health(110, {isReady: true, since: 105})]);
    const next = reduce(ready, [{type: 'epoch-began', at: at(20), node}]);
    expect(x(next)).toMatchObject({ready: null, readySince: null, health: null});
    expect(next.nodes.get(node)).toMatchObject({info: null, hasPackage: null});
  });
});

describe('a report of health that says nothing new', () => {
  test.each([
    ['of what is ready', () => ({isReady: true, since: 105})],
    ['of what is not', () => ({isReady: false, since: 105, log: ['one']})],
    ['of what has no check', () => ({orphans: [7]})],
  ])('%s leaves the state as it is', (_of, reported) => {
    const once = reduce(running, [health(110, reported())]);
    expect(reduce(once, [health(112, reported())])).toBe(once);
  });

  test('nor does one of a watcher or node that nobody knows', () => {
    const unknown = health(110, {});
    if (unknown.type !== 'health-read') throw new Error('unreachable');
    expect(reduce(running, [{...unknown, health: new Map([['y', HEALTH]])}])).toBe(running);
    expect(reduce(running, [{...unknown, node: 'b'}])).toBe(running);
  });
});
