import type {Outcome} from '../model/job.js';
import {isSameCircusd} from '../model/node.js';
import {deriveTimeout} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {withLeftOnNode} from './left-on-node.js';
import {nodeBeyondReach, planNodes} from './node-targets.js';
import {ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {NOTHING, reportWaits} from './waiting.js';

/** circus `quit`, which here is of circusman; `ok` when the circusd that was there does not answer any more, and nothing that it knows of lives on. */
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
  const isAnother = () => {
    const other = ports.state().nodes.get(target.node)?.circusd ?? null;
    return circusd !== null && other !== null && !isSameCircusd(circusd, other);
  };
  const isSilent = () => (ports.state().nodes.get(target.node)?.link ?? 'offline') === 'offline';
  // Without an answer silence tells nothing: a network that is cut is as silent as a circusd that is gone.
  const isGone = () => isAnother() || (answer.kind === 'reply' && isSilent());
  if (!(await ports.until(isGone, ANSWER, signal))) {
    if (answer.kind === 'lost') return unknown(`${answer.reason}; whether it has ended is not known`);
    const reason = 'it answered that it ends, and is there still';
    return {kind: 'timed-out', changed: null, sent: true, state: null, reason};
  }
  const another = isAnother() ? {reason: 'and something has started another there'} : {};
  const done = ok({changed: true, state: null, ...another});
  const left = answer.kind === 'reply' ? answer.reply : null;
  if (left === null || left.size === 0) return done;
  return withLeftOnNode(
    {...done, reason: done.reason ?? 'it has ended'},
    left,
    ' once circusman-node runs there again',
  );
}
