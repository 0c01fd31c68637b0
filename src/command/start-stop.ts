import type {Outcome} from '../model/job.js';
import type {WatcherRow} from '../store/state.js';
import type {Argument, Progress, Run, TargetCommand} from './command.js';
import {withConfigurationWarnings} from './configuration-warnings.js';
import {deriveTimeout, findOut, type Lost, look, lookUntil, type Seen} from './end-state.js';
import {untold} from './node-package.js';
import {STRICT} from './options.js';
import {beyondReach, failed, ok, withoutReply} from './outcomes.js';
import {readinessOf, untilReady} from './ready.js';
import {planWatchers} from './targets.js';

/** The watchers that a command means; none: every one that is not circus's own. */
export const WATCHERS: Argument = {name: 'watcher', kind: 'watcher', isOptional: true, isMany: true};
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
export async function confirmStart(
  run: Run,
  watcher: string,
  changed: boolean,
  pids: readonly number[],
): Promise<Outcome> {
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

/** How long a change may take. */
export interface Allowance {
  /** Milliseconds for the command. */
  readonly timeout: number;
  readonly lost: Omit<Lost, 'reason'>;
}

/** How long the command may take, asked of the node where it is not known, and what to know should its answer be lost. */
export async function allow(run: Run, watcher: string, parts: Parameters<typeof deriveTimeout>[2]): Promise<Allowance> {
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
export type Waiting = Omit<Extract<Progress, {type: 'waits'}>, 'type'>;

/** Waits for no process. */
export const NOTHING: Waiting = {for: null, pids: []};

/** Tells what the call waits for, and once that is over, what the command itself waits for. */
export function waits(run: Run, own: Waiting): (waitsFor: string | null) => void {
  return waitsFor => run.report({type: 'waits', ...(waitsFor === null ? own : {for: waitsFor, pids: []})});
}

/** What is known of the target's watcher; null: nothing. */
export function watcherRow(run: Run, watcher: string): WatcherRow | null {
  return run.ports.state().nodes.get(run.target.node)?.watchers.get(watcher) ?? null;
}

/** It is active, and has a process. */
export function isRunning(seen: Seen): boolean {
  return seen.state === 'running' && seen.pids.length > 0;
}
