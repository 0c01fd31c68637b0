import type {Outcome, Target} from '../model/job.js';
import {type NodeInfo, PACKAGE_API} from '../model/service.js';
import {serviceOf} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';
import type {Run} from './command.js';
import {answersAgain} from './end-state.js';
import {failed} from './outcomes.js';

const ANSWER = 5_000;

/** Without a watcher's name the services are meant; of a node that has not told them, all that it has. */
export function mayBeService({node, watcher}: Target, state: State): boolean {
  const row = state.nodes.get(node);
  return row?.info == null || watcher === null || serviceOf(row, watcher) !== null;
}

/** What the target's node has told of itself, once it has; null: it did not in time. It is asked as soon as it is connected. */
export async function toldNode({ports, target, signal}: Run): Promise<NodeRow | null> {
  const rowIn = (state: State) => state.nodes.get(target.node);
  await ports.until(
    state => {
      const row = rowIn(state);
      return row === undefined || row.hasPackage !== null || row.link === 'offline';
    },
    ANSWER,
    signal,
  );
  const row = rowIn(ports.state());
  return row === undefined || row.hasPackage === null ? null : row;
}

/** A node that did not say in time what it is: nothing was sent to it. */
export function untold({ports, target, signal}: Run): Outcome {
  if (signal.aborted) return {...failed('broken off before it was sent', {sent: false}), kind: 'cancelled'};
  const error = ports.state().nodes.get(target.node)?.error ?? null;
  return failed(error === null ? 'it has not said yet what it is' : `offline: ${error}`, {sent: false});
}

/** What ends a target whose circusd has not our package; null: it has. */
export async function withoutPackage(run: Run): Promise<Outcome | null> {
  const row = await toldNode(run);
  if (row === null) return untold(run);
  if (row.info !== null) return ofOtherAge(row.info);
  const {name} = run.plan.command;
  return failed(`this node runs a stock circusd; ${name} needs the package circus/ (circusman-node)`, {sent: false});
}

/** What ends a target whose node and this program are too far apart to understand each other; null: they are not. */
function ofOtherAge({package: version, api}: NodeInfo): Outcome | null {
  if (api === PACKAGE_API) return null;
  const which =
    api < PACKAGE_API ? 'too old for this circusman: update it there' : 'newer than this circusman: update circusman';
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
