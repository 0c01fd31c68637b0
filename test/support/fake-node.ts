import {setTimeout as wait} from 'node:timers/promises';
import {Publisher, Router} from 'zeromq';
import {SAMPLE_TOPIC} from '../../src/wire/sample-topic.js';
import type {FakePackage} from './fake-package.js';
import {fakeSample} from './fake-sample.js';

/** A request; its `id` is chosen by the client. */
export interface FakeRequest {
  readonly id: string;
  readonly command: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Raw bytes, the fields of a good answer, null for no answer, or undefined for what circusd would answer. */
export type FakeAnswer = string | Buffer | Readonly<Record<string, unknown>> | null | undefined;

/** Or a promise of it: the answers to later requests do not wait for that. */
type FakeAnswers = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;

/** A node without processes, which answers as circusd does unless a test changes that. */
export interface FakeNode {
  readonly requests: readonly FakeRequest[];
  /** Sets how requests are answered from now on. */
  readonly answer: (how: FakeAnswers) => void;
  /** @param byItself of a process that was reaped: nobody had asked for its end */
  readonly event: (topic: string, body: string | object, byItself?: boolean) => Promise<void>;
  readonly sample: (topic: string | Buffer, body: string | Buffer | object) => Promise<void>;
  /** Stops answering. @returns answers everything that waits, and goes on */
  readonly hold: () => () => void;
  /** Sets whether it publishes samples of its own from now on; those of circusd-stats come all the same. */
  readonly sendSamples: (isSending: boolean) => void;
  /** How often somebody has connected to its statistics. */
  readonly statisticsHeard: () => number;
  readonly pids: (watcher: string) => readonly number[];
  /** Changes a watcher without an event; null: it no longer exists. */
  readonly become: (name: string, watcher: {readonly state: string; readonly pids: readonly number[]} | null) => void;
  /** Sets by how many seconds its clock is ahead. */
  readonly setClock: (ahead: number) => void;
  readonly close: () => void;
}

interface FakeWatcher {
  state: string;
  pids: number[];
}

const COMMAND_PORT = 5555;

/** Each fake has another time of start, so that no two count as the same circusd. */
let lastStart = 1_700_000_000.5;

/**
 * @param watchers how many processes each watcher has; 0: it is stopped
 * @param hasSamples whether it publishes a sample of each process five times a second, with a package as circusman-node does, too
 * @param ours its package; null: it is a stock circusd
 */
export async function startFakeNode(
  address: string,
  watchers: Readonly<Record<string, number>>,
  hasSamples = true,
  ours: FakePackage | null = null,
): Promise<FakeNode> {
  const router = new Router({linger: 0});
  const events = new Publisher({linger: 0});
  const statistics = new Publisher({linger: 0});
  const sockets = [router, events, statistics];
  for (const [index, socket] of sockets.entries()) await bind(socket, `tcp://${address}:${COMMAND_PORT + index}`);
  let statisticsHeard = 0;
  // Not by `on`: that takes the emitter of whichever test of this process was the first to load ZeroMQ, and may have ended since.
  const countListeners = async () => {
    for await (const {type} of statistics.events) if (type === 'accept') statisticsHeard++;
  };
  void countListeners();
  const known = new Map<string, FakeWatcher>();
  const requests: FakeRequest[] = [];
  const startedAt = ++lastStart;
  let lastPid = 1_000;
  let ahead = 0;
  let held: Promise<void> = Promise.resolve();
  let answer: FakeAnswers = () => undefined;
  const now = () => Date.now() / 1_000 + ahead;

  const spawn = (count: number) => Array.from({length: count}, () => ++lastPid);
  known.set('circusd-stats', {state: 'active', pids: spawn(1)});
  for (const [name, count] of Object.entries(watchers)) {
    known.set(name, count > 0 ? {state: 'active', pids: spawn(count)} : {state: 'stopped', pids: []});
  }

  function event(topic: string, body: string | object, byItself = false): Promise<void> {
    if (typeof body === 'string') return events.send([topic, body]);
    const message = {time: now(), ...body};
    const [, watcher = '', action = ''] = /^watcher\.(.+)\.(\w+)$/.exec(topic) ?? [];
    const numbered = ours?.events?.take(watcher, action, message, byItself);
    return events.send([topic, JSON.stringify(numbered === undefined ? message : {...message, circusman: numbered})]);
  }
  const sample = (topic: string | Buffer, body: string | Buffer | object) =>
    statistics.send([topic, typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)]);

  async function start(name: string, watcher: FakeWatcher): Promise<object> {
    if (watcher.pids.length > 0) return {info: {started: [], kept: watcher.pids}};
    watcher.pids = spawn(1);
    watcher.state = 'active';
    for (const pid of watcher.pids) await event(`watcher.${name}.spawn`, {process_pid: pid});
    await event(`watcher.${name}.start`, {});
    return {info: {started: watcher.pids, kept: []}};
  }

  async function stop(name: string, watcher: FakeWatcher): Promise<object> {
    for (const pid of watcher.pids) await event(`watcher.${name}.kill`, {process_pid: pid});
    for (const pid of watcher.pids) await event(`watcher.${name}.reap`, {process_pid: pid, exit_code: -15});
    if (watcher.pids.length > 0) await event(`watcher.${name}.stop`, {});
    watcher.pids = [];
    watcher.state = 'stopped';
    return {info: null};
  }

  async function signal(name: string, watcher: FakeWatcher, signum: unknown): Promise<object> {
    const ended = watcher.pids;
    watcher.pids = spawn(ended.length);
    for (const pid of ended) await event(`watcher.${name}.reap`, {process_pid: pid, exit_code: -Number(signum)});
    for (const pid of watcher.pids) await event(`watcher.${name}.spawn`, {process_pid: pid});
    return {};
  }

  async function asCircusd({command, properties}: FakeRequest): Promise<object> {
    const name = properties.name === undefined ? undefined : String(properties.name).toLowerCase();
    if (name === undefined) return ofNode(command, properties);
    const watcher = known.get(name) ?? [...known].find(([own]) => own.toLowerCase() === name)?.[1];
    if (watcher === undefined) return {status: 'error', reason: `program ${name} not found`, tb: null, errno: 3};
    switch (command) {
      case 'status':
        return {status: watcher.state};
      case 'list':
        return {pids: watcher.pids};
      case 'stats':
        return {name, info: Object.fromEntries(watcher.pids.map(pid => [pid, {pid, children: []}]))};
      case 'get':
        return {options: {numprocesses: 1, graceful_timeout: 30, warmup_delay: 0, respawn: true}};
      case 'start':
        return start(name, watcher);
      case 'stop':
        return stop(name, watcher);
      case 'restart':
        await stop(name, watcher);
        return start(name, watcher);
      case 'signal':
        return signal(name, watcher, properties.signum);
      default:
        return {status: 'error', reason: `unknown command: '${command}'`, tb: null, errno: 2};
    }
  }

  function ofNode(command: string, properties: FakeRequest['properties']): object {
    if (command === 'status') {
      return {statuses: Object.fromEntries([...known].map(([name, watcher]) => [name, watcher.state]))};
    }
    if (command === 'dstats') return {info: {pid: 999, create_time: startedAt}};
    if (command === 'globaloptions') {
      const endpoint = `tcp://${address}:${COMMAND_PORT}`;
      return {
        options: {
          endpoint,
          pubsub_endpoint: `tcp://*:${COMMAND_PORT + 1}`,
          stats_endpoint: `tcp://*:${COMMAND_PORT + 2}`,
        },
      };
    }
    const unknown = {status: 'error', reason: `unknown command: '${command}'`, tb: null, errno: 2};
    return ours?.answer(command, [...known.keys()], properties) ?? unknown;
  }

  void (async () => {
    for await (const [client, body] of router) {
      if (client === undefined || body === undefined) continue;
      const request: FakeRequest = JSON.parse(body.toString());
      requests.push(request);
      await held;
      const given = answer(request);
      if (given instanceof Promise) void given.then(later => send(client, request, later));
      else await send(client, request, given);
      if (router.closed) return;
    }
  })();

  async function send(client: Buffer, request: FakeRequest, given: FakeAnswer): Promise<void> {
    if (given === null || router.closed) return;
    const isRaw = typeof given === 'string' || Buffer.isBuffer(given);
    const fields = isRaw ? {} : (given ?? (await asCircusd(request)));
    await router.send([client, isRaw ? given : JSON.stringify({status: 'ok', time: now(), id: request.id, ...fields})]);
  }
  let samples = 0;
  let isSending = ours !== null;
  const sendSamples = () => {
    if (isSending) {
      const seconds = performance.now() / 1_000;
      void events.send([
        SAMPLE_TOPIC,
        JSON.stringify(fakeSample({life: `life ${startedAt}`, number: ++samples, seconds}, known)),
      ]);
    }
    for (const [name, {pids}] of known) {
      // circusd-stats publishes its own samples under the topic of circus itself.
      const [topic, own] = name === 'circusd-stats' ? ['circus', name] : [name, null];
      for (const pid of pids) {
        void sample(`stat.${topic}.${pid}`, {pid, subtopic: pid, cpu: 1.5, mem_info1: '1.50M', name: own});
      }
    }
  };
  const ticker = hasSamples ? setInterval(sendSamples, 200) : undefined;

  return {
    requests,
    event,
    sample,
    answer: how => {
      answer = how;
    },
    sendSamples: whether => {
      isSending = whether;
    },
    hold: () => {
      const {promise, resolve} = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    statisticsHeard: () => statisticsHeard,
    pids: watcher => known.get(watcher)?.pids ?? [],
    become: (name, watcher) => {
      if (watcher === null) known.delete(name);
      else known.set(name, {state: watcher.state, pids: [...watcher.pids]});
    },
    setClock: seconds => {
      ahead = seconds;
    },
    close: () => {
      clearInterval(ticker);
      for (const socket of sockets) socket.close();
    },
  };
}

/** Tries again for two seconds: the node of the previous test may still hold the ports. */
async function bind(socket: Router | Publisher, url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await socket.bind(url);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await wait(20);
    }
  }
}
