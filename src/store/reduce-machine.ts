import type {MachineFact, ReadFact} from '../model/facts.js';
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

/** A node has just told what it is. */
export function setInfo(draft: Draft, before: NodeRow, fact: Extract<ReadFact, {type: 'node-info-read'}>): void {
  const {info, at} = fact;
  const row = {...before, hasPackage: info !== null, info, infoAt: info === null ? null : at};
  const {id} = row.spec;
  if (isOtherMachine(row) && !isOtherMachine(before)) {
    draft.say(nodeLine(at, id, `${OTHER_MACHINE}; if that is right: cluster trust ${id}`, true));
  }
  draft.setNode(row);
}
