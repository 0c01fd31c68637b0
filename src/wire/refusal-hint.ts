import {isIP} from 'node:net';
import type {NodeSpec} from '../model/node.js';
import {REFUSED} from './connection.js';

/** Says of a refusal on IPv6 what it often means: ZeroMQ has to be told of IPv6, which a stock circusd never does. */
export function withHint(problem: string | null, {host}: NodeSpec): string | null {
  const isHintNeeded = problem === REFUSED && isIP(host) === 6;
  return isHintNeeded ? `${REFUSED} (a stock circusd has no IPv6: run circusman-node)` : problem;
}
