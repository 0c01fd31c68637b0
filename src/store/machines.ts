import type {NodeRow} from './state.js';

/**
 * Whether another machine answers behind the node than the one that is remembered: what was known of it may be worth nothing.
 * A circusd without our package cannot say which machine it is: it counts as another one where a machine is remembered.
 */
export function isOtherMachine({hasPackage, info, knownMachine}: NodeRow): boolean {
  if (knownMachine === null || hasPackage === null) return false;
  return info === null || (info.machine !== null && info.machine !== knownMachine);
}
