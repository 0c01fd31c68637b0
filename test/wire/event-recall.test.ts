import process from 'node:process';
import {afterEach, describe, expect, test} from '@jest/globals';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import type {EventPlace, Fact} from '../../src/model/facts.js';
import {createStore, type Store} from '../../src/store/store.js';
import {eventText} from '../../src/wording/event.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER, SLEEPER} from '../support/local-nodes.js';
import {askAsOther, statusesAsOther} from '../support/other-client.js';
import {startRelay} from '../support/relay.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** What happened while circusman was not connected, on real nodes that are away for a while: nothing twice, nothing missing. */

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const PORTS = {commandPort: 5555, eventsPort: 5556, statisticsPort: 5557};
/** It ends and comes again all the time. */
const LOOP = "[watcher:Loop It]\ncmd = bash -c 'sleep 0.1; exit 3'\nmax_retry = -1\n";

let last = 0;

async function startNode(host = testHost(`98.${++last}`)): Promise<LocalNode> {
  const node = await startLocalNode({
    launcher: LAUNCHER,
    address: {host, ...PORTS},
    watchers: SLEEPER + LOOP,
    hasStatistics: false,
  });
  undo.push(node.stop);
  return node;
}

interface Watched {
  readonly store: Store;
  readonly cluster: WatchedCluster;
}

function watch(...hosts: readonly string[]): Watched {
  const store = createStore();
  const cluster = watchCluster(
    hosts.map(host => spec(host)),
    {onFacts: store.dispatch, recallAfter: 0, pings: {every: 200, patience: 300, offlineAfter: 800}},
  );
  undo.push(cluster.close);
  return {store, cluster};
}

/** The numbers of the node's events that made an entry or could have, by life, each as often as it did; recalled ones apart. */
function known(facts: readonly Fact[], host: string): ReadonlyMap<string, {live: number[]; recalled: number[]}> {
  const lives = new Map<string, {live: number[]; recalled: number[]}>();
  const note = (place: EventPlace | undefined, kind: 'live' | 'recalled') => {
    if (place === undefined) return;
    const life = lives.get(place.life) ?? {live: [], recalled: []};
    lives.set(place.life, life);
    life[kind].push(place.number);
  };
  for (const fact of facts) {
    if (!('node' in fact) || fact.node !== host) continue;
    if (fact.type === 'events-recalled') {
      for (const event of fact.events) if ('place' in event) note(event.place, 'recalled');
    } else if ('place' in fact && fact.isListed !== true) note(fact.place, 'live');
  }
  return lives;
}

const numbers = (facts: readonly Fact[], host: string) =>
  [...known(facts, host).values()].flatMap(({live, recalled}) => [...live, ...recalled]);

const caughtUps = (facts: readonly Fact[]) => facts.filter(({type}) => type === 'events-caught-up').length;

/** Waits until it has caught up once more; all events of the node's last life are known then, from 1 on, each once. */
async function complete({cluster}: Watched, host: string, since: number) {
  await eventually(() => expect(caughtUps(cluster.facts)).toBeGreaterThan(since), 20_000);
  return eventually(() => {
    const [life = '', {live, recalled} = {live: [], recalled: []}] = [...known(cluster.facts, host)].at(-1) ?? [];
    const all = [...live, ...recalled].sort((one, other) => one - other);
    expect(all).toEqual(all.map((_, index) => index + 1));
    return {life, live, recalled};
  });
}

const texts = (store: Store) => [...store.state().events].map(eventText);

test('of a node that was there before, all that it keeps is recalled, and nothing of it changes a watcher', async () => {
  const {
    spec: {id: host},
  } = await startNode();
  const before = watch(host);
  await before.cluster.fact('process-reaped', () => true, 0);
  await before.cluster.close();
  const watched = watch(host);
  const {recalled} = await complete(watched, host, 0);
  expect(recalled).toContain(1);
  const entries = [...watched.store.state().events].filter(({isRecalled}) => isRecalled);
  expect(entries.map(({watcher}) => watcher)).toContain('Loop It');
  // Each is where its time says.
  const times = [...watched.store.state().events].map(({at}) => at.monotonic);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  const first = watched.cluster.facts.findIndex(({type}) => type === 'events-recalled');
  const rows = watched.store.state().nodes.get(host)?.watchers;
  expect([...(rows?.keys() ?? [])].sort()).toEqual(['Loop It', 'sleeper']);
  expect(first).toBeGreaterThan(-1);
}, 30_000);

describe('a node that was away', () => {
  test('as its way was cut, is asked for what was missed then', async () => {
    const {
      spec: {id: node},
    } = await startNode();
    const host = testHost(`98.${++last}`);
    const relay = await startRelay(host, node, Object.values(PORTS));
    undo.push(relay.cut);
    const direct = watch(node);
    const watched = watch(host);
    await complete(watched, host, 0);
    const live = watched.cluster.facts.length;
    await watched.cluster.fact('process-reaped', () => true, live);
    await relay.cut();
    await watched.cluster.fact('node-lost', () => true, live);
    const seen = numbers(watched.cluster.facts, host);
    const missed = await eventually(() => {
      const others = numbers(direct.cluster.facts, node).filter(number => !seen.includes(number));
      expect(others.length).toBeGreaterThan(5);
      return others;
    });
    const since = caughtUps(watched.cluster.facts);
    await relay.mend();
    const after = await complete(watched, host, since);
    expect(after.recalled).toEqual(expect.arrayContaining(missed));
    expect(texts(watched.store).filter(text => /missing/.test(text))).toEqual([]);
  }, 60_000);

  test('as it was suspended, tells what happened before and after', async () => {
    const {
      pid,
      spec: {id: host},
    } = await startNode();
    const watched = watch(host);
    await complete(watched, host, 0);
    const since = caughtUps(watched.cluster.facts);
    const suspended = watched.cluster.facts.length;
    process.kill(pid, 'SIGSTOP');
    await watched.cluster.fact('node-lost', () => true, suspended);
    process.kill(pid, 'SIGCONT');
    await complete(watched, host, since);
    await watched.cluster.fact('process-reaped', () => true, watched.cluster.facts.length);
    await complete(watched, host, since);
    expect(texts(watched.store).filter(text => /missing/.test(text))).toEqual([]);
  }, 60_000);

  test('as its circusd restarted within itself, tells what it did meanwhile', async () => {
    const host = (await startNode()).spec.id;
    const watched = watch(host);
    const before = await complete(watched, host, 0);
    const since = caughtUps(watched.cluster.facts);
    await askAsOther(host, 'restart', {});
    await watched.cluster.fact('epoch-began', () => true, watched.cluster.facts.length);
    const after = await complete(watched, host, since);
    expect(after.life).toBe(before.life);
    expect([...after.live, ...after.recalled].length).toBeGreaterThan(before.live.length + before.recalled.length);
    expect(texts(watched.store).filter(text => /missing/.test(text))).toEqual([]);
  }, 60_000);

  test('as its circusd was killed, has a gap of nobody knows how many, and all of its new life', async () => {
    const node = await startNode();
    const host = node.spec.id;
    const watched = watch(host);
    const before = await complete(watched, host, 0);
    const since = caughtUps(watched.cluster.facts);
    const killed = watched.cluster.facts.length;
    process.kill(node.pid, 'SIGKILL');
    await watched.cluster.fact('node-lost', () => true, killed);
    await node.stop();
    await startNode(host);
    const after = await complete(watched, host, since);
    expect(after.life).not.toBe(before.life);
    const gaps = texts(watched.store).filter(text => /missing/.test(text));
    expect(gaps).toEqual(['events may be missing here: its circusd was started anew']);
    const kinds = [...watched.store.state().events].map(({kind}) => kind);
    expect(kinds.slice(kinds.indexOf('offline') + 1, kinds.indexOf('online'))).toContain('may-be-missing');
  }, 60_000);
});

test('a stock circusd, which keeps nothing, has a gap where it was away, and none at first', async () => {
  const host = testHost(`98.${++last}`);
  const circusd: Circusd = await startCircusd(host, SLEEPER);
  undo.push(circusd.stop);
  // It accepts connections before its watchers are started.
  await eventually(async () =>
    expect(Object.values(await statusesAsOther(host))).toEqual(expect.arrayContaining(['active'])),
  );
  const {store, cluster} = watch(host);
  await eventually(() => expect(caughtUps(cluster.facts)).toBe(1), 20_000);
  expect(texts(store)).toEqual([]);
  await circusd.restart();
  await eventually(() => expect(caughtUps(cluster.facts)).toBe(2), 20_000);
  expect(texts(store)).toEqual([
    expect.stringMatching(/^offline: /),
    'online',
    'events may be missing here: circusman was not connected, and the node keeps none (it needs circusman-node)',
  ]);
}, 30_000);
