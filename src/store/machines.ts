import type {NodeRow} from './state.js';

/**
 * Whether another machine answers behind the node than the one that is remembered: what was known of it may be of no worth.
 * A circusd without our package, which cannot tell its machine, is another one where one that could is remembered.
 */
export function isOtherMachine({hasPackage, info, knownMachine}: NodeRow): boolean {
  if (knownMachine === null || hasPackage === null) return false;
  return info === null || (info.machine !== null && info.machine !== knownMachine);
}
