import type {MachineFact} from '../model/facts.js';
import type {Instant} from '../model/time.js';
import {type Draft, nodeLine} from './draft.js';
import {isOtherMachine, OTHER_MACHINE} from './machines.js';
import type {NodeRow} from './state.js';

/** Which machine shall be behind a node. */
export function reduceMachine(draft: Draft, {node, machine, at}: MachineFact): void {
  const row = draft.node(node);
  if (row === null || row.knownMachine === machine) return;
  const next = {...row, knownMachine: machine};
  if (isOtherMachine(row) && !isOtherMachine(next))
    draft.say(nodeLine(at, node, 'the machine that answers here is trusted', false));
  draft.setNode(next);
}

/** Takes the row of a node that has just told what it is. */
export function setInfo(draft: Draft, row: NodeRow, at: Instant): void {
  const {id} = row.spec;
  const before = draft.node(id);
  if (isOtherMachine(row) && (before === null || !isOtherMachine(before))) {
    draft.say(nodeLine(at, id, `${OTHER_MACHINE}; if that is right: cluster trust ${id}`, true));
  }
  draft.setNode(row);
}
