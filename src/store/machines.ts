import type {NodeRow} from './state.js';

/**
 * Whether another machine answers behind the node than the one that is remembered: what was known of it may be worth nothing.
 * A circusd without our package cannot say which machine it is: it counts as another one where a machine is remembered.
 */
export function isOtherMachine({hasPackage, info, knownMachine}: NodeRow): boolean {
  if (knownMachine === null || hasPackage === null) return false;
  return info === null || (info.machine !== null && info.machine !== knownMachine);
}

/** What the nodes say of their machines, once for each: several nodes on one all tell the same of it. Of one that does not say which it is on, its own. */
export function byMachine(
  rows: readonly NodeRow[],
  figure: (row: NodeRow) => number | null,
): readonly (number | null)[] {
  const ofMachines = new Map<string, number | null>();
  for (const row of rows) {
    const machine = row.info?.machine;
    const key = machine == null ? `node ${row.spec.id}` : `machine ${machine}`;
    ofMachines.set(key, ofMachines.get(key) ?? figure(row));
  }
  return [...ofMachines.values()];
}
