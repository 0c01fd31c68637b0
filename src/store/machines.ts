import type {NodeRow} from './state.js';

/** Said of a node of which this is so. */
export const OTHER_MACHINE = 'another machine answers here than before';

/** Whether another machine answers behind the node than the one that is remembered: what was known of it may be of no worth. */
export function isOtherMachine({info, knownMachine}: NodeRow): boolean {
  return info !== null && knownMachine !== null && info.machine !== knownMachine;
}
