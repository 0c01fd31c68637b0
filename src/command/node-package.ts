import type {Outcome, Target} from '../model/job.js';
import type {NodeInfo} from '../model/service.js';
import {serviceOf} from '../store/services.js';
import type {State} from '../store/state.js';
import type {Run} from './command.js';
import {answersAgain} from './end-state.js';
import {failed, withoutReply} from './outcomes.js';

const ANSWER = 5_000;
/** The version of the package's commands that this program speaks. */
const API = 1;
/** How a circusd without the package answers to a command of it; the words are circus's own. */
const UNKNOWN = /^unknown command/i;

/** Without a watcher's name the services are meant; of a node that has not told them, all that it has. */
export function mayBeService({node, watcher}: Target, state: State): boolean {
  const row = state.nodes.get(node);
  return row?.info == null || watcher === null || serviceOf(row, watcher) !== null;
}

/** What ends a target whose circusd has not our package; null: it has. A node that has not said yet is asked. */
export async function withoutPackage(run: Run): Promise<Outcome | null> {
  const {ports, target, plan, signal} = run;
  const known = ports.state().nodes.get(target.node)?.info ?? null;
  if (known !== null) return ofOtherAge(known);
  const result = await ports.call(target.node, 'nodeInfo', {}, {timeout: ANSWER, signal});
  if (result.kind === 'reply') return ofOtherAge(result.reply);
  if (result.kind === 'refused' && UNKNOWN.test(result.reason)) {
    const {name} = plan.command;
    return failed(`this node runs a stock circusd; ${name} needs the package circus/ (circusman-node)`, {sent: false});
  }
  // Nothing but a question was sent.
  return result.kind === 'lost' ? failed(result.reason, {sent: false}) : {...withoutReply(result, signal), sent: false};
}

/** What ends a target whose node and this program are too far apart to understand each other; null: they are not. */
function ofOtherAge({package: version, api}: NodeInfo): Outcome | null {
  if (api === API) return null;
  const which =
    api < API ? 'too old for this circusman: update it there' : 'newer than this circusman: update circusman';
  return failed(`its circusman-node ${version} is ${which}`, {sent: false});
}

/** A command was sent and its answer lost. @returns what ends the target; null: the node answers again */
export async function untilAnswering(run: Run, reason: string): Promise<Outcome | null> {
  if (run.signal.aborted) return unknown(reason);
  return (await answersAgain(run, reason)) ? null : unknown(`${reason}; it has not answered since`);
}

/** It was sent, and what became of it nobody could tell. */
export function unknown(reason: string): Outcome {
  return {kind: 'unknown', changed: null, sent: true, state: null, reason};
}
