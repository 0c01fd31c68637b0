import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {counting} from '../support/counting-stream.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const ONE = testHost('70.51');
const TWO = testHost('70.52');

let nodes: readonly FakeNode[];
let cluster: WatchedCluster;

beforeEach(async () => {
  nodes = await Promise.all([ONE, TWO].map(address => startFakeNode(address, {web: 1})));
  cluster = watchCluster([spec(ONE)]);
  await cluster.fact('processes-read', fact => fact.node === ONE, 0);
});

afterEach(async () => {
  await cluster.close();
  for (const node of nodes) node.close();
});

/** A start that ONE has got and does not answer. */
async function startInFlight() {
  const {promise: arrived, resolve} = Promise.withResolvers<void>();
  nodes[0]?.answer(request => {
    if (request.command !== 'start') return undefined;
    resolve();
    return null;
  });
  const result = cluster.call(ONE, 'start', {watcher: 'web'}, {timeout: 30_000});
  await arrived;
  return {result};
}

test('a node that is added is connected to; those that stay are left alone', async () => {
  const since = cluster.facts.length;
  cluster.set([spec(TWO), spec(ONE)]);
  expect(cluster.facts[since]).toMatchObject({type: 'cluster-changed', nodes: [{id: TWO}, {id: ONE}]});
  await cluster.fact('processes-read', fact => fact.node === TWO, since);
  expect(cluster.facts.filter(fact => fact.type === 'epoch-began' && fact.node === ONE)).toHaveLength(1);
});

test('a node that leaves is heard of no more, and what was in flight to it is lost', async () => {
  const starting = await startInFlight();
  const queued = cluster.call(ONE, 'stop', {watcher: 'web'}, {timeout: 30_000});
  const since = cluster.facts.length;
  cluster.set([spec(TWO)]);
  expect((await starting.result).kind).toBe('lost');
  expect(await queued).toEqual({kind: 'unsent', reason: 'not in the cluster any more'});
  const after = await cluster.call(ONE, 'status', {watcher: 'web'}, {timeout: 30_000});
  expect(after).toEqual({kind: 'unsent', reason: 'not in the cluster any more'});
  await nodes[0]?.event('watcher.web.start', {});
  await cluster.fact('processes-read', fact => fact.node === TWO, since);
  expect(cluster.facts.slice(since).filter(fact => 'node' in fact && fact.node === ONE)).toEqual([]);
});

test('a node whose ports are changed is connected to again', async () => {
  const since = cluster.facts.length;
  cluster.set([{...spec(ONE), eventsPort: 5556, statisticsPort: 5557}]);
  await cluster.fact('epoch-began', fact => fact.node === ONE, since);
  expect(cluster.facts.slice(since).map(fact => fact.type)).not.toContain('node-lost');
});

test('after it is closed nothing is reported any more, and calls end at once', async () => {
  const starting = await startInFlight();
  await cluster.close();
  const since = cluster.facts.length;
  expect((await starting.result).kind).toBe('lost');
  expect((await cluster.call(ONE, 'status', {watcher: 'web'}, {timeout: 30_000})).kind).toBe('unsent');
  cluster.set([spec(TWO)]);
  expect(cluster.facts.slice(since)).toEqual([]);
});

test('after it is closed no stream is asked for any more, and none is reported', async () => {
  let polls = 0;
  nodes[0]?.answer(request => {
    if (request.command !== 'poll-count') return undefined;
    polls++;
    return null;
  });
  const abort = new AbortController();
  const kept = cluster.keep(ONE, counting(1), abort.signal);
  await eventually(() => expect(polls).toBe(1));
  const reader = cluster.follow(ONE, counting(1), new AbortController().signal)[Symbol.asyncIterator]();
  const next = reader.next();
  const before = cluster.facts.length;
  await cluster.close();
  expect(await next).toEqual({done: true, value: undefined});
  abort.abort();
  await kept;
  expect(cluster.facts.slice(before)).toEqual([]);
});
