import {formatDuration} from '../model/duration.js';
import type {Outcome, Target} from '../model/job.js';
import type {ProcessEnd} from '../store/process-ends.js';
import {serviceOf} from '../store/services.js';
import type {State} from '../store/state.js';
import type {Run} from './command.js';
import {observe} from './end-state.js';
import {failed, unknown} from './outcomes.js';
import {watcherRow} from './target-watcher.js';

/** Whether the target's new processes have to stay for a time: no readiness check tells that they serve. @param ms how long */
export function hasToSettle({node, watcher}: Target, ms: number, state: State): boolean {
  return ms > 0 && watcher !== null && serviceOf(state.nodes.get(node), watcher)?.readyWithin == null;
}

/**
 * The outcome once its processes have stayed for `ms`: one that crashes at once must not let a job go on to the next nodes. What
 * changed nothing, has no process, or has a readiness check that it passed is as it was.
 */
export async function settled(run: Run, outcome: Outcome, ms: number): Promise<Outcome> {
  const {ports, target, signal} = run;
  const {watcher} = target;
  const pids = outcome.pids ?? [];
  if (watcher === null || !hasToSettle(target, ms, ports.state())) return outcome;
  if (outcome.kind !== 'ok' || outcome.changed === false || pids.length === 0) return outcome;
  const named = `${pids.slice(0, 3).join(', ')}${pids.length > 3 ? ' …' : ''}`;
  run.report({type: 'waits', for: `${named} to stay for ${formatDuration(ms)}`, pids: []});
  await ports.until(() => endsOf(run, watcher, pids).length > 0, ms, signal);
  if (signal.aborted) {
    return unknown(`it came up, and was not watched to the end of ${formatDuration(ms)}`, outcome.state);
  }
  const seen = await observe(run, watcher);
  if (seen.kind !== 'reply') return unknown(`it came up, then ${seen.reason}`, outcome.state);
  const gone = pids.filter(pid => !seen.reply.pids.includes(pid));
  if (gone.length === 0) return outcome;
  const {state} = seen.reply;
  // What circusd ended, for whoever asked it to, has not ended by itself.
  const isAsked = endsOf(run, watcher, gone).some(({signalledAt}) => signalledAt.length > 0);
  const ended = isAsked ? `its circusd ended ${gone.join(', ')}` : `${gone.join(', ')} ended`;
  return failed(`it came up, and ${ended} within ${formatDuration(ms)}`, {sent: true, state});
}

/** Those of these processes that circusd has told the end of. */
function endsOf(run: Run, watcher: string, pids: readonly number[]): readonly ProcessEnd[] {
  const ends = watcherRow(run, watcher)?.ends ?? [];
  return ends.filter(({pid, collected}) => collected !== null && pids.includes(pid));
}
