import {isBareWord} from '../model/host-name.js';
import {readPlainSet} from '../model/plain-set.js';
import type {NodesReader} from './request.js';

/** An address, and how many of them in its last number. */
const COUNTED = /^(\d+\.\d+\.\d+\.)([1-9]\d{0,2}) ([1-9]\d{0,2})$/;

/**
 * Reads the operands that most command lines have, without loading what computes with addresses: the first picture does not
 * wait for that. It means by them what `readNodes` means, and refuses all others, right ones among them.
 */
export const readSimpleNodes: NodesReader = (operands, sets) => {
  const set = setOf(operands);
  const nodes = set === null ? null : readPlainSet(set, sets);
  // A word that may be no host is looked up before anything is shown.
  return nodes === null || nodes.some(({host}) => isBareWord(host)) ? 'not simple' : nodes;
};

function setOf(operands: readonly string[]): string | null {
  const [set = null, ...more] = operands;
  if (more.length === 0) return set;
  const [, network, first, count] = COUNTED.exec(operands.join(' ')) ?? [];
  return network === undefined ? null : `${network}${first}-${Number(first) + Number(count) - 1}`;
}
