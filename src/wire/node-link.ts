import {formatDuration} from '../model/duration.js';
import type {Fact, StatisticsFact} from '../model/facts.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import {problemOf} from '../model/system-error.js';
import type {Clock} from '../model/time.js';
import type {OutOfDate} from './codec.js';
import {type Connection, NOT_CIRCUSD, openConnection} from './connection.js';
import {createGate} from './gate.js';
import {type Liveness, type PingAnswer, startLiveness} from './liveness.js';
import {createNodeClient, type NodeClient} from './node-client.js';
import {createNodeSync} from './node-sync.js';
import type {Pace} from './pace.js';
import {outdatedBy, TOO_MANY_WATCHERS} from './protocol.js';
import type {ReadingTime} from './reading-time.js';
import {createRequests} from './requests.js';
import {createWatcherNames} from './watcher-names.js';
import type {Endpoint, NoWay, Way} from './way.js';
import {openWay} from './ways.js';

/** One node of the cluster: connected for as long as it can be, and tried again for ever. */
export interface NodeLink {
  readonly spec: NodeSpec;
  readonly call: NodeClient;
  /** Takes the samples that have come in; null: none. */
  readonly drain: () => Promise<StatisticsFact | null>;
  /** Asks now who answers, should an answer be there. */
  readonly identify: () => void;
  /** Leaves nothing open; calls under way end. */
  readonly close: () => void;
}

export interface NodeLinkOptions extends Pace {
  readonly clock: Clock;
  readonly isReadOnly: boolean;
  /** Milliseconds until a node that has not answered is called offline. */
  readonly connectTimeout: number;
  readonly wantsStatistics: boolean;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly readingTime: ReadingTime;
  /** Takes down where the node says that it listens. @returns whether another one says so, too; that one is asked who it is then */
  readonly isDoubled: (node: NodeId, endpoint: string) => boolean;
}

/** Milliseconds. */
const CLOCK_JUMP = 2_000;
/** Who hangs up so soon after the handshake did not like what a circusd likes. */
const HUNG_UP = 1_000;
/** It is tried again as after so many tries that failed. */
const AFTER_FLOOD = 5;

export function openNodeLink(spec: NodeSpec, options: NodeLinkOptions): NodeLink {
  const {clock, connectTimeout} = options;
  const node = spec.id;
  const gate = createGate();
  const names = createWatcherNames();
  let isClosed = false;
  let connection: Connection | null = null;
  let way: Way | null = null;
  let liveness: Liveness | null = null;
  /** Whether this connection has brought an answer. */
  let hasAnswered = false;
  /** Whether garbage on this connection was told of; once is enough. */
  let hasComplained = false;
  let upAt = 0;
  let isOffline = false;
  let isOverdue = false;
  let answeredAt = 0;
  let problem: string | null = null;
  /** Milliseconds of the node's clock ahead of our monotonic one. */
  let clockOffset = 0;
  let retries = 0;
  let retry: NodeJS.Timeout | undefined;

  const emit = (facts: readonly Fact[]) => {
    if (!isClosed) options.emit(facts);
  };
  const onGarbage = (reason: string) => {
    if (!hasAnswered) problem = reason === TOO_MANY_WATCHERS ? reason : NOT_CIRCUSD;
    else if (!hasComplained) emit([{type: 'read-failed', at: clock(), node, call: 'status', reason}]);
    hasComplained = hasAnswered;
  };
  const requests = createRequests({
    isReadOnly: options.isReadOnly,
    write: message => connection?.send(message) ?? Promise.resolve(false),
    onGarbage,
    onFlood: () => {
      retries = AFTER_FLOOD;
      drop('sends answers that nobody asked for');
    },
  });
  const client = createNodeClient({
    requests,
    gate,
    names,
    clock,
    onSignal: (watcher, signal, pid) =>
      emit([{type: 'signal-sent', at: clock(), node, watcher, signal, pids: pid === null ? null : [pid]}]),
    onStopped: (watcher, nodeTime) => emit([{type: 'stop-answered', at: clock(), node, watcher, nodeTime}]),
  });
  const pingNow = () => liveness?.pingNow();
  const sync = createNodeSync({
    spec,
    client,
    names,
    clock,
    wantsStatistics: options.wantsStatistics,
    readingTime: options.readingTime,
    emit,
    pingNow,
    isDoubled: endpoint => options.isDoubled(node, endpoint),
  });

  async function connect(): Promise<void> {
    way = openWay(spec, retries);
    const found = await openCommands(way);
    if (isClosed) return;
    if ('problem' in found) {
      way.close();
      problem = found.problem;
      return reconnect();
    }
    try {
      connection = openConnection(found, options.heartbeats(), {onUp, onDown, onMessage: requests.receive});
    } catch (error) {
      onDown(`no socket could be opened: ${problemOf(error)}`);
    }
  }

  /** A node that was not there is knocked at before anything is opened to it; at first that would only cost time. */
  async function openCommands(way: Way): Promise<Endpoint | NoWay> {
    const nobody = retries === 0 ? null : await way.knock();
    return nobody === null ? way.open({kind: 'commands'}) : {problem: nobody};
  }

  function onUp(): void {
    upAt = clock().monotonic;
    liveness = startLiveness({
      requests,
      gate,
      names,
      clock,
      untilNextPing: options.untilNextPing,
      onAnswer,
      onOverdue: () => {
        isOverdue = true;
        if (hasAnswered) emit([{type: 'ping-overdue', at: clock(), node}]);
      },
      onSilence: seconds => drop(`no answer for ${seconds} s`),
      onGarbage,
    });
  }

  function onDown(why: string): void {
    const isHungUp = liveness !== null && clock().monotonic - upAt < HUNG_UP;
    if (!hasAnswered) problem = isHungUp ? NOT_CIRCUSD : why;
    // A frozen node loses its connection by its silence: heartbeats are not answered either.
    const silence = Math.round((clock().monotonic - answeredAt) / 1_000);
    drop(hasAnswered && isOverdue ? `no answer for ${silence} s` : why);
  }

  function onAnswer({rtt, nodeTime, statuses}: PingAnswer): void {
    const at = clock();
    const isFirst = !hasAnswered;
    const offset = nodeTime * 1_000 - at.monotonic;
    // An answer that was long under way says nothing about the clock.
    const isQuick = rtt < CLOCK_JUMP / 2;
    const hasJumped = !isFirst && isQuick && Math.abs(offset - clockOffset) > CLOCK_JUMP;
    if (isFirst || isQuick) clockOffset = offset;
    hasAnswered = true;
    isOverdue = false;
    answeredAt = at.monotonic;
    isOffline = false;
    problem = null;
    retries = 0;
    clearTimeout(untilOffline);
    emit([
      ...(isFirst || hasJumped ? [{type: 'epoch-began', at, node} as const] : []),
      {type: 'ping-answered', at, node, rtt},
      {type: 'statuses-read', at, node, nodeTime, statuses},
    ]);
    gate.open();
    sync.heed(statuses);
    if (isFirst && way !== null) sync.begin(way);
    if (hasJumped) sync.readAll();
  }

  /** The connection is over, or not worth keeping; another one is tried. */
  function drop(reason: string): void {
    const wasAnswering = hasAnswered;
    disconnect(reason);
    if (wasAnswering) goOffline(reason);
    if (!isClosed) reconnect();
  }

  function disconnect(reason: string): void {
    hasAnswered = false;
    hasComplained = false;
    liveness?.stop();
    liveness = null;
    connection?.close();
    connection = null;
    way?.close();
    way = null;
    gate.close();
    sync.end();
    requests.drop(reason);
  }

  function goOffline(reason: string): void {
    if (isOffline) return;
    isOffline = true;
    gate.giveUp(`offline: ${reason}`);
    emit([{type: 'node-lost', at: clock(), node, reason}]);
  }

  function reconnect(): void {
    retry = setTimeout(() => void connect(), options.untilRetry(retries++));
  }

  /** Reads again what a call has made out of date. */
  async function refresh(outdated: readonly OutOfDate[]): Promise<void> {
    for (const each of outdated) {
      switch (each) {
        case 'health':
          await sync.readHealth();
      }
    }
  }

  const untilOffline = setTimeout(
    () => goOffline(problem ?? `no answer within ${formatDuration(connectTimeout)}`),
    connectTimeout,
  );
  void connect();

  return {
    spec,
    call: async (name, args, callOptions) => {
      const result = await client(name, args, callOptions);
      if (result.kind === 'reply') await refresh(outdatedBy(name, args));
      return result;
    },
    drain: sync.drain,
    identify: () => {
      if (hasAnswered) sync.identify();
    },
    close: () => {
      isClosed = true;
      clearTimeout(untilOffline);
      clearTimeout(retry);
      disconnect('not in the cluster any more');
      gate.giveUp('not in the cluster any more');
    },
  };
}
