import type {CallResult} from '../model/calls.js';
import type {Outcome} from '../model/job.js';
import {withEnds} from './after-stop.js';
import {type Allowance, allow} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {findOut, isRunning, observe, type Seen} from './end-state.js';
import {notIdentified} from './node-package.js';
import {START_STOPPED, STRICT} from './options.js';
import {besideOrphans} from './orphan-warnings.js';
import {failed, ok, withoutReply} from './outcomes.js';
import {PACE_OPTIONS} from './pace.js';
import {untilReady} from './ready.js';
import {cameUp, startWatcher} from './start.js';
import {notApartAgain} from './start-apart.js';
import {readinessOf} from './start-fate.js';
import {withStartWarnings} from './start-warnings.js';
import {noteStarted} from './started-processes.js';
import {killProcesses} from './stop.js';
import {WATCHERS, watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {endOf, timeWaits} from './waiting.js';

/** circus `restart`; `ok` when new processes run, and are ready where that is checked. A stopped watcher stays stopped, and nothing is sent. */
export const restart: TargetCommand = {
  name: 'restart',
  summary: 'Restart the watchers that run, and wait until new processes run',
  args: [WATCHERS],
  options: [STRICT, START_STOPPED, ...PACE_OPTIONS],
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  circus: 'restart',
  plan: (args, context) =>
    notApartAgain(withStartWarnings(planWatchers(restart, args, context), context.state), args, context.state),
  run: run => withWatcher(run, restartWatcher),
  force: killProcesses,
};

async function restartWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {signal} = run;
  const first = await observe(run, watcher);
  if (first.kind === 'lost') return failed(first.reason, {sent: false});
  if (first.kind !== 'reply') return withoutReply(first, signal);
  const before = first.reply;
  if (before.state === 'stopped') {
    if (run.plan.args.options.has(START_STOPPED.name)) return startWatcher(run, watcher);
    return ok({changed: false, sent: false, state: 'stopped', reason: 'was stopped'});
  }
  const start = await readinessOf(run, watcher);
  if (start === null) return notIdentified(run);
  const noted = await noteStarted(run, watcher);
  const allowance = await allow(run, watcher, {stops: true, starts: true, readyWithin: start.within});
  const once = await restartOnce(run, watcher, before, allowance, start.within !== null);
  const outcome = await untilReady(run, watcher, once.outcome, start, allowance.lost.deadline);
  const ended = await withEnds(run, watcher, outcome, 'restarted', {...once, noted, pids: before.pids}, once.result);
  return ended.orphans === undefined ? besideOrphans(run, ended) : ended;
}

async function restartOnce(
  run: Run,
  watcher: string,
  before: Seen,
  {timeout, lost}: Allowance,
  isChecked: boolean,
): Promise<{readonly outcome: Outcome; readonly result: CallResult<unknown>; readonly took: number}> {
  const {ports, target, signal} = run;
  const ending = endOf(watcherRow(run, watcher), before.pids);
  run.report({type: 'waits', ...ending});
  const isAnew = (seen: Seen) => isRunning(seen) && !seen.pids.some(pid => before.pids.includes(pid));
  const {onWait, since} = timeWaits(run, ending);
  const result = await ports.call(target.node, 'restart', {watcher}, {timeout, signal, onWait});
  const took = run.ports.clock().monotonic - since();
  const outcomeOf = async () => {
    if (result.kind === 'lost') return findOut(run, watcher, isAnew, {...lost, reason: result.reason});
    if (result.kind !== 'reply') return withoutReply(result, signal);
    return cameUp(run, watcher, {...result.reply, hasChanged: true, isChecked, deadline: lost.deadline});
  };
  return {outcome: await outcomeOf(), result, took};
}
