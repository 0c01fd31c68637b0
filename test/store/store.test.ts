import {afterAll, beforeAll, describe, expect, jest, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import type {Instant} from '../../src/model/time.js';
import type {State} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {type Cluster, openCluster} from '../../src/wire/cluster.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {SLEEPER, startNodes} from '../support/local-nodes.js';

test('listeners hear of facts once, together, and only if something changed', () => {
  const store = createStore(clusterState({a: {}}));
  const listener = jest.fn();
  const unsubscribe = store.subscribe(listener);
  store.dispatch([
    {type: 'ping-overdue', at: at(5), node: 'a'},
    {type: 'node-lost', at: at(6), node: 'a', reason: 'connection lost'},
  ]);
  store.dispatch([{type: 'ping-overdue', at: at(7), node: 'a'}]);
  expect(listener).toHaveBeenCalledTimes(1);
  unsubscribe();
  store.dispatch([{type: 'ping-answered', at: at(8), node: 'a', rtt: 1}]);
  expect(listener).toHaveBeenCalledTimes(1);
});

describe('what the store makes of a real node', () => {
  const store = createStore();
  const clock = (): Instant => ({monotonic: performance.now(), wall: Date.now()});
  let nodes: LocalNodes;
  let cluster: Cluster;

  beforeAll(async () => {
    nodes = await startNodes(1, SLEEPER + watcherSection('loop', {cmd: 'false', autostart: false}));
    cluster = openCluster({
      emit: store.dispatch,
      clock,
      isReadOnly: () => false,
      connectTimeout: 10_000,
      wantsStatistics: true,
      pings: {every: null, patience: 1_000, offlineAfter: 10_000},
    });
    cluster.set(nodes.nodes.map(node => node.spec));
    // Options are read once the events flow: what was done before that would bring none.
    await eventually(() => expect(row('sleeper')?.options).toMatchObject({wanted: 1}));
  });

  afterAll(async () => {
    await cluster.close();
    await nodes.stop();
  });

  const id = () => nodes.nodes[0]?.spec.id ?? '';
  const row = (watcher: string, state: State = store.state()) => state.nodes.get(id())?.watchers.get(watcher);
  const wordOf = (watcher: string) => {
    const found = row(watcher);
    return found === undefined ? null : describeWatcher(found, clock()).word;
  };
  const pids = (watcher: string) => [...(row(watcher)?.processes.keys() ?? [])];
  const call = async (name: 'start' | 'stop' | 'restart', watcher: string) => {
    expect(await cluster.call(id(), name, {watcher}, {timeout: 20_000})).toMatchObject({kind: 'reply'});
  };
  const lines = (watcher: string) =>
    [...store.state().events]
      .filter(line => line.watcher === watcher)
      .map(line => eventText(line).replaceAll(/\d{2,}/g, 'N'));

  test('start, restart and stop are no crashes', async () => {
    await call('start', 'sleeper');
    await eventually(() => expect([wordOf('sleeper'), pids('sleeper').length]).toEqual(['running', 1]));
    const [before] = pids('sleeper');
    await call('restart', 'sleeper');
    await eventually(() => {
      expect([wordOf('sleeper'), pids('sleeper').length]).toEqual(['running', 1]);
      expect(pids('sleeper')).not.toContain(before);
    });
    await call('stop', 'sleeper');
    await eventually(() => expect([wordOf('sleeper'), pids('sleeper').length]).toEqual(['stopped', 0]));
    expect(row('sleeper')).toMatchObject({crashes: {seen: []}, lastExit: null});
    expect(lines('sleeper')).toEqual(['started', 'stopped', 'started', 'stopped']);
  });

  test('a process that somebody kills has crashed, and is respawned', async () => {
    await call('start', 'sleeper');
    await eventually(() => expect(pids('sleeper')).toHaveLength(1));
    const [pid = 0] = pids('sleeper');
    process.kill(pid, 'SIGKILL');
    await eventually(() => {
      expect(row('sleeper')).toMatchObject({crashes: {seen: [{pid, exit: {code: null, signal: 'SIGKILL'}}]}});
      expect(pids('sleeper')).toHaveLength(1);
    });
    expect(pids('sleeper')).not.toContain(pid);
    expect(lines('sleeper').slice(-2)).toEqual([
      'started',
      'process N killed SIGKILL, perhaps out of memory, respawned as N',
    ]);
  });

  test('a process that circusman kills has not', async () => {
    const crashes = row('sleeper')?.crashes.seen.length;
    const [pid] = pids('sleeper');
    await cluster.call(id(), 'signal', {watcher: 'sleeper', signal: 9, pid: null}, {timeout: 5_000});
    await eventually(() => {
      expect(pids('sleeper')).toHaveLength(1);
      expect(pids('sleeper')).not.toContain(pid);
    });
    expect(row('sleeper')?.crashes.seen).toHaveLength(crashes ?? -1);
    expect(wordOf('sleeper')).toBe('running');
  });

  test('figures come to the watchers', async () => {
    await eventually(() => {
      const figures = row('sleeper')?.figures;
      expect(figures?.cpu).toBeGreaterThanOrEqual(0);
      expect(figures?.memory).toBeGreaterThan(0);
    });
  });

  test('what crashes again and again is flapping, and stopped once somebody stops it', async () => {
    await call('start', 'loop');
    await eventually(() => expect(wordOf('loop')).toMatch(/^flapping [3-9]\/5min$/));
    expect(row('loop')?.lastExit).toEqual({code: 1, signal: null});
    await call('stop', 'loop');
    await eventually(() => expect([row('loop')?.state, wordOf('loop')]).toEqual(['stopped', 'stopped']));
  });
});
