import type {Outcome} from '../model/job.js';
import {deriveTimeout} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {nodeBeyondReach, planNodes} from './node-targets.js';
import {ok, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {NOTHING, reportWaits} from './waiting.js';

/** circus `quit`, which here is of circusman; `ok` when the circusd that was there does not answer any more. */
export const shutdown: TargetCommand = {
  name: 'shutdown',
  summary: 'End circusd itself, with all that it runs (circus calls it quit)',
  args: [],
  takesOn: true,
  scope: 'watcher',
  effect: 'destroy',
  circus: 'quit',
  plan: (args, context) => planNodes(shutdown, args, context),
  run,
};

async function run(run: Run): Promise<Outcome> {
  const {ports, target, signal} = run;
  const beyond = nodeBeyondReach(run);
  if (beyond !== null) return beyond;
  const row = ports.state().nodes.get(target.node);
  const {circusd = null} = row ?? {};
  const timeout = ports.timeout ?? deriveTimeout(row, null, {stops: true, starts: false, readyWithin: null});
  const options = {timeout, signal, onWait: reportWaits(run, NOTHING)};
  const answer = await ports.call(target.node, 'shutdown', {}, options);
  if (answer.kind === 'refused' || answer.kind === 'unsent') return withoutReply(answer, signal);
  run.report({type: 'waits', for: 'it to be gone', pids: []});
  const isGone = () => {
    const now = ports.state().nodes.get(target.node);
    if (now === undefined || now.link === 'offline') return true;
    const {circusd: other} = now;
    return circusd !== null && other !== null && (other.pid !== circusd.pid || other.startedAt !== circusd.startedAt);
  };
  if (!(await ports.until(isGone, ANSWER, signal))) {
    const reason = answer.kind === 'lost' ? answer.reason : 'it answered that it ends, and is there still';
    return {kind: answer.kind === 'lost' ? 'unknown' : 'timed-out', changed: null, sent: true, state: null, reason};
  }
  const now = ports.state().nodes.get(target.node);
  const isBack = now !== undefined && now.link !== 'offline';
  return ok({changed: true, state: null, ...(isBack ? {reason: 'and something has started another there'} : {})});
}
