import {readdirSync, readlinkSync} from 'node:fs';
import {createServer, type Server, type Socket} from 'node:net';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {Router} from 'zeromq';
import type {Detection, FoundNode} from '../../src/model/detection.js';
import type {Fact} from '../../src/model/facts.js';
import type {NodeSpec} from '../../src/model/node.js';
import {parseNodeSet} from '../../src/model/node-set.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {reduce} from '../../src/store/reduce.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {detect} from '../../src/wire/detect.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {foundNode} from '../support/detection.js';
import {eventually} from '../support/eventually.js';
import {testHost, testPort} from '../support/test-network.js';

const clock = () => ({monotonic: performance.now(), wall: Date.now()});
const NEVER = new AbortController().signal;

function placesOf(set: string): readonly NodeSpec[] {
  const read = parseNodeSet(set);
  if (!read.ok) throw new Error(read.problem.message);
  return read.nodes;
}

/** What a search of these places found; `onFact` hears of each fact. */
async function detected(
  set: string,
  {
    signal = NEVER,
    descriptors = 1_000,
    onFact = () => {},
    hostNames = new Map(),
    connected = [],
    also = [],
  }: {
    readonly signal?: AbortSignal;
    readonly descriptors?: number;
    readonly onFact?: (fact: Fact) => void;
    readonly hostNames?: ReadonlyMap<string, string>;
    readonly connected?: readonly FoundNode[];
    readonly also?: readonly NodeSpec[];
  } = {},
): Promise<Detection> {
  const progress = {tried: 0, of: 0, found: 0, others: 0, leftMs: null};
  let state = reduce(EMPTY_STATE, [
    {type: 'detection-began', at: clock(), detection: 1, of: set, progress, notes: []},
    {type: 'detection-found', at: clock(), detection: 1, nodes: connected},
  ]);
  await detect({
    detection: 1,
    places: [...placesOf(set), ...also],
    connected,
    leftAlone: new Set(),
    isMulticast: false,
    hostNames,
    descriptors,
    clock,
    emit: facts => {
      for (const fact of facts) onFact(fact);
      state = reduce(state, facts);
    },
    signal,
  });
  if (state.detection === null) throw new Error('nothing began');
  return state.detection;
}

const nodesOf = ({nodes}: Detection) => nodes.map(({spec}) => spec.id).sort();

const host = (last: number) => testHost(`96.${last}`);
const HTTP = host(3);
const SILENT = host(4);
const REDIS = host(5);
const OTHER_ZEROMQ = host(6);
const CLOSING = host(7);

const services: Server[] = [];
const circusds: Circusd[] = [];
let router: Router;

function serve(address: string, answer: (socket: Socket) => void): Promise<void> {
  const server = createServer(socket => {
    socket.on('error', () => {});
    answer(socket);
  });
  services.push(server);
  return new Promise(resolve => server.listen(5555, address, resolve));
}

beforeAll(async () => {
  const watchers =
    '[watcher:one]\ncmd = sleep 3600\nautostart = False\n[watcher:two]\ncmd = sleep 3600\nautostart = False';
  router = new Router({linger: 0});
  const [real] = await Promise.all([
    Promise.all([startCircusd(host(1), watchers), startCircusd(host(2), watchers)]),
    serve(HTTP, socket => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    serve(SILENT, socket => socket.resume()),
    serve(REDIS, socket => socket.on('data', () => socket.write('-ERR unknown command\r\n'))),
    serve(CLOSING, socket => socket.destroy()),
    router.bind(`tcp://${OTHER_ZEROMQ}:5555`),
  ]);
  circusds.push(...real);
});
afterAll(async () => {
  router.close();
  for (const service of services) service.close();
  await Promise.all(circusds.map(each => each.stop()));
});

test('who answers calls as circusd does is a node, and who answers as something else is counted', async () => {
  const detection = await detected(testHost('96.1-20'));
  expect(detection).toMatchObject({state: 'ended', progress: {tried: 20, of: 20, found: 2, others: 5, leftMs: 0}});
  expect(nodesOf(detection)).toEqual([host(1), host(2)]);
  for (const node of detection.nodes) {
    expect(node).toMatchObject({watchers: 2, circus: null, package: null, via: 'probe', machine: null});
    // It listens at that address alone: which start of it answers need not be asked, and that would hold it up.
    expect(node).toMatchObject({identity: null, bind: `tcp://${node.spec.id}:5555`});
    expect(node.rtt).toBeGreaterThan(0);
  }
});

test('a circusd that is held up for a moment is found all the same, and one that is stopped is none', async () => {
  const [, second] = circusds;
  await second?.kill('SIGSTOP');
  try {
    expect(nodesOf(await detected(testHost('96.1-2')))).toEqual([host(1)]);
    const going = detected(testHost('96.2'));
    await second?.kill('SIGCONT');
    expect(nodesOf(await going)).toEqual([host(2)]);
  } finally {
    await second?.kill('SIGCONT');
  }
});

test('with few descriptors it takes its time, and never opens more', async () => {
  const before = openSockets();
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, openSockets() - before);
  }, 1);
  const detection = await detected(testHost('96.1-254'), {descriptors: 32});
  clearInterval(watching);
  expect(detection.progress).toMatchObject({tried: 254, found: 2, others: 5});
  expect(most).toBeLessThanOrEqual(32);
});

test('what is broken off ends at once, says so, keeps what it found, and leaves nothing open', async () => {
  const before = openSockets();
  const breaking = new AbortController();
  // The silent one takes a second: what was found is said before.
  const detection = await detected(testHost('96.1-20'), {
    signal: breaking.signal,
    onFact: fact => {
      if (fact.type === 'detection-found') breaking.abort();
    },
  });
  expect(detection.state).toBe('broken-off');
  expect(detection.nodes.length).toBeGreaterThan(0);
  expect(detection.progress.tried).toBeLessThan(20);
  await eventually(() => expect(openSockets()).toBeLessThanOrEqual(before));
});

test('a host name is tried at each of its addresses', async () => {
  const [commands, events, statistics] = [7, 8, 9].map(index => testPort() + index);
  const circusd = await startCircusd(
    {
      commands: `tcp://127.0.0.1:${commands}`,
      events: `tcp://127.0.0.1:${events}`,
      statistics: `tcp://127.0.0.1:${statistics}`,
    },
    '',
  );
  try {
    const {nodes} = await detected(`localhost:${commands}`);
    expect(nodes.map(({spec}) => spec.id)).toEqual([`localhost:${commands}`]);
    // It may be known by its address, too, so it is asked which circusd it is.
    expect(nodes[0]).toMatchObject({identity: {pid: circusd.pid()}, bind: `tcp://127.0.0.1:${commands}`});
  } finally {
    await circusd.stop();
  }
});

test('addresses go by the names that this machine has for them, those that are connected already, too', async () => {
  const hostNames = new Map([
    [host(1), 'one.lab\u001b[31m'],
    [host(9), 'nine.lab'],
  ]);
  const detection = await detected(host(1), {hostNames, connected: [foundNode(host(9), {via: 'cluster'})]});
  expect(Object.fromEntries(detection.nodes.map(({spec, name}) => [spec.id, name]))).toEqual({
    [host(1)]: 'one.lab\\x1b[31m',
    [host(9)]: 'nine.lab',
  });
});

test('names that nobody knows are told, as they may be misspelt', async () => {
  // Of such names it is known without a name server.
  const nowhere = ['no..such..host', 'not..even..this'].map(name => nodeSpec({host: name}));
  const {notes, progress} = await detected(host(20), {also: nowhere});
  expect(notes).toEqual(['2 addresses could not be tried: host not found']);
  expect(progress).toMatchObject({tried: 3, of: 3, found: 0, others: 0});
});

test('it says how far it is at most ten times a second', async () => {
  const times: number[] = [];
  await detected(SILENT, {
    onFact: fact => {
      if (fact.type === 'detection-progressed') times.push(fact.at.monotonic);
    },
  });
  const gaps = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(3);
  expect(Math.min(...gaps)).toBeGreaterThan(50);
});

function openSockets(): number {
  const links = readdirSync('/proc/self/fd').map(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return links.filter(link => link.startsWith('socket:') || link.startsWith('anon_inode:[eventfd')).length;
}
