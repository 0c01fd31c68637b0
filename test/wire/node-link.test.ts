import {createServer, type Socket} from 'node:net';
import {afterAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {startLocalNode} from '../../src/demo/local-node.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {testHost, testPort} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const INI = `
[watcher:web]
cmd = sleep 3600
[watcher:idle]
cmd = sleep 3600
autostart = False
[watcher:slow]
cmd = env --ignore-signal=TERM sleep 3600
graceful_timeout = 60
`;

// Most of the time these tests wait for a node to be missed, so they do it together, each with a node of its own.
const undo: (() => unknown)[] = [];

afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function realNode(address: string): Promise<Circusd> {
  const circusd = await startCircusd(address, INI);
  undo.push(circusd.stop);
  return circusd;
}

async function fakeNode(address: string): Promise<FakeNode> {
  const fake = await startFakeNode(address, {web: 1});
  undo.push(fake.close);
  return fake;
}

function watch(...args: Parameters<typeof watchCluster>): WatchedCluster {
  const cluster = watchCluster(...args);
  undo.push(cluster.close);
  return cluster;
}

const isOf = (watcher: string) => (fact: {readonly watcher: string}) => fact.watcher === watcher;

test.concurrent('a node that is killed is lost at once, nothing is done by it later, and on its return it is read again', async () => {
  const node = testHost('70.21');
  const circusd = await realNode(node);
  const cluster = watch([spec(node)]);
  await cluster.fact('processes-read', isOf('slow'), 0);
  const first = await cluster.fact('circusd-identified', () => true, 0);
  const killed = cluster.fact('process-killed', isOf('slow'));
  const stopping = cluster.call(node, 'stop', {watcher: 'slow'}, {timeout: 60_000});
  await killed;

  const since = cluster.facts.length;
  await circusd.kill('SIGKILL');
  const lost = await cluster.fact('node-lost', () => true, since);
  expect(lost.reason).toBe('connection lost');
  expect(cluster.facts.slice(since).map(fact => fact.type)).not.toContain('ping-overdue');
  expect(await stopping).toEqual({kind: 'lost', reason: 'connection lost'});
  const unsent = await cluster.call(node, 'start', {watcher: 'idle'}, {timeout: 60_000});
  expect(unsent).toEqual({kind: 'unsent', reason: 'offline: connection lost'});

  await circusd.restart();
  const began = cluster.facts.indexOf(await cluster.fact('epoch-began', () => true, since));
  await cluster.fact('processes-read', isOf('slow'), began);
  await cluster.fact('options-read', isOf('web'), began);
  const second = await cluster.fact('circusd-identified', () => true, began);
  expect(second.circusd.pid).toBe(circusd.pid());
  expect(second.circusd).not.toEqual(first.circusd);
  const status = await cluster.call(node, 'status', {watcher: 'idle'}, {timeout: 5_000});
  expect(status).toMatchObject({kind: 'reply', reply: 'stopped'});
});

test.concurrent('a frozen node is stale, is sent nothing, and is online again when it thaws', async () => {
  const node = testHost('70.22');
  const circusd = await realNode(node);
  const cluster = watch([spec(node)]);
  await cluster.fact('processes-read', isOf('slow'), 0);
  const overdue = cluster.fact('ping-overdue');
  await circusd.kill('SIGSTOP');
  await overdue;
  const waits: (string | null)[] = [];
  const options = {timeout: 1_000, onWait: (waitsFor: string | null) => waits.push(waitsFor)};
  expect(await cluster.call(node, 'start', {watcher: 'idle'}, options)).toEqual({
    kind: 'unsent',
    reason: expect.stringMatching(/^the node did not answer within (1 s|\d+ ms)$/),
  });
  expect(waits).toEqual(['the node to answer', null]);
  const waiting = cluster.call(node, 'status', {watcher: 'idle'}, {timeout: 10_000});
  const answered = cluster.fact('ping-answered');
  await circusd.kill('SIGCONT');
  await answered;
  expect(await waiting).toMatchObject({kind: 'reply', reply: 'stopped'});
  expect(cluster.facts.filter(fact => fact.type === 'watcher-started' && fact.watcher === 'idle')).toEqual([]);
});

test.concurrent('a node that stays frozen is lost with what was in flight, and returns as a new epoch', async () => {
  const node = testHost('70.23');
  const circusd = await realNode(node);
  const cluster = watch([spec(node)]);
  await cluster.fact('processes-read', isOf('slow'), 0);
  const killed = cluster.fact('process-killed', isOf('slow'));
  const stopping = cluster.call(node, 'stop', {watcher: 'slow'}, {timeout: 60_000});
  await killed;
  const since = cluster.facts.length;
  await circusd.kill('SIGSTOP');
  const overdue = await cluster.fact('ping-overdue', () => true, since);
  const lost = await cluster.fact('node-lost', () => true, since);
  expect(cluster.facts.indexOf(overdue)).toBeLessThan(cluster.facts.indexOf(lost));
  expect(await stopping).toEqual({kind: 'lost', reason: lost.reason});
  const began = cluster.fact('epoch-began');
  await circusd.kill('SIGCONT');
  await began;
  await cluster.fact('processes-read', isOf('slow'));
});

test.concurrent('a node whose circusd is blocked, though its connection is alive, is lost after 10 s of silence', async () => {
  const node = testHost('70.24');
  const fake = await fakeNode(node);
  const cluster = watch([spec(node)]);
  await cluster.fact('processes-read', isOf('web'), 0);
  const since = cluster.facts.length;
  fake.answer(() => null);
  await cluster.fact('ping-overdue', () => true, since);
  expect((await cluster.fact('node-lost', () => true, since)).reason).toBe('no answer for 10 s');
  fake.answer(() => undefined);
  await cluster.fact('epoch-began', () => true, since);
});

test.concurrent('how long an answer may take, and a node be silent, can be set', async () => {
  const node = testHost('70.29');
  const fake = await fakeNode(node);
  const cluster = watch([spec(node)], {pings: {every: 200, patience: 200, offlineAfter: 1_500}});
  await cluster.fact('processes-read', isOf('web'), 0);
  const answered = await cluster.fact('ping-answered');
  const again = await cluster.fact('ping-answered');
  expect(again.at.monotonic - answered.at.monotonic).toBeLessThan(1_500);
  const since = cluster.facts.length;
  fake.answer(() => null);
  await cluster.fact('ping-overdue', () => true, since);
  expect((await cluster.fact('node-lost', () => true, since)).reason).toBe('no answer for 1.5 s');
});

test.concurrent('a node whose clock jumps begins a new epoch and is read again', async () => {
  const node = testHost('70.25');
  const fake = await fakeNode(node);
  const cluster = watch([spec(node)]);
  await cluster.fact('processes-read', isOf('web'), 0);
  const since = cluster.facts.length;
  fake.setClock(60);
  const began = cluster.facts.indexOf(await cluster.fact('epoch-began', () => true, since));
  await cluster.fact('processes-read', isOf('web'), began);
  expect(cluster.facts.filter(fact => fact.type === 'node-lost')).toEqual([]);
});

test.concurrent('a node that answers late comes back from stale without a new epoch', async () => {
  const node = testHost('70.26');
  const fake = await fakeNode(node);
  const cluster = watch([spec(node)]);
  await cluster.fact('processes-read', isOf('web'), 0);
  const overdue = cluster.fact('ping-overdue');
  const release = fake.hold();
  await overdue;
  const answered = cluster.fact('ping-answered');
  release();
  await answered;
  expect(cluster.facts.filter(fact => fact.type === 'epoch-began')).toHaveLength(1);
});

test.concurrent('a node is reached over IPv6', async () => {
  const ports = {commandPort: testPort(), eventsPort: testPort() + 1, statisticsPort: testPort() + 2};
  const web = watcherSection('web', {cmd: 'sleep 3600'});
  const node = await startLocalNode({launcher: LAUNCHER, address: {host: '::1', ...ports}, watchers: web});
  undo.push(node.stop);
  const {id} = node.spec;
  const cluster = watch([node.spec], {wantsStatistics: true});
  await cluster.fact('processes-read', isOf('web'), 0);
  await cluster.fact('sample-received', () => true, 0);
  const stopped = cluster.fact('watcher-stopped', isOf('web'));
  expect(await cluster.call(id, 'stop', {watcher: 'web'}, {timeout: 5_000})).toMatchObject({kind: 'reply'});
  expect((await stopped).node).toBe(id);
});

test.concurrent('of a node that refuses IPv6 it is said what a stock circusd cannot', async () => {
  const cluster = watch([{...spec('::1'), commandPort: testPort() + 9}], {connectTimeout: 600});
  const {reason} = await cluster.fact('node-lost', () => true, 0);
  expect(reason).toBe('connection refused (a stock circusd has no IPv6: run circusman-node)');
});

describe('a node that is no circusd', () => {
  const connectTimeout = 600;

  function listen(address: string, onConnection: (socket: Socket) => void): Promise<void> {
    const server = createServer(socket => {
      socket.on('error', () => {});
      undo.push(() => socket.destroy());
      onConnection(socket);
    });
    undo.push(() => server.close());
    const {promise, resolve} = Promise.withResolvers<void>();
    server.listen(5555, address, resolve);
    return promise;
  }

  test.concurrent.each<[string, string, ((socket: Socket) => void) | null, string]>([
    ['is not there', testHost('70.31'), null, 'connection refused'],
    ['accepts and never speaks', testHost('70.32'), () => {}, 'no answer within 600 ms'],
    ['closes at once', testHost('70.33'), socket => socket.destroy(), 'answers, but not as circusd does'],
    [
      'speaks HTTP',
      testHost('70.34'),
      socket => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
      'answers, but not as circusd does',
    ],
    ['speaks first', testHost('70.35'), socket => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), 'no answer within 600 ms'],
    ['has no address', 'no..such..host', null, 'host not found'],
  ])('and %s is offline after the connect timeout, with the reason', async (_what, node, onConnection, reason) => {
    if (onConnection !== null) await listen(node, onConnection);
    const cluster = watch([spec(node)], {connectTimeout});
    const waiting = cluster.call(node, 'start', {watcher: 'web'}, {timeout: 30_000});
    expect((await cluster.fact('node-lost', () => true, 0)).reason).toBe(reason);
    expect(await waiting).toEqual({kind: 'unsent', reason: `offline: ${reason}`});
  });

  test.concurrent('and answers garbage is offline after the connect timeout, and online when it mends its ways', async () => {
    const node = testHost('70.36');
    const fake = await fakeNode(node);
    fake.answer(({id}) => ({id, statuses: 7}));
    const cluster = watch([spec(node)], {connectTimeout});
    const lost = await cluster.fact('node-lost', () => true, 0);
    expect(lost.reason).toBe('answers, but not as circusd does');
    fake.answer(() => undefined);
    expect((await cluster.fact('epoch-began', () => true, 0)).node).toBe(node);
  });
});

test.concurrent('a node that comes up later than the connect timeout is found all the same', async () => {
  const node = testHost('70.37');
  const cluster = watch([spec(node)], {connectTimeout: 100});
  await cluster.fact('node-lost', () => true, 0);
  await realNode(node);
  expect((await cluster.fact('epoch-began', () => true, 0)).node).toBe(node);
});
