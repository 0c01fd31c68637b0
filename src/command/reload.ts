import type {Outcome} from '../model/job.js';
import {allow} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {findOut, isRunning, observe, type Seen} from './end-state.js';
import {notIdentified} from './node-package.js';
import {START_STOPPED, STRICT} from './options.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {PACE_OPTIONS} from './pace.js';
import {ANSWER} from './patience.js';
import {untilReady} from './ready.js';
import {cameUp, startWatcher} from './start.js';
import {notApartAgain} from './start-apart.js';
import {readinessOf} from './start-fate.js';
import {withStartWarnings} from './start-warnings.js';
import {killProcesses} from './stop.js';
import {WATCHERS, watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {endOf, reportWaits} from './waiting.js';

const SEQUENTIAL = 'sequential';

/** circus `reload`; `ok` when new processes run and the old ones have ended. circus would start a stopped watcher: nothing is sent to one. */
export const reload: TargetCommand = {
  name: 'reload',
  summary: 'Replace the processes of watchers that run: the new ones start before the old ones end',
  args: [WATCHERS],
  options: [
    STRICT,
    START_STOPPED,
    ...PACE_OPTIONS,
    {name: SEQUENTIAL, value: null, isMany: false, summary: 'One process after the other'},
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'interrupt',
  circus: 'reload',
  plan: (args, context) =>
    notApartAgain(withStartWarnings(planWatchers(reload, args, context), context.state), args, context.state),
  run: run => withWatcher(run, reloadWatcher),
  force: killProcesses,
};

async function reloadWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
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
  const {timeout, lost} = await allow(run, watcher, {stops: true, starts: true, readyWithin: start.within});
  const hangsUp = await isHungUp(run, watcher);
  const ending = endOf(watcherRow(run, watcher), before.pids);
  run.report({type: 'waits', ...ending});
  const isSequential = plan.args.options.has(SEQUENTIAL);
  const options = {timeout, signal, onWait: reportWaits(run, ending)};
  const answer = await ports.call(target.node, 'reload', {watcher, isSequential}, options);
  const isAnew = (seen: Seen) => isRunning(seen) && !seen.pids.some(pid => before.pids.includes(pid));
  if (answer.kind === 'lost' && hangsUp) return unknown(`${answer.reason}; whether SIGHUP was sent is not known`);
  if (answer.kind === 'lost') return findOut(run, watcher, isAnew, {...lost, reason: answer.reason});
  if (answer.kind !== 'reply') return withoutReply(answer, signal);
  const now = await observe(run, watcher);
  if (now.kind !== 'reply') return unknown(`it was reloaded, then ${now.reason}`);
  const {state, pids} = now.reply;
  const old = pids.filter(pid => before.pids.includes(pid));
  if (hangsUp)
    return ok({changed: null, state, pids, reason: `SIGHUP sent to ${before.pids.join(', ')}: it has send_hup`});
  if (old.length > 0 && state === 'running') {
    const reason = `${old.join(', ')} still ${old.length === 1 ? 'runs' : 'run'}`;
    return {kind: 'timed-out', changed: null, sent: true, state, reason};
  }
  const came = {started: pids, kept: [], hasChanged: true, isChecked: start.within !== null, deadline: lost.deadline};
  return untilReady(run, watcher, await cameUp(run, watcher, came), start, lost.deadline);
}

/** Whether circus sends SIGHUP to its processes instead of replacing them. */
export async function isHungUp({ports, target, signal}: Run, watcher: string): Promise<boolean> {
  const answer = await ports.call(target.node, 'get', {watcher, keys: ['send_hup']}, {timeout: ANSWER, signal});
  return answer.kind === 'reply' && answer.reply.get('send_hup') === true;
}
