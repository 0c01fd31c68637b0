import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Member, ServiceInfo} from '../model/service.js';
import {shownNodes} from '../store/selectors.js';
import {clusterAddressOf, declaredOn, membersOf, type ServiceMember, twiceOnNode} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';
import {twiceOnNodeText} from '../wording/service-members.js';

/** A node in a service's cluster, with the number that it keeps or is given. */
export interface PlacedMember extends Member {
  readonly node: NodeId;
}

type Members = {readonly members: readonly PlacedMember[]} | {readonly problem: string};

/** Why it is not known yet which nodes have the watcher's service; null: every node has reported it. */
export function unreportedMembers(state: State, watcher: string): string | null {
  const silent = shownNodes(state).filter(row => row.hasPackage === null);
  if (silent.length === 0) return null;
  const nodes = formatNodeSet(silent.map(row => row.spec.id));
  // A node is asked a moment after it came online.
  if (silent.every(row => row.link === 'online')) {
    return `${nodes} has not said yet whether ${watcher} is a service there: try again in a moment`;
  }
  return `nobody knows whether ${nodes} has ${watcher}, for it has not answered: take it out of the cluster, or say --members ${watcher}=SET`;
}

/**
 * The service's cluster, in the order of the nodes: those that declare it, or those that are stated. Each keeps its number;
 * a new one gets the next number that no node has had, not even one that has left.
 */
export function placeMembers(state: State, service: string, stated: readonly NodeId[] | null): Members {
  const declared = stated === null ? membersOf(state, service) : stated.flatMap(node => statedOn(state, node, service));
  const twice = twiceOnNode(declared.flatMap(({row, declared}) => (declared === null ? [] : [{row, declared}])));
  if (twice !== null) return {problem: twiceOnNodeText(twice)};
  const nameless = declared.find(({row}) => clusterAddressOf(row) === null);
  if (nameless !== undefined) {
    return {
      problem: `the address of ${nameless.row.spec.id} in the cluster is not known: say it as address = "…" in its node.toml, or name the node by its address`,
    };
  }
  return number(declared, service);
}

/** A node that should be a member. `declared`: null if it does not declare the service, or has not reported it. */
interface Place {
  readonly row: NodeRow;
  readonly declared: ServiceInfo | null;
}

function statedOn(state: State, node: NodeId, service: string): readonly Place[] {
  const row = state.nodes.get(node);
  if (row === undefined) return [];
  const declared: readonly ServiceMember[] = declaredOn(row, service);
  return declared.length === 0 ? [{row, declared: null}] : declared;
}

function number(places: readonly Place[], service: string): Members {
  const known = numbersKnown(places);
  let last = Math.max(0, ...known.values(), ...places.map(place => ownNumber(place) ?? 0));
  const members: PlacedMember[] = [];
  for (const place of places) {
    const {row} = place;
    const address = clusterAddressOf(row) ?? '';
    const kept = ownNumber(place) ?? known.get(address) ?? null;
    if (kept === null && row.hasPackage === null) {
      return {
        problem: `${row.spec.id} has not told its number for ${service}, and no other member knows it: wait until it answers, or leave it out`,
      };
    }
    const identifier = kept ?? ++last;
    const same = members.find(member => member.identifier === identifier || member.address === address);
    if (same !== undefined) {
      const what = same.address === address ? `address ${address}` : `number ${identifier} for ${service}`;
      return {problem: `${same.node} and ${row.spec.id} both have ${what}: one of them must leave the cluster`};
    }
    members.push({node: row.spec.id, address, identifier});
  }
  return {members};
}

/** All numbers by address that any node was given, its own and others': a node that has left may come back. */
function numbersKnown(places: readonly Place[]): ReadonlyMap<string, number> {
  const reported = places.flatMap(place => configuredOf(place)?.members ?? []);
  return new Map(reported.map(({address, identifier}) => [address, identifier]));
}

/** `health` also shows a configure that came after `node-info` was read. */
function ownNumber(place: Place): number | null {
  return configuredOf(place)?.identifier ?? place.declared?.identifier ?? null;
}

function configuredOf({row, declared}: Place) {
  return declared === null ? null : (row.watchers.get(declared.watcher)?.health?.configured ?? null);
}
