import {formatDuration} from '../model/duration.js';
import type {Fact} from '../model/facts.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import {problemOf} from '../model/system-error.js';
import type {Clock} from '../model/time.js';
import type {UsageFact} from '../model/usage-facts.js';
import {createAddresses} from './addresses.js';
import {NOT_CIRCUSD, openConnection} from './connection.js';
import {createGate} from './gate.js';
import {answered, endState, type LinkState, whyDown} from './link-state.js';
import {type PingAnswer, startLiveness} from './liveness.js';
import {createNodeClient, type NodeClient} from './node-client.js';
import {createNodeSync, type RecallOptions} from './node-sync.js';
import type {Pace} from './pace.js';
import {outdatedBy, TOO_MANY_WATCHERS} from './protocol.js';
import type {ReadingTime} from './reading-time.js';
import {withHint} from './refusal-hint.js';
import {createRequests} from './requests.js';
import {createWatcherNames} from './watcher-names.js';
import type {NoWay, Way} from './way.js';
import {openWay} from './ways.js';

/** One node of the cluster: connected for as long as it can be, and tried again for ever. */
export interface NodeLink {
  readonly spec: NodeSpec;
  readonly call: NodeClient;
  /** Takes what has come in of what processes use. */
  readonly drain: () => Promise<readonly UsageFact[]>;
  /** Asks now who answers, if the node answers. */
  readonly identify: () => void;
  /** Leaves nothing open; calls under way end. */
  readonly close: () => void;
}

interface NodeLinkOptions extends Pace, RecallOptions {
  /** Milliseconds until a node that owes the answer to a ping is stale, and without any answer until it is offline. */
  readonly pingPatience: number;
  readonly offlineAfter: number;
  readonly clock: Clock;
  readonly isReadOnly: () => boolean;
  /** Milliseconds until a node that has not answered is called offline. */
  readonly connectTimeout: number;
  readonly wantsStatistics: boolean;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly readingTime: ReadingTime;
  /** Notes where the node says that it listens. @returns whether another one says so, too; that one is asked who it is then */
  readonly isDoubled: (node: NodeId, endpoint: string) => boolean;
}

/** It is tried again as after so many tries that failed. */
const AFTER_FLOOD = 5;
const GONE = 'not in the cluster any more';

export function openNodeLink(spec: NodeSpec, options: NodeLinkOptions): NodeLink {
  const {clock, connectTimeout} = options;
  const node = spec.id;
  const gate = createGate();
  const names = createWatcherNames();
  const addresses = createAddresses(spec.host);
  let state: LinkState = {name: 'reaching', way: openWay(spec, addresses)};
  /** Tries that failed since the last answer. */
  let tries = 0;
  /** Why the last try failed; null: none did since the last answer. */
  let problem: NoWay | null = null;
  /** Whether it was reported as offline. */
  let isOffline = false;

  const emit = (facts: readonly Fact[]) => {
    if (state.name !== 'closed') options.emit(facts);
  };
  const requests = createRequests({
    isReadOnly: options.isReadOnly,
    write: message => ('connection' in state ? state.connection.send(message) : Promise.resolve(false)),
    onGarbage,
    onFlood: () => {
      tries = AFTER_FLOOD;
      lose('sends answers that nobody asked for');
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
  const sync = createNodeSync({
    spec,
    client,
    names,
    clock,
    wantsStatistics: options.wantsStatistics,
    readingTime: options.readingTime,
    recallAfter: options.recallAfter,
    eventMemory: options.eventMemory,
    takeRecallTurn: options.takeRecallTurn,
    emit,
    pingNow: () => {
      if ('liveness' in state) state.liveness.pingNow();
    },
    isDoubled: endpoint => options.isDoubled(node, endpoint),
  });

  /** Opens the way. A node that was not there is knocked at before a ZeroMQ socket is made; at first that would only cost time. */
  async function reach(way: Way): Promise<void> {
    state = {name: 'reaching', way};
    const nobody = tries === 0 ? null : await way.knock();
    const found = nobody ?? (await way.open({kind: 'commands'}));
    if (state.name !== 'reaching' || state.way !== way) return;
    if ('problem' in found) {
      noteProblem(found);
      lose(found.problem);
      return;
    }
    try {
      const connection = openConnection(found, options.heartbeats(), {onUp, onDown, onMessage: requests.receive});
      state = {name: 'connecting', way, connection};
    } catch (error) {
      onDown(`no socket could be opened: ${problemOf(error)}`);
    }
  }

  function onUp(): void {
    if (state.name !== 'connecting') return;
    const {way, connection} = state;
    const liveness = startLiveness({
      requests,
      gate,
      names,
      clock,
      untilNextPing: options.untilNextPing,
      pingPatience: options.pingPatience,
      offlineAfter: options.offlineAfter,
      onAnswer,
      onOverdue,
      onSilence: seconds => lose(`no answer for ${seconds} s`),
      onGarbage,
    });
    state = {name: 'greeting', way, connection, liveness, upAt: clock().monotonic};
  }

  function onAnswer(answer: PingAnswer): void {
    if (state.name !== 'greeting' && state.name !== 'answering') return;
    const at = clock();
    const isFirst = state.name === 'greeting';
    const next = answered(state, answer, at.monotonic);
    const {hasJumped} = next;
    const {rtt, nodeTime, statuses} = answer;
    state = next.state;
    isOffline = false;
    problem = null;
    tries = 0;
    if (isFirst) next.state.way.answered();
    clearTimeout(untilOffline);
    emit([
      ...(isFirst || hasJumped ? [{type: 'epoch-began', at, node} as const] : []),
      {type: 'ping-answered', at, node, rtt, nodeTime},
      {type: 'statuses-read', at, node, nodeTime, statuses},
    ]);
    // Whoever heard that may have closed the link.
    if (state.name !== 'answering') return;
    gate.open();
    sync.handleStatuses(statuses);
    if (isFirst) sync.begin(state.way);
    if (hasJumped) sync.readAll();
  }

  function onOverdue(): void {
    if (state.name !== 'answering') return;
    state = {...state, isOverdue: true};
    emit([{type: 'ping-overdue', at: clock(), node}]);
  }

  function onGarbage(reason: string): void {
    if (state.name !== 'answering') {
      noteProblem({problem: reason === TOO_MANY_WATCHERS ? reason : NOT_CIRCUSD});
    } else if (!state.hasComplained) {
      state = {...state, hasComplained: true};
      emit([{type: 'read-failed', at: clock(), node, call: 'status', reason}]);
    }
  }

  /** The connection is over, or never came to be. */
  function onDown(why: string): void {
    const reason = whyDown(state, why, clock().monotonic);
    if (state.name !== 'answering') noteProblem({problem: reason});
    lose(reason);
  }

  /** A try failed. Of a node that is known to be offline it is said when its name begins to be the trouble, and when it ceases to be. */
  function noteProblem(now: NoWay): void {
    const isOfName = problem?.isOfName === true || now.isOfName === true;
    problem = now;
    if (isOffline && isOfName) emit([{type: 'node-lost', at: clock(), node, reason: now.problem}]);
  }

  /** What there is of the link is over, or not worth keeping; it is tried again. */
  function lose(reason: string): void {
    if (state.name === 'closed') return;
    const before = state;
    const retry = setTimeout(() => void reach(openWay(spec, addresses)), options.untilRetry(tries++));
    leave(before, {name: 'waiting', retry}, reason);
    if (before.name === 'answering') goOffline(reason);
  }

  /** From one state to one in which nothing is connected. */
  function leave(before: LinkState, after: LinkState, reason: string): void {
    state = after;
    endState(before);
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

  const untilOffline = setTimeout(
    () => goOffline(withHint(problem?.problem ?? null, spec) ?? `no answer within ${formatDuration(connectTimeout)}`),
    connectTimeout,
  );
  void reach(state.way);

  return {
    spec,
    call: async (name, args, callOptions) => {
      const result = await client(name, args, callOptions);
      if (result.kind === 'reply') await sync.refresh(outdatedBy(name, args));
      return result;
    },
    drain: sync.drain,
    identify: () => {
      if (state.name === 'answering') sync.identify();
    },
    close: () => {
      clearTimeout(untilOffline);
      leave(state, {name: 'closed'}, GONE);
      addresses.close();
      gate.giveUp(GONE);
    },
  };
}
