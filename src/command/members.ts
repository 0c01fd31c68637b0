import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Member} from '../model/service.js';
import {shownNodes} from '../store/selectors.js';
import {clusterAddressOf, serviceOf} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';

/** A node in a service's cluster, with the number that it keeps or is given. */
export interface PlacedMember extends Member {
  readonly node: NodeId;
}

export type Members = {readonly members: readonly PlacedMember[]} | {readonly problem: string};

/**
 * The cluster of the service that a watcher is, in the order of the nodes: those that declare it, or those that are stated.
 * Each keeps its number; new ones are given the next that nobody has had, also not one that has left.
 */
export function membersOf(state: State, watcher: string, stated: readonly NodeId[] | null): Members {
  const rows = stated === null ? shownNodes(state) : stated.flatMap(node => state.nodes.get(node) ?? []);
  const silent = stated === null ? rows.filter(row => row.hasPackage === null) : [];
  if (silent.length > 0) {
    const nodes = formatNodeSet(silent.map(row => row.spec.id));
    // It is asked a moment after it came online.
    if (silent.every(row => row.link === 'online')) {
      return {problem: `${nodes} has not said yet whether ${watcher} is a service there: try again in a moment`};
    }
    return {
      problem: `nobody knows whether ${nodes} has ${watcher}, for it has not answered: take it out of the cluster, or say --members ${watcher}=SET`,
    };
  }
  const members = stated === null ? rows.filter(row => serviceOf(row, watcher) !== null) : rows;
  const nameless = members.find(row => clusterAddressOf(row) === null);
  if (nameless !== undefined) {
    return {
      problem: `the address of ${nameless.spec.id} in the cluster is not known: say it as address = "…" in its node.toml, or name the node by its address`,
    };
  }
  return number(members, watcher);
}

function number(rows: readonly NodeRow[], watcher: string): Members {
  const known = numbersKnown(rows, watcher);
  let last = Math.max(0, ...known.values(), ...rows.map(row => ownNumber(row, watcher) ?? 0));
  const members: PlacedMember[] = [];
  for (const row of rows) {
    const address = clusterAddressOf(row) ?? '';
    const identifier = ownNumber(row, watcher) ?? known.get(address) ?? ++last;
    const same = members.find(member => member.identifier === identifier || member.address === address);
    if (same !== undefined) {
      const what = same.address === address ? `address ${address}` : `number ${identifier} for ${watcher}`;
      return {problem: `${same.node} and ${row.spec.id} both have ${what}: one of them must leave the cluster`};
    }
    members.push({node: row.spec.id, address, identifier});
  }
  return {members};
}

/** The numbers by address that any node was told of, its own among them: one that has left may come back. */
function numbersKnown(rows: readonly NodeRow[], watcher: string): ReadonlyMap<string, number> {
  const told = rows.flatMap(row => healthOf(row, watcher)?.configured?.members ?? []);
  return new Map(told.map(({address, identifier}) => [address, identifier]));
}

/** `health` knows of a configure since `node-info` was read. */
function ownNumber(row: NodeRow, watcher: string): number | null {
  return healthOf(row, watcher)?.configured?.identifier ?? serviceOf(row, watcher)?.identifier ?? null;
}

function healthOf(row: NodeRow, watcher: string) {
  return row.watchers.get(serviceOf(row, watcher)?.watcher ?? watcher)?.health ?? null;
}
