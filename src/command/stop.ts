import type {Outcome, Target} from '../model/job.js';
import type {WatcherRow} from '../store/state.js';
import type {Ports, Run, TargetCommand} from './command.js';
import {findOut, lookUntil, type Seen, timedOut} from './end-state.js';
import {ok, withoutReply} from './outcomes.js';
import {allow, isRunning, NOTHING, WATCHERS, type Waiting, waits, watcherRow, withWatcher} from './start-stop.js';
import {planWatchers} from './targets.js';

const SIGKILL = 9;
const ANSWER = 5_000;

/** circus `stop`; `ok` when the watcher is stopped and none of its processes is left. */
export const stop: TargetCommand = {
  name: 'stop',
  summary: 'Stop watchers, and wait until their processes have ended',
  args: [WATCHERS],
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  plan: (args, context) => planWatchers(stop, args, context),
  run: run => withWatcher(run, stopWatcher),
  force: killProcesses,
};

/** circus `stop`, and waits for its end. */
export async function stopWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {ports, target, signal} = run;
  const before = watcherRow(run, watcher);
  const {timeout, lost} = await allow(run, watcher, {stops: true, starts: false, readyWithin: null});
  const ending = endOf(before, [...(before?.processes.keys() ?? [])]);
  run.report({type: 'waits', ...ending});
  const result = await ports.call(target.node, 'stop', {watcher}, {timeout, signal, onWait: waits(run, ending)});
  if (result.kind === 'lost') return findOut(run, watcher, isStopped, {...lost, reason: result.reason});
  if (result.kind !== 'reply') return withoutReply(result, signal);
  // circusd says that it is done: what runs now under other pids was started again by somebody else.
  const isOver = (now: Seen) => isStopped(now) || (isRunning(now) && !now.pids.some(pid => ending.pids.includes(pid)));
  const seen = await lookUntil(run, watcher, isOver, lost.deadline);
  const changed = before === null ? null : before.state !== 'stopped';
  return judgeEnd(seen, isStopped, changed, 'stopped, then it did not answer');
}

/** What the end state is, once the node has said that it is done. */
export function judgeEnd(
  seen: Seen | null,
  isReached: (seen: Seen) => boolean,
  changed: boolean | null,
  silence: string,
): Outcome {
  if (seen === null) return {kind: 'unknown', changed: null, sent: true, state: null, reason: silence};
  if (isReached(seen)) return ok({changed, state: seen.state, pids: seen.pids});
  return timedOut(seen);
}

/** What ends a stop that waits: circus refuses `signal` never, not even while the stop holds the node's lock. */
export async function killProcesses(target: Target, pids: readonly number[], ports: Ports): Promise<string | null> {
  const {watcher} = target;
  if (watcher === null) return null;
  const results = await Promise.all(
    pids.map(pid => ports.call(target.node, 'signal', {watcher, signal: SIGKILL, pid}, {timeout: ANSWER})),
  );
  const bad = results.find(result => result.kind !== 'reply');
  return bad === undefined ? null : `signal 9 not delivered: ${bad.reason}`;
}

/** That these processes end, which force may hasten. */
export function endOf(row: WatcherRow | null, pids: readonly number[]): Waiting {
  if (pids.length === 0) return NOTHING;
  const patience = row?.options == null ? '' : `, killed after ${row.options.gracefulTimeout / 1_000} s`;
  return {for: `${pids.slice(0, 3).join(', ')}${pids.length > 3 ? ' …' : ''} to end${patience}`, pids};
}

function isStopped(seen: Seen): boolean {
  return seen.state === 'stopped' && seen.pids.length === 0;
}
