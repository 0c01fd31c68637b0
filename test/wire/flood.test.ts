import {afterEach, describe, expect, test} from '@jest/globals';
import {MOST_WATCHERS} from '../../src/model/watcher.js';
import {EVENTS_KEPT, GO_TOGETHER} from '../../src/store/event-list.js';
import {createStore, type Store} from '../../src/store/store.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {eventText} from '../../src/wording/event.js';
import {rowNotes} from '../../src/wording/row-notes.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {TEST_NETWORK} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** A node that sends more than anybody can take in: what is kept of it is bounded, what is left out is said, and others are served. */

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Watched {
  readonly fakes: readonly FakeNode[];
  readonly store: Store;
  readonly cluster: WatchedCluster;
}

let last = 0;

async function watch(
  count: number,
  prepare: (fake: FakeNode) => void = () => {},
): Promise<Watched & {readonly ids: readonly string[]}> {
  const ids = Array.from({length: count}, () => `${TEST_NETWORK}.121.${++last}`);
  const fakes = await Promise.all(ids.map(id => startFakeNode(id, {web: 1, other: 1}, false)));
  for (const fake of fakes) undo.push(fake.close);
  fakes.forEach(prepare);
  const store = createStore();
  const cluster = watchCluster(
    ids.map(id => spec(id)),
    {wantsStatistics: true, onFacts: store.dispatch},
  );
  undo.push(cluster.close);
  return {fakes, ids, store, cluster};
}

const row = (store: Store, id = '') => store.state().nodes.get(id);
const web = (store: Store, id = '') => row(store, id)?.watchers.get('web');
const settled = (store: Store, ids: readonly string[]) =>
  eventually(() => {
    for (const id of ids) expect([...(web(store, id)?.processes.keys() ?? [])]).toHaveLength(1);
  });

/** An event reported its stop. */
const heard = (cluster: WatchedCluster, id = '') => cluster.fact('watcher-stopped', ({node}) => node === id, 0);

/** Ends and respawns processes of a watcher, so many times. */
async function flood(fake: FakeNode, events: number, name = (_index: number) => 'web'): Promise<void> {
  for (let sent = 0; sent < events; sent++) {
    const action = sent % 2 === 0 ? 'reap' : 'spawn';
    await fake.event(`watcher.${name(sent)}.${action}`, {process_pid: 10_000 + sent, exit_code: 3});
    // A publisher drops what waits in its own queue of a thousand.
    if (sent % 250 === 0) await new Promise(resolve => setImmediate(resolve));
  }
}

describe('a flood of events', () => {
  test('is left out and counted, what is kept of it is bounded, and the node is read again', async () => {
    const {fakes, ids, store, cluster} = await watch(2);
    const [fake, other] = fakes;
    const [id, otherId] = ids;
    await settled(store, ids);
    if (fake === undefined || other === undefined) throw new Error('there are no nodes');
    const pid = fake.pids('web')[0];
    const flooding = flood(fake, 12_000);
    await eventually(() => expect(row(store, id)?.leftOut?.count).toBeGreaterThan(0));
    expect(rowNotes(store.state()).get(id ?? '')).toMatchObject([
      {watcher: null, text: expect.stringMatching(/^(more than )?[\d,]+ events? left out$/)},
    ]);
    // The other node is heard at once.
    await other.event('watcher.web.stop', {});
    await heard(cluster, otherId);
    expect(row(store, id)?.leftOut).not.toBeNull();
    await flooding;
    await eventually(() => expect(row(store, id)?.leftOut).toBeNull());
    const said = [...store.state().events].filter(({node}) => node === id).map(eventText);
    expect(said.filter(text => /^(more than )?[\d,]{5,} events left out$/.test(text))).toHaveLength(1);
    expect(web(store, id)?.crashes.seen.length).toBeLessThanOrEqual(300);
    expect(store.state().events.length).toBeLessThan(EVENTS_KEPT + GO_TOGETHER);
    // What it says when it is asked stands.
    await eventually(() => expect([...(web(store, id)?.processes.keys() ?? [])]).toEqual([pid]));
    await fake.event('watcher.web.stop', {});
    await heard(cluster, id);
  });

  test('of unknown watchers keeps nothing of them', async () => {
    const {fakes, ids, store, cluster} = await watch(1);
    const [fake] = fakes;
    await settled(store, ids);
    if (fake === undefined) throw new Error('there is no node');
    await flood(fake, 3_000, index => `unknown${index}`);
    // A publisher whose queue is full drops it.
    await eventually(async () => {
      await fake.event('watcher.web.stop', {});
      expect(cluster.facts.map(({type}) => type)).toContain('watcher-stopped');
    });
    expect([...(row(store, ids[0])?.watchers.keys() ?? [])].sort()).toEqual(['circusd-stats', 'other', 'web']);
    expect(cluster.facts.filter(({type}) => type === 'process-reaped')).toEqual([]);
  });
});

test('an event too long for the stream breaks it off, and it is opened again', async () => {
  const {fakes, ids, store} = await watch(1);
  const [fake] = fakes;
  await settled(store, ids);
  if (fake === undefined) throw new Error('there is no node');
  await fake.event('watcher.web.hook_failure', {name: 'x', error: 'y'.repeat(3_000_000)});
  fake.become('web', {state: 'active', pids: [77]});
  await eventually(() => expect([...(web(store, ids[0])?.processes.keys() ?? [])]).toEqual([77]));
  await eventually(async () => {
    await fake.event('watcher.web.reap', {process_pid: 77, exit_code: 3});
    const shown = web(store, ids[0]);
    if (shown === undefined) throw new Error('there is no watcher');
    expect(shown.crashes.seen.length).toBeGreaterThan(0);
    expect(describeWatcher(shown, {monotonic: performance.now(), wall: Date.now()}).word).not.toBe('unknown');
  });
});

test('samples of any number of unknown processes are bounded, and the next ones are taken', async () => {
  const {fakes, ids, store} = await watch(1, fake =>
    fake.answer(({command, properties}) => (command === 'list' && properties.name !== undefined ? null : undefined)),
  );
  const [fake] = fakes;
  if (fake === undefined) throw new Error('there is no node');
  await eventually(() => expect(web(store, ids[0])?.state).toBe('running'));
  await eventually(async () => {
    await fake.sample('stat.web.1', {pid: 1, subtopic: 1, cpu: 1, mem_info1: '1K'});
    expect(web(store, ids[0])?.processes.size).toBeGreaterThan(0);
  });
  for (let pid = 2; pid < 20_000; pid++) {
    await fake.sample(`stat.web.${pid}`, {pid, subtopic: pid, cpu: 1, mem_info1: '1K'});
    if (pid % 500 === 0) await new Promise(resolve => setImmediate(resolve));
  }
  await eventually(async () => {
    await fake.sample('stat.web.1', {pid: 1, subtopic: 1, cpu: 42, mem_info1: '1K'});
    expect(web(store, ids[0])?.processes.get(1)?.cpu).toBe(42);
  });
  expect(web(store, ids[0])?.processes.size).toBeLessThanOrEqual(5_000);
});

test('a node that reports more watchers than any has is not taken in, and says why', async () => {
  const statuses = Object.fromEntries(Array.from({length: MOST_WATCHERS + 1}, (_, index) => [`w${index}`, 'active']));
  const {ids, store} = await watch(1, fake =>
    fake.answer(({command, properties}) =>
      command === 'status' && properties.name === undefined ? {statuses} : undefined,
    ),
  );
  await eventually(() => expect(row(store, ids[0])?.error).toBe('has more than 5,000 watchers'));
  expect(row(store, ids[0])?.watchers.size).toBe(0);
});
