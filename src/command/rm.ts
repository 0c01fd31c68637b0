import type {Outcome} from '../model/job.js';
import {withLeftAfterRemoval} from './after-stop.js';
import {allow} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {answersAgain, observe} from './end-state.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {noteStarted} from './started-processes.js';
import {killProcesses} from './stop.js';
import {watcherRow, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';
import {endOf, reportWaits} from './waiting.js';

const NOSTOP = 'nostop';

/** circus `rm`; `ok` when circus does not list the watcher any more, and what its processes had started has ended, too. It comes back when its circusd is started anew, if it is in its ini. */
export const rm: TargetCommand = {
  name: 'rm',
  summary: 'Stop watchers and remove them from their circusd, until that is started anew',
  args: [{name: 'watcher', kind: 'watcher', isOptional: false, isMany: true}],
  options: [
    {
      name: NOSTOP,
      value: null,
      isMany: false,
      summary: 'Leave their processes running, which nothing manages any more',
    },
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'destroy',
  circus: 'rm',
  plan: (args, context) => planWatchers(rm, args, context),
  run: run => withWatcher(run, removeWatcher),
  force: killProcesses,
};

async function removeWatcher(run: Run, watcher: string): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  const leavesRunning = plan.args.options.has(NOSTOP);
  const noted = leavesRunning ? null : await noteStarted(run, watcher);
  const first = await observe(run, watcher);
  if (first.kind === 'lost') return failed(first.reason, {sent: false});
  if (first.kind !== 'reply') return withoutReply(first, signal);
  const {pids} = first.reply;
  const {timeout} = await allow(run, watcher, {stops: !leavesRunning, starts: false, readyWithin: null});
  const ending = leavesRunning ? {for: null, pids: []} : endOf(watcherRow(run, watcher), pids);
  run.report({type: 'waits', ...ending});
  const options = {timeout, signal, onWait: reportWaits(run, ending)};
  const answer = await ports.call(target.node, 'remove', {watcher, leavesRunning}, options);
  if (answer.kind === 'refused' || answer.kind === 'unsent') return withoutReply(answer, signal);
  if (answer.kind === 'lost' && !(await answersAgain(run, answer.reason))) {
    return unknown(`${answer.reason}; it has not answered since`);
  }
  const known = await ports.call(target.node, 'statuses', {}, {timeout: ANSWER, signal});
  if (known.kind !== 'reply') return unknown(`it was removed, then ${known.reason}`);
  const state = known.reply.get(watcher);
  if (state !== undefined) return failed('circus lists it still', {sent: true, state});
  if (answer.kind === 'lost' && pids.length > 0 && !leavesRunning) {
    // circus takes it off its list before it stops it.
    return unknown(`${answer.reason}; it is not listed any more, and whether ${pids.join(', ')} ended is not known`);
  }
  const removed = ok({changed: true, state: null});
  if (noted !== null) return withLeftAfterRemoval(run, watcher, removed, {noted, pids});
  const they = pids.length === 1 ? 'lives' : 'live';
  return {...removed, reason: pids.length === 0 ? 'it had no process' : `${pids.join(', ')} ${they} on, unmanaged`};
}
