import {chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {parseNodeSet} from '../../src/model/node-set.js';
import {descriptorsOfNode} from '../../src/wire/descriptors.js';
import {openWay} from '../../src/wire/ways.js';
import {type Circusd, type Endpoints, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {TEST_NETWORK, testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const INI = '[watcher:web]\ncmd = sleep 3600\n';
const WITH_STATISTICS = ['statsd = True'];

let folder: string;
const undo: (() => unknown)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'circusman-sockets-'));
});

afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  rmSync(folder, {recursive: true, force: true});
});

function nodeAt(path: string) {
  const read = parseNodeSet(`ipc://${path}`);
  const [node] = read.ok ? read.nodes : [];
  if (node === undefined) throw new Error(`${path} is no node`);
  return node;
}

function socketsOf(name: string): Endpoints {
  const [commands = '', events = '', statistics = ''] = ['c', 'e', 's'].map(end => `ipc://${folder}/${name}-${end}`);
  return {commands, events, statistics};
}

async function realNode(at: Endpoints, settings = WITH_STATISTICS): Promise<Circusd> {
  const circusd = await startCircusd(at, INI, settings);
  undo.push(circusd.stop);
  return circusd;
}

function watch(...args: Parameters<typeof watchCluster>): WatchedCluster {
  const cluster = watchCluster(...args);
  undo.push(cluster.close);
  return cluster;
}

const isOfWeb = (fact: {readonly watcher: string}) => fact.watcher === 'web';

describe('a real circusd on unix sockets', () => {
  test.concurrent('is read, changed and followed by its events and statistics', async () => {
    const at = socketsOf('all');
    await realNode(at);
    const cluster = watch([nodeAt(`${folder}/all-c`)], {wantsStatistics: true});
    await cluster.fact('processes-read', fact => fact.pids.length === 1, 0);
    await cluster.fact('statistics-received', fact => fact.samples.some(({name}) => name === 'web'), 0);
    for (const [call, type] of [
      ['stop', 'watcher-stopped'],
      ['start', 'watcher-started'],
    ] as const) {
      const seen = cluster.fact(type, isOfWeb);
      expect(await cluster.call(at.commands, call, {watcher: 'web'}, {timeout: 10_000})).toMatchObject({kind: 'reply'});
      await seen;
    }
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toEqual([]);
  });

  test.concurrent('that is killed is lost at once, and found when it is back', async () => {
    const at = socketsOf('killed');
    const circusd = await realNode(at, []);
    const cluster = watch([nodeAt(`${folder}/killed-c`)]);
    await cluster.fact('processes-read', isOfWeb, 0);
    const since = cluster.facts.length;
    await circusd.kill('SIGKILL');
    expect(await cluster.fact('node-lost', () => true, since)).toMatchObject({reason: 'connection lost'});
    await circusd.restart();
    const began = cluster.facts.indexOf(await cluster.fact('epoch-began', () => true, since));
    await cluster.fact('processes-read', isOfWeb, began);
    const stopped = cluster.fact('watcher-stopped', isOfWeb);
    await cluster.call(at.commands, 'stop', {watcher: 'web'}, {timeout: 10_000});
    await stopped;
  });

  const mixed = {commands: `tcp://${TEST_NETWORK}.70.71:5555`, events: `tcp://${TEST_NETWORK}.70.72:5556`};
  test.concurrent.each([
    ['TCP for events', 'mixed', (ipc: Endpoints) => ({...ipc, events: mixed.events})],
    ['TCP for commands', testHost('70.71'), (ipc: Endpoints) => ({...ipc, commands: mixed.commands})],
  ])('may have %s', async (_what, name, change) => {
    await realNode(change(socketsOf(name)));
    const node = name === 'mixed' ? nodeAt(`${folder}/mixed-c`) : spec(name);
    const cluster = watch([node], {wantsStatistics: true});
    await cluster.fact('statistics-received', fact => fact.samples.some(({name: own}) => own === 'web'), 0);
    const seen = cluster.fact('watcher-stopped', isOfWeb);
    await cluster.call(node.id, 'stop', {watcher: 'web'}, {timeout: 10_000});
    await seen;
    expect(cluster.facts.filter(fact => fact.type === 'read-failed')).toEqual([]);
  });
});

test('a node on unix sockets takes no more descriptors than one on TCP', async () => {
  const first = socketsOf('first');
  const second = socketsOf('second');
  await realNode(first);
  await realNode(second);
  const nodes = [nodeAt(`${folder}/first-c`), nodeAt(`${folder}/second-c`)];
  const cluster = watch(nodes.slice(0, 1), {wantsStatistics: true});
  const isFrom = (id: string) => (fact: {readonly node: string}) => fact.node === id;
  await cluster.fact('statistics-received', isFrom(first.commands), 0);
  const own = openSockets();
  const since = cluster.facts.length;
  cluster.set(nodes);
  await cluster.fact('statistics-received', isFrom(second.commands), since);
  await eventually(() => expect(openSockets() - own).toBe(descriptorsOfNode({wantsStatistics: true})));
});

function openSockets(): number {
  return readdirSync('/proc/self/fd').length;
}

describe('why nobody can be reached at a path is said', () => {
  let server: Server;
  const nobody = 65_534;

  beforeAll(async () => {
    writeFileSync(join(folder, 'file'), '');
    server = createServer(socket => socket.resume());
    await new Promise<void>(listening => server.listen(join(folder, 'private'), listening));
    chmodSync(join(folder, 'private'), 0o600);
    chmodSync(folder, 0o755);
  });

  afterAll(() => new Promise(closed => server.close(closed)));

  test.each([
    ['missing', 'no such socket'],
    ['file', 'it is no socket'],
    ['file/below', 'no such socket'],
  ])('%s: %s', async (name, problem) => {
    const way = openWay(nodeAt(join(folder, name)));
    expect(await way.knock()).toEqual({problem});
    expect(await way.open({kind: 'commands'})).toEqual({problem});
  });

  test('a longer one than the system allows', async () => {
    const path = join(folder, 'x'.repeat(110));
    const problem = `the path has ${path.length} bytes, and that of a unix socket may have 107`;
    expect(await openWay(nodeAt(path)).open({kind: 'commands'})).toEqual({problem});
    const cluster = watch([nodeAt(path)], {connectTimeout: 100});
    expect(await cluster.fact('node-lost', () => true, 0)).toMatchObject({reason: problem});
  });

  const testAsRoot = process.getuid?.() === 0 ? test : test.skip;
  testAsRoot('one that another user owns (as root only, who can become somebody else)', async () => {
    process.seteuid?.(nobody);
    try {
      const way = openWay(nodeAt(join(folder, 'private')));
      expect(await way.open({kind: 'commands'})).toEqual({problem: 'this user may not open the socket'});
    } finally {
      process.seteuid?.(0);
    }
  });

  test('one at which nobody listens any more', async () => {
    const path = join(folder, 'left-c');
    const circusd = await startCircusd(socketsOf('left'), '');
    undo.push(circusd.stop);
    await circusd.kill('SIGKILL');
    expect(await openWay(nodeAt(path)).knock()).toEqual({problem: 'nobody listens at the socket'});
  });
});

describe('streams', () => {
  test.each([
    ['ipc:///run/circus/e', 'ipc:///run/circus/e'],
    ['tcp://*:5556', 'tcp://127.0.0.1:5556'],
    ['tcp://0.0.0.0:5556', 'tcp://127.0.0.1:5556'],
    ['tcp://[::]:5556', 'tcp://[::1]:5556'],
    ['tcp://[fd00::1]:5556', 'tcp://[fd00::1]:5556'],
    ['tcp://10.0.0.7:5556', 'tcp://10.0.0.7:5556'],
  ])('at %s are reached at %s', async (bind, url) => {
    expect(await openWay(nodeAt('/run/c')).open({kind: 'events', bind})).toMatchObject({url});
  });

  test.each([
    ['udp://*:5556', 'an endpoint that is neither on TCP nor a unix socket'],
    ['ipc://events', 'a unix socket is named by its whole path, such as ipc:///run/circus/commands.sock'],
    ['tcp://no..such..host:5556', 'host not found'],
  ])('at %s are not: %s', async (bind, problem) => {
    expect(await openWay(nodeAt('/run/c')).open({kind: 'statistics', bind})).toMatchObject({problem});
  });

  test('on a unix socket of another machine cannot be reached', async () => {
    const problem = 'an endpoint that is a unix socket, which only its own machine can reach';
    expect(await openWay(spec('192.0.2.7')).open({kind: 'events', bind: 'ipc:///run/e'})).toEqual({problem});
  });
});

test('what is being opened ends when the way is closed', async () => {
  const server = createServer(socket => socket.resume());
  const path = join(folder, 'closing');
  await new Promise<void>(listening => server.listen(path, listening));
  const way = openWay(nodeAt(path));
  const opening = [way.open({kind: 'commands'}), way.open({kind: 'events', bind: 'tcp://localhost:5556'})];
  const knocking = way.knock();
  way.close();
  const closed = {problem: 'not connected any more'};
  expect(await Promise.all(opening)).toEqual([closed, closed]);
  expect(await knocking).toEqual(closed);
  expect(await way.open({kind: 'statistics', bind: 'ipc:///run/s'})).toEqual(closed);
  // It closes only once no connection is left.
  await new Promise(resolve => server.close(resolve));
});
