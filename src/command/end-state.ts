import type {CallResult} from '../model/calls.js';
import type {Outcome} from '../model/job.js';
import {type CircusdIdentity, isSameCircusd} from '../model/node.js';
import type {WatcherState} from '../model/watcher.js';
import type {Run} from './command.js';
import {failed, ok, unknown} from './outcomes.js';
import {ANSWER} from './patience.js';

/** A watcher's state, asked of the node itself: outcomes are based on this, never on what was sent. */
export interface Seen {
  readonly state: WatcherState;
  readonly pids: readonly number[];
}

const OBSERVE_AGAIN = 500;
const FIND_OUT = 15_000;
const LAST_OBSERVATION = 1_000;
/** Milliseconds that a timer may fire early: an answer lost so shortly before the deadline was lost to the deadline, not to the connection. */
const TIMERS_EARLY = 20;
/** Seconds. */
const START_MARGIN = 10;

/** Whether it is active and has a process. */
export function isRunning({state, pids}: Seen): boolean {
  return state === 'running' && pids.length > 0;
}

/** Whether it is inactive and has no process left. */
export function isStopped({state, pids}: Seen): boolean {
  return state === 'stopped' && pids.length === 0;
}

/** Asks the node for the watcher's state and live processes. */
export async function observe(run: Run, watcher: string, timeout = ANSWER): Promise<CallResult<Seen>> {
  const options = {timeout, signal: run.signal};
  const [status, processes] = await Promise.all([
    run.ports.call(run.target.node, 'status', {watcher}, options),
    run.ports.call(run.target.node, 'processes', {watcher}, options),
  ]);
  if (status.kind !== 'reply') return status;
  if (processes.kind !== 'reply') return processes;
  return {...processes, reply: {state: status.reply, pids: processes.reply}};
}

/** Observes until the end state is reached or the deadline (monotonic ms) has passed. @returns what was seen last; null: nothing. */
export async function observeUntil(
  run: Run,
  watcher: string,
  isReached: (seen: Seen) => boolean,
  deadline: number,
): Promise<Seen | null> {
  let last: Seen | null = null;
  for (;;) {
    const seen = await observe(run, watcher);
    if (seen.kind === 'reply') last = seen.reply;
    const left = deadline - run.ports.clock().monotonic;
    if ((last !== null && seen.kind === 'reply' && isReached(last)) || left <= 0 || run.signal.aborted) return last;
    const before = run.ports.state().nodes.get(run.target.node);
    await run.ports.until(
      state => state.nodes.get(run.target.node)?.watchers.get(watcher) !== before?.watchers.get(watcher),
      Math.min(OBSERVE_AGAIN, left),
      run.signal,
    );
  }
}

/** A command that was sent and not answered. */
export interface Lost {
  readonly reason: string;
  /** The circusd that it was sent to; null: not known. */
  readonly circusd: CircusdIdentity | null;
  /** Seconds on the node's clock: when it was last heard of before that; null: never. */
  readonly heardAt: number | null;
  /** Monotonic ms: when the end state is late. */
  readonly deadline: number;
  /** Whether processes that it should end may live on unseen if their circusd is restarted: true of stop and restart. */
  readonly mayLeaveOrphans: boolean;
}

/**
 * After a command that was sent and not answered: the node may have done it, or may still. Waits for the node to answer
 * again and observes until the end state is reached; the outcome is `unknown` only when that gives no answer either.
 */
export async function findOut(
  run: Run,
  watcher: string,
  isReached: (seen: Seen) => boolean,
  lost: Lost,
): Promise<Outcome> {
  const {ports, target, signal} = run;
  if (signal.aborted) return unknown(lost.reason);
  if (ports.clock().monotonic >= lost.deadline - TIMERS_EARLY) return observeOnce(run, watcher, isReached, lost.reason);
  const deadline = ports.clock().monotonic + FIND_OUT;
  if (!(await answersAgain(run, lost.reason))) return unknown(`${lost.reason}; it has not answered since`);
  const now = ports.state().nodes.get(target.node)?.circusd ?? null;
  const isSame = lost.circusd === null ? isOlder(now, lost.heardAt) : isSameCircusd(lost.circusd, now);
  const isNew = lost.circusd !== null && !isSame;
  const seen = await observeUntil(run, watcher, isReached, isNew ? ports.clock().monotonic : deadline);
  if (seen === null) return unknown(`${lost.reason}; asking again did not tell`);
  if (!isSame && lost.mayLeaveOrphans) {
    const reason = `its circusd ${isNew ? 'was' : 'may have been'} started anew before it was done: earlier processes may still run`;
    return unknown(reason, seen.state);
  }
  if (isReached(seen)) return ok({changed: null, state: seen.state, pids: seen.pids});
  if (isNew) return failed('its circusd was started anew before it was done', {sent: true, state: seen.state});
  return timedOut(seen);
}

/** Waits, after a lost answer, until the node answers again and is read. @returns whether it does in time */
export function answersAgain({ports, target, report, signal}: Run, reason: string): Promise<boolean> {
  report({type: 'waits', for: `an answer (${reason}): nobody knows yet whether it was done`, pids: []});
  return ports.until(
    state => {
      const row = state.nodes.get(target.node);
      return row?.link === 'online' && row.isRead && row.circusd !== null;
    },
    FIND_OUT,
    signal,
  );
}

/**
 * What the node lists, once it answers again after a lost answer; null: it does not in time. Where `isEnough` is not so at first it is
 * asked once more: what came by a connection that has ended may be read behind what comes by the next.
 */
export async function listedAgain(
  run: Run,
  lost: Lost,
  isEnough: (listed: ReadonlyMap<string, WatcherState>) => boolean,
): Promise<ReadonlyMap<string, WatcherState> | null> {
  const {ports, target, signal} = run;
  const began = ports.clock().monotonic;
  const isLate = began >= lost.deadline - TIMERS_EARLY;
  const deadline = began + (isLate ? LAST_OBSERVATION : FIND_OUT);
  let listed: ReadonlyMap<string, WatcherState> | null = null;
  while (!signal.aborted && (isLate || (await answersAgain(run, lost.reason)))) {
    const timeout = Math.min(ANSWER, Math.max(LAST_OBSERVATION, deadline - ports.clock().monotonic));
    const known = await ports.call(target.node, 'statuses', {}, {timeout, signal});
    if (known.kind === 'reply' && (listed !== null || isEnough(known.reply))) return known.reply;
    if (known.kind === 'reply') listed = known.reply;
    const left = deadline - ports.clock().monotonic;
    if (left <= 0) break;
    await ports.until(() => false, Math.min(OBSERVE_AGAIN, left), signal);
  }
  return listed;
}

/**
 * Whether it started clearly before the node was last heard of: then it is the circusd that was heard. The margin is needed because a
 * process's start time is in whole seconds since a boot time that may itself be off.
 */
function isOlder(circusd: CircusdIdentity | null, heardAt: number | null): boolean {
  return circusd !== null && heardAt !== null && circusd.startedAt + START_MARGIN < heardAt;
}

/** The time is over: the outcome is what the watcher is now. */
async function observeOnce(
  run: Run,
  watcher: string,
  isReached: (seen: Seen) => boolean,
  reason: string,
): Promise<Outcome> {
  const seen = await observe(run, watcher, LAST_OBSERVATION);
  if (seen.kind !== 'reply') return unknown(reason);
  return isReached(seen.reply)
    ? ok({changed: null, state: seen.reply.state, pids: seen.reply.pids})
    : timedOut(seen.reply);
}

/** The outcome when the end state was not reached in time; `seen`: what there was instead. */
export function timedOut({state}: Seen): Outcome {
  const isUnderWay = state === 'starting' || state === 'stopping';
  const reason = isUnderWay ? `it is still ${state}` : `it is ${state} instead`;
  return {kind: 'timed-out', changed: null, sent: true, state, reason};
}
