import type {Outcome} from '../model/job.js';
import {asWished, cameUp} from './came-up.js';
import type {Argument, Run, TargetCommand} from './command.js';
import {deriveTimeout, findOut, type Lost, type Seen} from './end-state.js';
import {freezeRefusal} from './freeze.js';
import {untold} from './node-package.js';
import {STRICT} from './options.js';
import {besideOrphans} from './orphan-warnings.js';
import {beyondReach, failed, withoutReply} from './outcomes.js';
import type {Progress} from './ports.js';
import {readinessOf, untilReady} from './ready.js';
import {withStartWarnings} from './start-warnings.js';
import {watcherRow} from './target-row.js';
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
  plan: (args, context) => withStartWarnings(planWatchers(start, args, context), context.state),
  run: run => withWatcher(run, startWatcher),
};

async function startWatcher(run: Run, watcher: string): Promise<Outcome> {
  const start = await readinessOf(run, watcher);
  if (start === null) return untold(run);
  const allowance = await allow(run, watcher, {stops: false, starts: true, readyWithin: start.within});
  const outcome = await startOnce(run, watcher, allowance, start.within !== null);
  return besideOrphans(run, await untilReady(run, watcher, outcome, start, allowance.lost.deadline));
}

async function startOnce(run: Run, watcher: string, {timeout, lost}: Allowance, isChecked: boolean): Promise<Outcome> {
  const {ports, signal, target} = run;
  const refusal = () => freezeRefusal(run, watcher);
  const options = {timeout, signal, onWait: waits(run, NOTHING), refusal};
  const result = await ports.call(target.node, 'start', {watcher}, options);
  if (result.kind === 'lost') {
    return asWished(run, watcher, await findOut(run, watcher, isRunning, {...lost, reason: result.reason}));
  }
  if (result.kind !== 'reply') return withoutReply(result, signal);
  return cameUp(run, watcher, {...result.reply, hasChanged: false, isChecked, deadline: lost.deadline});
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
export async function withWatcher<Prepared, End extends Outcome | null>(
  run: Run<Prepared>,
  act: (run: Run<Prepared>, watcher: string) => Promise<End>,
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

/** It is active, and has a process. */
export function isRunning(seen: Seen): boolean {
  return seen.state === 'running' && seen.pids.length > 0;
}
