import type {EventFact, Fact, StatisticsFact} from '../model/facts.js';
import type {NodeSpec} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {isCircusOwn, type WatcherState} from '../model/watcher.js';
import {ProtocolError} from './errors.js';
import type {LeftOut} from './event-allowance.js';
import type {EventFeed} from './event-feed.js';
import {createEventOwners} from './event-owners.js';
import {createEventSorter} from './event-sorter.js';
import {decodeEvent} from './event-topic.js';
import {openLastingFeed} from './lasting-feed.js';
import type {NodeClient} from './node-client.js';
import {createNodeHealth} from './node-health.js';
import {createNodeReads} from './node-reads.js';
import type {ReadingTime} from './reading-time.js';
import {openStatisticsFeed, type StatisticsFeed} from './statistics-feed.js';
import {createToldToEnd} from './told-to-end.js';
import type {WatcherNames} from './watcher-names.js';
import type {Channel, Endpoint, Way} from './way.js';

/** Keeps what is known of a connected node true: its streams, and reading again whatever they leave open. */
export interface NodeSync {
  /** The first answer on a connection has come. */
  readonly begin: (way: Way) => void;
  /** A ping's answer has come. */
  readonly heed: (statuses: ReadonlyMap<string, WatcherState>) => void;
  /** What was known decides nothing any more. */
  readonly readAll: () => void;
  /** Asks now who answers, if that is not known. */
  readonly identify: () => void;
  /** A call has changed what the node's `health` tells: resolves once that is read. Never rejects. */
  readonly readHealth: () => Promise<void>;
  /** The connection is gone. */
  readonly end: () => void;
  /** Takes the samples that have come in; null: none. Never rejects. */
  readonly drain: () => Promise<StatisticsFact | null>;
}

export interface NodeSyncOptions {
  readonly spec: NodeSpec;
  readonly client: NodeClient;
  readonly names: WatcherNames;
  readonly clock: Clock;
  readonly wantsStatistics: boolean;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly pingNow: () => void;
  readonly readingTime: ReadingTime;
  /** Whether another node of the cluster says that it listens there, too; it is asked who it is then. */
  readonly isDoubled: (endpoint: string) => boolean;
}

/** Where a node's streams are to be had; null: nowhere. */
interface Streams {
  readonly events: Endpoint | null;
  readonly statistics: Endpoint | null;
}

const STATISTICS_WATCHER = 'circusd-stats';
/** Milliseconds. */
const ANSWER = 5_000;
/** Who answers is asked when what the operator waits for has been read: it blocks circusd. */
const NO_HURRY = 1_000;
const AFTER_STATES = 300;
/** How old, in ms, what a node told of its machine may become; it is shown with its age not much later. */
const ASK_AGAIN = 15_000;
/** While a node sends more events than are taken in, it is read anew each so many seconds. */
const READ_IN_FLOOD = 5;

export function createNodeSync(options: NodeSyncOptions): NodeSync {
  const {spec, client, names, clock, wantsStatistics, emit, pingNow} = options;
  const node = spec.id;
  const toldToEnd = createToldToEnd();
  const reads = createNodeReads({node, client, clock, emit, onProcesses: toldToEnd.onlyLive});
  const owners = createEventOwners({
    client,
    names,
    clock,
    pass,
    onProcesses: (watcher, pids, nodeTime) => {
      emit([{type: 'processes-read', at: clock(), node, watcher, nodeTime, pids}]);
      toldToEnd.onlyLive(watcher, pids);
    },
    onOpen: meant => {
      for (const each of meant) look(each, reads.readSoon);
      pingNow();
    },
  });
  const health = createNodeHealth({
    node,
    client,
    clock,
    emit,
    complain,
    // A screen shows the states first; one command waits for nothing else.
    askAfter: wantsStatistics ? AFTER_STATES : 0,
    askAgain: ASK_AGAIN,
  });
  let connection = 0;
  let identification: NodeJS.Timeout | undefined;
  let statisticsEndpoint: Endpoint | null = null;
  let events: EventFeed | null = null;
  let statistics: StatisticsFeed | null = null;
  let statuses: ReadonlyMap<string, WatcherState> = new Map();
  /** What events said since; null: not read for the first time yet. */
  let known: Map<string, WatcherState> | null = null;
  const sorter = createEventSorter({names, owners, pass, pingNow});
  const complained = new Set<string>();
  let floodLooks = 0;

  async function begin(way: Way): Promise<void> {
    const own = ++connection;
    const isOver = () => own !== connection;
    const asked = findStreams(way, isOver);
    health.begin();
    const streams = await asked;
    if (isOver()) return;
    statisticsEndpoint = streams.statistics;
    const endpoint = streams.events;
    if (endpoint !== null) {
      const listener = {onEvent, onGap: readAll, onFlood, onBroken};
      events = attempt('event stream', () => openLastingFeed(endpoint, options.readingTime, listener));
      const isConnected = await events?.connected;
      if (isOver()) return;
      if (isConnected === false) complain('event stream', `no connection to ${endpoint.place}`);
    }
    known = new Map();
    readAll();
  }

  function identifySoon(ms: number): void {
    const own = connection;
    clearTimeout(identification);
    identification = setTimeout(() => void identify(() => own !== connection), ms);
  }

  async function identify(isOver: () => boolean): Promise<void> {
    const result = await client('identity', {}, {timeout: ANSWER});
    if (isOver()) return;
    if (result.kind === 'reply') emit([{type: 'circusd-identified', at: clock(), node, circusd: result.reply}]);
    else complain('dstats', result.reason);
  }

  /** Where the node's streams are to be had; null: nowhere. */
  async function findStreams(way: Way, isOver: () => boolean): Promise<Streams> {
    const result = await client('endpoints', {}, {timeout: ANSWER});
    if (isOver()) return {events: null, statistics: null};
    const said = result.kind === 'reply' ? result.reply : null;
    if (result.kind === 'reply') {
      emit([{type: 'endpoint-read', at: clock(), node, endpoint: result.reply.commands}]);
      identifySoon(options.isDoubled(result.reply.commands) ? 0 : NO_HURRY);
    } else {
      complain('globaloptions', result.reason);
      identifySoon(0);
    }
    const [events, statistics] = await Promise.all([
      openStream(way, {kind: 'events', bind: said?.events ?? null}, isOver),
      wantsStatistics ? openStream(way, {kind: 'statistics', bind: said?.statistics ?? null}, isOver) : null,
    ]);
    return {events, statistics};
  }

  async function openStream(way: Way, channel: Channel, isOver: () => boolean): Promise<Endpoint | null> {
    const found = await way.open(channel);
    if (!('problem' in found)) return found;
    if (!isOver()) complain('globaloptions', found.problem);
    return null;
  }

  /** Says once a connection what is wrong: a stream that is garbled is so with every message. */
  function complain(call: string, reason: string): void {
    if (complained.has(call)) return;
    complained.add(call);
    emit([{type: 'read-failed', at: clock(), node, call, reason}]);
  }

  function attempt<T>(call: string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      complain(call, error.message);
      return null;
    }
  }

  function readAll(): void {
    if (known === null) return;
    known.clear();
    toldToEnd.clear();
    pingNow();
  }

  function heed(now: ReadonlyMap<string, WatcherState>): void {
    statuses = now;
    openStatistics();
    statistics?.follow(statuses.keys());
    health.heed(statuses);
    if (known === null) return;
    if (known.size === 0) owners.ask(names.alike());
    for (const [watcher, state] of statuses) {
      if (isCircusOwn(watcher)) continue;
      // Without events nothing tells that a process was replaced: it is asked for with each ping.
      const isUntold = state === 'running' && events?.isConnected() !== true;
      if (known.get(watcher) !== state || toldToEnd.has(watcher) || isUntold) look(watcher, reads.read);
    }
    known = new Map(statuses);
    sorter.heed();
  }

  /** What circus takes for another one, too, cannot be read by its name. */
  function look(watcher: string, read: (watcher: string) => void): void {
    if (names.isShared(watcher)) owners.ask([watcher]);
    else read(watcher);
  }

  /** circusd-stats may come later, or never; `globaloptions` names its port in any case. */
  function openStatistics(): void {
    if (!wantsStatistics || statistics !== null || statisticsEndpoint === null) return;
    if (statuses.get(STATISTICS_WATCHER) !== 'running') return;
    const endpoint = statisticsEndpoint;
    statistics = attempt('statistics stream', () =>
      openStatisticsFeed(endpoint, reason => complain('statistics stream', reason)),
    );
  }

  function onBroken(): void {
    complain('event stream', 'it was broken off, and is opened anew');
  }

  /** What was left out is seen by what the node says when it is asked again. */
  function onFlood(leftOut: LeftOut): void {
    emit([{type: 'events-left-out', at: clock(), node, ...leftOut}]);
    floodLooks = leftOut.isOver ? 0 : floodLooks + 1;
    if (leftOut.isOver || floodLooks % READ_IN_FLOOD === 0) readAll();
  }

  function onEvent(frames: readonly Buffer[]): void {
    const event = attempt('event stream', () => decodeEvent(frames, node, clock()));
    if (event !== null) sorter.take(event);
  }

  function pass(fact: EventFact): void {
    emit([fact]);
    health.hear(fact);
    const {watcher} = fact;
    if (fact.type === 'watcher-started') known?.set(watcher, 'running');
    if (fact.type === 'watcher-stopped') known?.set(watcher, 'stopped');
    // Its statistics may be there only now.
    if (watcher === STATISTICS_WATCHER && fact.type === 'watcher-started') pingNow();
    // It may be stopping now, or only be reloaded: no event says which.
    if (fact.type === 'process-killed') pingNow();
    const isOpen = toldToEnd.heed(fact);
    if (isOpen && !isCircusOwn(watcher)) look(watcher, reads.readSoon);
  }

  return {
    begin: through => void begin(through),
    identify: () => identifySoon(0),
    heed,
    readHealth: health.readNow,
    readAll: () => {
      identifySoon(0);
      health.begin();
      readAll();
    },
    end: () => {
      connection++;
      clearTimeout(identification);
      reads.stop();
      owners.stop();
      health.end();
      known = null;
      events?.close();
      statistics?.close();
      events = null;
      statistics = null;
      statisticsEndpoint = null;
      sorter.stop();
      toldToEnd.clear();
      complained.clear();
    },
    drain: async () => {
      const samples = (await statistics?.drain()) ?? [];
      return samples.length === 0 ? null : {type: 'statistics-received', at: clock(), node, samples};
    },
  };
}
