import type {Outcome} from '../model/job.js';
import {isOtherMachine} from '../store/machines.js';
import {OTHER_MACHINE} from '../wording/machine.js';
import type {Run} from './command.js';
import {toldNode, untold} from './node-package.js';
import {failed} from './outcomes.js';

/**
 * What ends a target that would change a node behind which another machine answers than before; null: go on. Of a node of
 * which no machine is remembered there is nothing to compare, and nothing is waited for.
 */
export async function otherMachine(run: Run): Promise<Outcome | null> {
  const {ports, target} = run;
  const rowNow = () => ports.state().nodes.get(target.node);
  if (rowNow()?.knownMachine == null) return null;
  const told = await toldNode(run);
  if (told === null) return rowNow() === undefined ? null : unsaid(run);
  if (!isOtherMachine(told)) return null;
  await ports.machines.recall(target.node);
  const row = rowNow();
  if (row === undefined || !isOtherMachine(row)) return null;
  return failed(`${OTHER_MACHINE}; if that is right, say: cluster trust ${target.node}`, {sent: false});
}

function unsaid(run: Run): Outcome {
  const outcome = untold(run);
  const {node} = run.target;
  if (outcome.kind !== 'failed' || run.ports.state().nodes.get(node)?.link === 'offline') return outcome;
  return failed(`it has not said which machine it is; if it is the right one, say: cluster trust ${node}`, {
    sent: false,
  });
}
