import type {Outcome} from '../model/job.js';
import type {WatcherRow} from '../store/state.js';
import type {Argument, Run} from './command.js';
import {beyondReach, failed} from './outcomes.js';

/** The watchers that a command acts on; none given: every one that is not circus's own. */
export const WATCHERS: Argument = {name: 'watcher', kind: 'watcher', isOptional: true, isMany: true};

/** Acts on the target's watcher, unless it is already known that this is impossible. */
export async function withWatcher<Prepared, End extends Outcome | null>(
  run: Run<Prepared>,
  act: (run: Run<Prepared>, watcher: string) => Promise<End>,
): Promise<End | Outcome> {
  const {target, ports} = run;
  const answer = beyondReach(target, ports.state(), run.plan.command.meansRemoved);
  if (answer !== null) return answer;
  return target.watcher === null ? failed('no watcher was named', {sent: false}) : act(run, target.watcher);
}

/** What is known of a watcher on the target's node; null: nothing. */
export function watcherRow({ports, target}: Run, watcher: string): WatcherRow | null {
  return ports.state().nodes.get(target.node)?.watchers.get(watcher) ?? null;
}
