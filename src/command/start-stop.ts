import type {Outcome, Target} from '../model/job.js';
import type {WatcherRow} from '../store/state.js';
import type {Argument, Ports, Progress, Run, TargetCommand} from './command.js';
import {withConfigurationWarnings} from './configuration-warnings.js';
import {deriveTimeout, findOut, type Lost, look, lookUntil, type Seen, timedOut} from './end-state.js';
import {untold} from './node-package.js';
import {STRICT} from './options.js';
import {beyondReach, failed, ok, withoutReply} from './outcomes.js';
import {readinessOf, untilReady} from './ready.js';
import {planWatchers} from './targets.js';

export const WATCHERS: Argument = {name: 'watcher', kind: 'watcher', isOptional: true, isMany: true};
const SIGKILL = 9;
const ANSWER = 5_000;

/** circus `start`; `ok` when a process of it is listed and the watcher is active, and ready where that is checked. */
export const start: TargetCommand = {
  name: 'start',
  summary: 'Start watchers, and wait until they run',
  args: [WATCHERS],
  options: [STRICT],
  takesOn: true,
  scope: 'watcher',
  effect: 'change',
  plan: (args, context) => withConfigurationWarnings(planWatchers(start, args, context), context.state),
  run: run => withWatcher(run, startWatcher),
};

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

/** circus `restart`; `ok` when new processes run, and are ready where that is checked. What was stopped stays stopped, and nothing is sent. */
export const restart: TargetCommand = {
  name: 'restart',
  summary: 'Restart the watchers that run, and wait until new processes run',
  args: [WATCHERS],
  options: [STRICT],
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  plan: (args, context) => withConfigurationWarnings(planWatchers(restart, args, context), context.state),
  run: run => withWatcher(run, restartWatcher),
  force: killProcesses,
};

async function startWatcher(run: Run, watcher: string): Promise<Outcome> {
  const start = await readinessOf(run, watcher);
  if (start === null) return untold(run);
  const allowance = await allow(run, watcher, {stops: false, starts: true, readyWithin: start.within});
  return untilReady(run, watcher, await startOnce(run, watcher, allowance), start, allowance.lost.deadline);
}

async function startOnce(run: Run, watcher: string, {timeout, lost}: Allowance): Promise<Outcome> {
  const {ports, signal, target} = run;
  const result = await ports.call(target.node, 'start', {watcher}, {timeout, signal, onWait: waits(run, NOTHING)});
  if (result.kind === 'lost') return findOut(run, watcher, isRunning, {...lost, reason: result.reason});
  if (result.kind !== 'reply') return withoutReply(result, signal);
  const {started, kept} = result.reply;
  return confirmStart(run, watcher, started.length > 0, [...started, ...kept]);
}

/** circus says `ok` also when no process came up, or when it ended at once: only what is listed afterwards counts. */
async function confirmStart(run: Run, watcher: string, changed: boolean, pids: readonly number[]): Promise<Outcome> {
  const result = await look(run, watcher);
  const {clock} = run.ports;
  if (result.kind !== 'reply') {
    const seen = await lookUntil(run, watcher, isRunning, clock().monotonic + ANSWER);
    if (seen === null)
      return {kind: 'unknown', changed: null, sent: true, state: null, reason: `started, then ${result.reason}`};
    return judgeStart(run, watcher, changed, pids, seen);
  }
  return judgeStart(run, watcher, changed, pids, result.reply);
}

function judgeStart(run: Run, watcher: string, changed: boolean, pids: readonly number[], seen: Seen): Outcome {
  if (pids.length === 0) {
    return failed('no process came up (the log of its circusd says why)', {sent: true, state: seen.state});
  }
  const alive = pids.filter(pid => seen.pids.includes(pid));
  if (seen.state === 'running' && alive.length > 0) return ok({changed, state: seen.state, pids: alive});
  return failed(`process ${pids.join(', ')} ${howItEnded(run, watcher, pids)} right after its start`, {
    sent: true,
    state: seen.state,
  });
}

function howItEnded(run: Run, watcher: string, pids: readonly number[]): string {
  const crashes = watcherRow(run, watcher)?.crashes ?? [];
  const exit = crashes.find(crash => pids.includes(crash.pid))?.exit ?? null;
  if (exit === null) return 'ended';
  return exit.signal === null ? `exited ${exit.code}` : `was killed by ${exit.signal}`;
}

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

async function restartWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {signal} = run;
  const first = await look(run, watcher);
  if (first.kind === 'lost') return failed(first.reason, {sent: false});
  if (first.kind !== 'reply') return withoutReply(first, signal);
  const before = first.reply;
  if (before.state === 'stopped') return ok({changed: false, sent: false, state: 'stopped', reason: 'was stopped'});
  const start = await readinessOf(run, watcher);
  if (start === null) return untold(run);
  const allowance = await allow(run, watcher, {stops: true, starts: true, readyWithin: start.within});
  const outcome = await restartOnce(run, watcher, before, allowance);
  return untilReady(run, watcher, outcome, start, allowance.lost.deadline);
}

async function restartOnce(run: Run, watcher: string, before: Seen, {timeout, lost}: Allowance): Promise<Outcome> {
  const {ports, target, signal} = run;
  const ending = endOf(watcherRow(run, watcher), before.pids);
  run.report({type: 'waits', ...ending});
  const isAnew = (seen: Seen) => isRunning(seen) && !seen.pids.some(pid => before.pids.includes(pid));
  const result = await ports.call(target.node, 'restart', {watcher}, {timeout, signal, onWait: waits(run, ending)});
  if (result.kind === 'lost') return findOut(run, watcher, isAnew, {...lost, reason: result.reason});
  if (result.kind !== 'reply') return withoutReply(result, signal);
  if (result.reply.started.length === 0) return confirmStart(run, watcher, true, []);
  const seen = await lookUntil(run, watcher, isAnew, lost.deadline);
  return judgeEnd(seen, isAnew, true, 'restarted, then it did not answer');
}

interface Allowance {
  /** Milliseconds for the command. */
  readonly timeout: number;
  readonly lost: Omit<Lost, 'reason'>;
}

/** How long the command may take, asked of the node where it is not known, and what to know should its answer be lost. */
async function allow(run: Run, watcher: string, parts: Parameters<typeof deriveTimeout>[2]): Promise<Allowance> {
  const {ports, target, signal} = run;
  const node = ports.state().nodes.get(target.node);
  let options = watcherRow(run, watcher)?.options ?? null;
  if (ports.timeout === null && options === null) {
    const asked = await ports.call(target.node, 'options', {watcher}, {timeout: ANSWER, signal});
    if (asked.kind === 'reply') options = asked.reply;
  }
  const timeout = ports.timeout ?? deriveTimeout(node, options, parts);
  const deadline = ports.clock().monotonic + timeout;
  const heardAt = watcherRow(run, watcher)?.stateTime ?? null;
  return {timeout, lost: {circusd: node?.circusd ?? null, heardAt, deadline, mayLeaveOrphans: parts.stops}};
}

/** What the end state is, once the node has said that it is done. */
function judgeEnd(
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

/** Does it to the target's watcher, unless it is known beforehand that it cannot be done. */
export async function withWatcher<End extends Outcome | null>(
  run: Run,
  act: (run: Run, watcher: string) => Promise<End>,
): Promise<End | Outcome> {
  const {target, ports} = run;
  const answer = beyondReach(target, ports.state());
  if (answer !== null) return answer;
  return target.watcher === null ? failed('no watcher was named', {sent: false}) : act(run, target.watcher);
}

/** What a command waits for; `pids`: what force would end. */
type Waiting = Omit<Extract<Progress, {type: 'waits'}>, 'type'>;

const NOTHING: Waiting = {for: null, pids: []};

/** Tells what the call waits for, and once that is over, what the command itself waits for. */
function waits(run: Run, own: Waiting): (waitsFor: string | null) => void {
  return waitsFor => run.report({type: 'waits', ...(waitsFor === null ? own : {for: waitsFor, pids: []})});
}

function endOf(row: WatcherRow | null, pids: readonly number[]): Waiting {
  if (pids.length === 0) return NOTHING;
  const patience = row?.options == null ? '' : `, killed after ${row.options.gracefulTimeout / 1_000} s`;
  return {for: `${pids.slice(0, 3).join(', ')}${pids.length > 3 ? ' …' : ''} to end${patience}`, pids};
}

function watcherRow(run: Run, watcher: string): WatcherRow | null {
  return run.ports.state().nodes.get(run.target.node)?.watchers.get(watcher) ?? null;
}

function isRunning(seen: Seen): boolean {
  return seen.state === 'running' && seen.pids.length > 0;
}

function isStopped(seen: Seen): boolean {
  return seen.state === 'stopped' && seen.pids.length === 0;
}
