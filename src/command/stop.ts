import type {CallResult} from '../model/calls.js';
import type {Outcome, Target} from '../model/job.js';
import type {WatcherRow} from '../store/state.js';
import {withEnds} from './after-stop.js';
import {allow} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {findOut, isRunning, isStopped, type Lost, observeUntil, type Seen, timedOut} from './end-state.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {PACE_OPTIONS} from './pace.js';
import {ANSWER} from './patience.js';
import type {Ports} from './ports.js';
import {noteStarted} from './started-processes.js';
import {WATCHERS, watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {endOf, timeWaits} from './waiting.js';

const SIGKILL = 9;

/** circus `stop`; `ok` when the watcher is stopped and none of its processes is left. */
export const stop: TargetCommand = {
  name: 'stop',
  summary: 'Stop watchers, and wait until their processes have ended',
  args: [WATCHERS],
  options: PACE_OPTIONS,
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  circus: 'stop',
  plan: (args, context) => planWatchers(stop, args, context),
  run: run => withWatcher(run, stopWatcher),
  force: killProcesses,
};

/** Milliseconds to wait for a node to list a watcher's processes before the stop is sent without them. */
const PROCESSES_TOLD = 500;

function knowsProcesses(row: WatcherRow | undefined): boolean {
  return row === undefined || row.state === 'stopped' || row.processes.size > 0 || row.processesTime > 0;
}

/** circus `stop`, and waits for its end. */
export async function stopWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {ports, target, signal} = run;
  const before = watcherRow(run, watcher);
  const noted = await noteStarted(run, watcher);
  const {timeout, lost} = await allow(run, watcher, {stops: true, starts: false, readyWithin: null});
  const changed = before === null ? null : before.state !== 'stopped';
  const {node} = target;
  // `exec` may come before the node has listed its processes: without them nothing could be named or forced.
  await ports.until(state => knowsProcesses(state.nodes.get(node)?.watchers.get(watcher)), PROCESSES_TOLD, signal);
  const row = watcherRow(run, watcher);
  const ending = endOf(row, [...(row?.processes.keys() ?? [])]);
  run.report({type: 'waits', ...ending});
  const {onWait, since} = timeWaits(run, ending);
  const result = await ports.call(target.node, 'stop', {watcher}, {timeout, signal, onWait});
  const took = ports.clock().monotonic - since();
  const outcome = await outcomeOf(run, watcher, {ending: ending.pids, changed}, lost, result);
  return withEnds(run, watcher, outcome, 'stopped', {noted, pids: ending.pids, took}, result);
}

async function outcomeOf(
  run: Run,
  watcher: string,
  {ending, changed}: {readonly ending: readonly number[]; readonly changed: boolean | null},
  lost: Omit<Lost, 'reason'>,
  result: CallResult<null>,
): Promise<Outcome> {
  if (result.kind === 'lost') return findOut(run, watcher, isStopped, {...lost, reason: result.reason});
  if (result.kind !== 'reply') return withoutReply(result, run.signal);
  // circusd has finished the stop: what runs now under other pids was started by somebody else.
  const isOvertaken = (now: Seen) => isRunning(now) && !now.pids.some(pid => ending.includes(pid));
  const seen = await observeUntil(run, watcher, now => isStopped(now) || isOvertaken(now), lost.deadline);
  if (seen === null) return unknown('stopped, then it did not answer');
  if (isStopped(seen)) return ok({changed, state: seen.state, pids: seen.pids});
  if (!isOvertaken(seen)) return timedOut(seen);
  return failed('it was stopped, and runs again: somebody has started it since', {sent: true, state: seen.state});
}

/** Ends a stop that waits: circus never refuses `signal`, not even while the stop holds the node's lock. */
export async function killProcesses(target: Target, pids: readonly number[], ports: Ports): Promise<string | null> {
  const {watcher} = target;
  if (watcher === null) return null;
  const results = await Promise.all(
    pids.map(pid => ports.call(target.node, 'signal', {watcher, signal: SIGKILL, pid}, {timeout: ANSWER})),
  );
  const bad = results.find(result => result.kind !== 'reply');
  return bad === undefined ? null : `signal 9 not delivered: ${bad.reason}`;
}
