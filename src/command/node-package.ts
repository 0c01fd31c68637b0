import type {Outcome, Target} from '../model/job.js';
import {type NodeInfo, PACKAGE_API} from '../model/service.js';
import {serviceOf} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';
import type {Run} from './command.js';
import {answersAgain} from './end-state.js';
import {cancelled, failed, unknown} from './outcomes.js';
import {ANSWER} from './patience.js';

/** Whether the target may be a service. Without a watcher's name it is; on a node that has not reported its services every watcher may be. */
export function mayBeService({node, watcher}: Target, state: State): boolean {
  const row = state.nodes.get(node);
  return row?.info == null || watcher === null || serviceOf(row, watcher) !== null;
}

/** The target's node, once it has reported what it is (it is asked when it connects); null: it did not in time. */
export async function identifiedNode({ports, target, signal}: Run): Promise<NodeRow | null> {
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

/** The outcome on a node that did not report in time what it is: nothing was sent to it. */
export function notIdentified({ports, target, signal}: Run): Outcome {
  if (signal.aborted) return cancelled('broken off before it was sent');
  const error = ports.state().nodes.get(target.node)?.error ?? null;
  return failed(error === null ? 'it has not said yet what it is' : `offline: ${error}`, {sent: false});
}

/** The outcome of a target whose circusd does not have our package; null: it does. */
export async function withoutPackage(run: Run): Promise<Outcome | null> {
  const row = await identifiedNode(run);
  if (row === null) return notIdentified(run);
  if (row.info !== null) return ofOtherAge(row.info);
  const {name} = run.plan.command;
  return failed(`this node runs a stock circusd; ${name} needs the package circus/ (circusman-node)`, {sent: false});
}

/** The outcome of a target whose node has an incompatible version of the package; null: it is compatible. */
function ofOtherAge({package: version, api}: NodeInfo): Outcome | null {
  if (api === PACKAGE_API) return null;
  const which =
    api < PACKAGE_API ? 'too old for this circusman: update it there' : 'newer than this circusman: update circusman';
  return failed(`its circusman-node ${version} is ${which}`, {sent: false});
}

/** Waits, after a lost answer, until the node answers again. @returns the outcome if it does not; null: it does */
async function untilAnswering(run: Run, reason: string): Promise<Outcome | null> {
  if (run.signal.aborted) return unknown(reason);
  return (await answersAgain(run, reason)) ? null : unknown(`${reason}; it has not answered since`);
}

/**
 * Finds out, after a lost answer, what the node has done, once it answers again.
 *
 * @param ask asks the node; resolves to null where it does not answer that
 */
export async function findOutLater(run: Run, reason: string, ask: () => Promise<Outcome | null>): Promise<Outcome> {
  const silent = await untilAnswering(run, reason);
  return silent ?? (await ask()) ?? unknown(`${reason}; asking again did not tell`);
}
