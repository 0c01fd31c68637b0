import type {Outcome} from '../model/job.js';
import {isOtherMachine} from '../store/machines.js';
import {OTHER_MACHINE} from '../wording/machine.js';
import type {Run} from './command.js';
import {identifiedNode, notIdentified} from './node-package.js';
import {failed} from './outcomes.js';

/**
 * The outcome of a target that must not go on, because another machine answers there than before; null: go on. If no machine is
 * remembered for the node, there is nothing to compare and nothing to wait for.
 */
export async function otherMachine(run: Run): Promise<Outcome | null> {
  const {ports, target} = run;
  const rowNow = () => ports.state().nodes.get(target.node);
  if (rowNow()?.knownMachine == null) return null;
  const identified = await identifiedNode(run);
  if (identified === null) return rowNow() === undefined ? null : unidentified(run);
  if (!isOtherMachine(identified)) return null;
  await ports.machines.recall(target.node);
  const row = rowNow();
  if (row === undefined || !isOtherMachine(row)) return null;
  return failed(`${OTHER_MACHINE}; if that is right, say: cluster trust ${target.node}`, {sent: false});
}

function unidentified(run: Run): Outcome {
  const outcome = notIdentified(run);
  const {node} = run.target;
  if (outcome.kind !== 'failed' || run.ports.state().nodes.get(node)?.link === 'offline') return outcome;
  return failed(`it has not said which machine it is; if it is the right one, say: cluster trust ${node}`, {
    sent: false,
  });
}
