import type {MachineFact, ReadFact} from '../model/facts.js';
import type {Draft} from './draft.js';
import {isOtherMachine} from './machines.js';
import type {NodeRow} from './state.js';

/** Which machine is to be behind a node. */
export function reduceMachine(draft: Draft, {node, machine, at}: MachineFact): void {
  const row = draft.node(node);
  if (row === null || row.knownMachine === machine) return;
  const next = {...row, knownMachine: machine};
  if (isOtherMachine(row) && !isOtherMachine(next)) draft.addEvent({at, node, watcher: null, kind: 'machine-trusted'});
  draft.setNode(next);
}

/** A node has just reported what it is. */
export function setInfo(draft: Draft, before: NodeRow, fact: Extract<ReadFact, {type: 'node-info-read'}>): void {
  const {info, at} = fact;
  const row = {...before, hasPackage: info !== null, info, infoAt: info === null ? null : at};
  const {id} = row.spec;
  if (isOtherMachine(row) && !isOtherMachine(before)) {
    draft.addEvent({at, node: id, watcher: null, kind: 'other-machine'});
  }
  draft.setNode(row);
}
