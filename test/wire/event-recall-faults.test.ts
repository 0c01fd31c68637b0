import {afterEach, expect, test} from '@jest/globals';
import type {EventPlace, Fact} from '../../src/model/facts.js';
import {createStore, type Store} from '../../src/store/store.js';
import {eventText} from '../../src/wording/event.js';
import {eventually} from '../support/eventually.js';
import {type FakeEvents, fakeEvents} from '../support/fake-events.js';
import {type FakeAnswer, type FakeNode, startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** What a node tells later, where a real one cannot be brought to do it: floods, messages that are lost, answers that are none. */

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Watched {
  readonly host: string;
  readonly fake: FakeNode;
  readonly events: FakeEvents;
  readonly store: Store;
  readonly cluster: WatchedCluster;
  /** A process of `web` is spawned, and that is published. */
  readonly happen: (pid: number) => Promise<void>;
}

let last = 100;

async function watch(prepare: (fake: FakeNode) => void = () => {}): Promise<Watched> {
  const host = testHost(`98.${++last}`);
  const events = fakeEvents();
  const fake = await startFakeNode(host, {web: 1}, false, fakePackage({}, undefined, {events}));
  undo.push(fake.close);
  prepare(fake);
  const store = createStore();
  const cluster = watchCluster([spec(host)], {onFacts: store.dispatch, recallAfter: 0});
  undo.push(cluster.close);
  const happen = (pid: number) => fake.event('watcher.web.spawn', {process_pid: pid});
  return {host, fake, events, store, cluster, happen};
}

/** The numbers of events that made an entry, or could have. */
function known(facts: readonly Fact[]): {live: readonly number[]; recalled: readonly number[]} {
  const numberOf = (fact: {readonly place?: EventPlace}) => (fact.place === undefined ? [] : [fact.place.number]);
  return {
    live: facts.flatMap(fact => ('place' in fact && fact.isListed !== true ? numberOf(fact) : [])),
    recalled: facts.flatMap(fact =>
      fact.type === 'events-recalled' ? fact.events.flatMap(event => ('place' in event ? numberOf(event) : [])) : [],
    ),
  };
}

const caughtUp = ({cluster}: Watched, since = 0) => cluster.fact('events-caught-up', () => true, since);
const texts = (store: Store) => [...store.state().events].map(eventText);

test('a flood: what was left out is recalled as far as the node keeps it, each event once, and the rest is counted', async () => {
  const watched = await watch();
  const {cluster, happen, store} = watched;
  await caughtUp(watched);
  const since = cluster.facts.length;
  const count = 9_000;
  for (let pid = 1; pid <= count; pid++) {
    await happen(pid);
    // A publisher drops what waits in its own queue of a thousand.
    if (pid % 200 === 0) await new Promise(resolve => setImmediate(resolve));
  }
  await cluster.fact('events-left-out', ({isOver}) => isOver, since);
  const {live, recalled} = await eventually(() => {
    const now = known(cluster.facts);
    expect(Math.max(0, ...now.live, ...now.recalled)).toBe(count);
    return now;
  }, 20_000);
  const all = [...live, ...recalled];
  expect(new Set(all).size).toBe(all.length);
  expect(recalled.length).toBeGreaterThan(0);
  const missing = count - all.length;
  const gaps = texts(store).filter(text => /missing/.test(text));
  expect(gaps).toEqual([
    `${missing.toLocaleString('en')} events are missing here: there were more than the node keeps`,
  ]);
}, 60_000);

test('a message that is lost on its way is recalled, soon after the next one has come', async () => {
  const watched = await watch();
  await caughtUp(watched);
  watched.events.take('web', 'spawn', {process_pid: 7, time: Date.now() / 1_000}, false);
  await watched.happen(8);
  await eventually(() => expect(known(watched.cluster.facts)).toEqual({live: [2], recalled: [1]}));
});

test('an event that is told before its message has come is not told twice', async () => {
  const watched = await watch();
  const {fake, events, cluster, store} = watched;
  await caughtUp(watched);
  // By its time it is too old to be under way.
  const message = {process_pid: 7, time: Date.now() / 1_000 - 60};
  const circusman = events.take('web', 'spawn', message, false);
  await watched.happen(8);
  await eventually(() => expect(known(cluster.facts).recalled).toEqual([1]));
  await fake.event('watcher.web.spawn', JSON.stringify({...message, circusman}));
  const late = await cluster.fact('process-spawned', ({pid}) => pid === 7);
  expect(late.isListed).toBe(true);
  expect(known(cluster.facts)).toEqual({live: [2], recalled: [1]});
  expect(texts(store).filter(text => /process 7/.test(text))).toEqual(['process 7 spawned']);
});

test.each<[string, FakeAnswer]>([
  ['gives no answer', null],
  ['refuses', {status: 'error', reason: 'no', tb: null, errno: 3}],
  ['answers with a cursor that is none', {cursor: 'x', items: [], lost: 0, more: false}],
])(
  'a node that %s leaves a gap where it was away, and is not asked for ever',
  async (_how, answer) => {
    const watched = await watch(fake => fake.answer(({command}) => (command === 'poll-events' ? answer : undefined)));
    const {cluster, store} = watched;
    const first = await cluster.fact('events-caught-up', () => true, 0);
    expect([first.problem, texts(store)]).toEqual(['unanswered', []]);
  },
  60_000,
);

test('items that cannot be read are left out, and those around them are told', async () => {
  const item = (number: number, more: object = {}) => {
    return {number, time: 1_700_000_000 + number, watcher: 'web', action: 'spawn', pid: number, ...more};
  };
  const items = [
    item(1),
    item(2, {pid: 'x'}),
    'nothing',
    null,
    item(3, {action: 'dance'}),
    item(4, {time: null}),
    item(5),
  ];
  const answer = {cursor: 'life 5', items, lost: 0, more: false};
  const watched = await watch(fake => fake.answer(({command}) => (command === 'poll-events' ? answer : undefined)));
  expect((await caughtUp(watched)).problem).toBeNull();
  expect(known(watched.cluster.facts).recalled).toEqual([1, 5]);
});
