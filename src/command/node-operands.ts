import type {NodeSpec} from '../model/node.js';
import {type NodeSetOptions, parseNetworkAndCount, parseNodeSet} from '../model/node-set.js';
import {readPlainSet} from '../model/plain-set.js';
import type {Token} from './arguments.js';
import type {Result} from './plan.js';

/** The nodes that operands mean: sets, or a network and a number of nodes. */
export function readNodes(words: readonly Token[], sets: NodeSetOptions): Result<readonly NodeSpec[]> {
  const [network, count] = words;
  const plain = readPlainSet(words.map(word => word.text).join(','), sets);
  if (plain !== null) return {ok: true, value: plain};
  const isCounted = words.length === 2 && network !== undefined && count !== undefined && /^\d+$/.test(count.text);
  const parsed = isCounted
    ? parseNetworkAndCount(network.text, count.text, sets)
    : parseNodeSet(words.map(word => word.text).join(','), sets);
  if (parsed.ok) return {ok: true, value: parsed.nodes};
  const {message, at} = parsed.problem;
  return {ok: false, problem: {message, at: placeIn(words, at), kind: 'usage'}};
}

/** Where in the line a place in the operands is, after these were joined by commas. */
function placeIn(words: readonly Token[], at: number): number {
  let start = 0;
  for (const word of words) {
    if (at <= start + word.text.length) return word.at + at - start;
    start += word.text.length + 1;
  }
  return words[0]?.at ?? 0;
}
