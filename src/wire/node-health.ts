import type {CallResult} from '../model/calls.js';
import type {EventFact, Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {NodeInfo, WatcherHealth} from '../model/service.js';
import type {Clock} from '../model/time.js';
import type {WatcherState} from '../model/watcher.js';
import type {NodeClient} from './node-client.js';

/** Reads what only a node with the package `circus/` can tell: what it is (`node-info`), and how its watchers are (`health`). */
export interface NodeHealth {
  /** A connection or epoch begins: the node is asked what it is. */
  readonly begin: () => void;
  /** A ping's answer has come. */
  readonly handleStatuses: (statuses: ReadonlyMap<string, WatcherState>) => void;
  readonly handleEvent: (event: EventFact) => void;
  /** Reads now; resolves when what it was asked for has been told, or cannot be. Never rejects. */
  readonly readNow: () => Promise<void>;
  /** The connection is gone: what is being read says nothing any more. */
  readonly end: () => void;
}

export interface NodeHealthOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  /** Milliseconds from the begin of a connection until the node is asked what it is. */
  readonly askAfter: number;
  /** Milliseconds until it is asked again: its disks fill, and its load changes. */
  readonly askAgain: number;
  /** Reports what could not be read. */
  readonly onProblem: (call: string, reason: string) => void;
}

/** Milliseconds. */
const ANSWER = 5_000;
/** How soon is looked again at what somebody waits for: a service to be ready, a reset to have removed its files. */
const AWAITED = 1_000;
/** The node gives an answer again for half a second: one that is asked so long after an event is surely younger than it. */
const SURELY_LATER = 600;

export function createNodeHealth(options: NodeHealthOptions): NodeHealth {
  const {node, client, clock, emit, askAfter, askAgain, onProblem} = options;
  let connection = 0;
  /** unasked: no connection yet · asked: owes the answer · unread: its answer was none, it is asked again. */
  let state: 'unasked' | 'asked' | 'unread' | 'package' | 'stock' = 'unasked';
  /** Monotonic ms, when it was asked last what it is. */
  let askedAt = 0;
  /** Whether `health` is under way, and whether it is wanted once more after that. */
  let reading: 'no' | 'once' | 'again' = 'no';
  let timer: NodeJS.Timeout | undefined;
  /** Who waits for an answer to a question that is asked from now on. */
  const waiting: (() => void)[] = [];
  const running = new Set<string>();
  /** Watchers of which more can change than what events and pings tell. */
  const services = new Map<string, string>();
  /** What `health` named when it was last asked anew for that: what the node never explains is asked for once. */
  let explained = '';

  async function askInfo(): Promise<void> {
    const own = connection;
    state = 'asked';
    askedAt = clock().monotonic;
    const result = await client('nodeInfo', {}, {timeout: ANSWER});
    if (own !== connection) return;
    const isStock = result.kind === 'refused' && UNKNOWN.test(result.reason);
    state = result.kind === 'reply' ? 'package' : isStock ? 'stock' : 'unread';
    if (state === 'unread') say('node-info', result);
    else take(result.kind === 'reply' ? result.reply : null);
    read();
  }

  /** What it told before stands until it tells more. */
  async function askInfoAgain(): Promise<void> {
    const own = connection;
    askedAt = clock().monotonic;
    const result = await client('nodeInfo', {}, {timeout: ANSWER});
    if (own === connection && result.kind === 'reply') take(result.reply);
  }

  function take(info: NodeInfo | null): void {
    services.clear();
    for (const {watcher, service} of info?.services ?? []) services.set(watcher.toLowerCase(), service);
    emit([{type: 'node-info-read', at: clock(), node, info}]);
  }

  function read(): void {
    if (state !== 'package') return;
    if (reading === 'no') void readOn();
    else reading = 'again';
  }

  async function readOn(): Promise<void> {
    const own = connection;
    do {
      reading = 'once';
      const due = waiting.splice(0);
      const result = await client('health', {}, {timeout: ANSWER});
      if (own !== connection) return settle(due);
      if (result.kind === 'reply') {
        emit([{type: 'health-read', at: clock(), node, nodeTime: result.nodeTime, health: result.reply}]);
        if (isAwaited(result.reply)) readIn(AWAITED);
        if (isNamedAnew(result.reply)) void askInfoAgain();
      } else say('health', result);
      settle(due);
    } while (wantsAgain());
    reading = 'no';
  }

  function settle(due: readonly (() => void)[]): void {
    for (const resolve of due) resolve();
  }

  function wantsAgain(): boolean {
    return reading === 'again';
  }

  function readIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(read, ms);
  }

  function isAwaited(health: ReadonlyMap<string, WatcherHealth>): boolean {
    return [...health].some(
      ([name, {isReady, removing}]) => removing !== null || (isReady === false && running.has(name)),
    );
  }

  /** Whether watchers are other services than the node has told: it was given a new configuration since. */
  function isNamedAnew(health: ReadonlyMap<string, WatcherHealth>): boolean {
    const others = [...health].filter(([name, {service}]) => (services.get(name.toLowerCase()) ?? null) !== service);
    const named = others.map(([name, {service}]) => `${name} ${service}`).join('\n');
    if (named === '' || named === explained) return false;
    explained = named;
    return true;
  }

  /** That a node does not answer is told by its link already. */
  function say(call: string, result: CallResult<unknown>): void {
    if (result.kind === 'refused' || result.kind === 'lost') onProblem(call, result.reason);
  }

  return {
    begin: () => {
      connection++;
      settle(waiting.splice(0));
      clearTimeout(timer);
      reading = 'no';
      state = 'asked';
      timer = setTimeout(() => void askInfo(), askAfter);
    },
    handleStatuses: statuses => {
      running.clear();
      for (const [name, state] of statuses) if (state === 'running' || state === 'starting') running.add(name);
      if (state === 'unread') void askInfo();
      else read();
      if (state === 'package' && clock().monotonic - askedAt >= askAgain) void askInfoAgain();
    },
    handleEvent: ({type, watcher}) => {
      if (type === 'watcher-stopped') running.delete(watcher);
      else if (type === 'watcher-started' || type === 'process-spawned') running.add(watcher);
      else if (type !== 'process-reaped') return;
      // Many nodes are started at once: what can wait for the next ping does.
      // What has outlived a stop does not wait, whatever the watcher is.
      if (!services.has(watcher.toLowerCase()) && type !== 'watcher-stopped') return;
      read();
      if (state === 'package') readIn(SURELY_LATER);
    },
    readNow: () => {
      if (state !== 'package') return Promise.resolve();
      const {promise, resolve} = Promise.withResolvers<void>();
      waiting.push(resolve);
      read();
      return promise;
    },
    end: () => {
      connection++;
      settle(waiting.splice(0));
      clearTimeout(timer);
      reading = 'no';
      state = 'unasked';
      running.clear();
    },
  };
}

/** How a circusd without the package answers; its words are circus's own. */
const UNKNOWN = /^unknown command/i;
