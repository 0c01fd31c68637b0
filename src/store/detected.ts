import {parseIPv4, parseIPv6} from '../model/address.js';
import {type FoundNode, isOnlyHere} from '../model/detection.js';
import {type CircusdIdentity, isSameCircusd, type NodeId} from '../model/node.js';
import {rememberByParts} from './remember.js';
import type {NodeRow, State} from './state.js';

/** A circusd that was detected, whichever addresses it answers at. */
export interface DetectedRow {
  /** As it answered first. */
  readonly node: FoundNode;
  /** Its other addresses, in the order in which they answered. */
  readonly also: readonly FoundNode[];
  /** The node of the cluster that it is; null: it is new. */
  readonly known: NodeId | null;
}

/** What was detected, in the order in which it answered; a circusd that answers at several addresses is one row. */
export const detectedRows: (state: State) => readonly DetectedRow[] = rememberByParts(
  ({detection, nodes}: State) => [detection?.nodes, nodes],
  ({detection, nodes}: State) => {
    const groups = new Map<string, FoundNode[][]>();
    const rows: FoundNode[][] = [];
    for (const found of detection?.nodes ?? []) {
      const node = asKnownNow(found, nodes);
      const keys = keysOf(node);
      const same = keys.flatMap(key => groups.get(key) ?? []).find(group => group.every(each => isSame(each, node)));
      const group = same ?? [];
      group.push(node);
      if (same === undefined) rows.push(group);
      for (const key of keys) {
        const known = groups.get(key) ?? [];
        if (!known.includes(group)) groups.set(key, [...known, group]);
      }
    }
    const circusds = circusdsOf(nodes.values());
    return rows.flatMap(([node, ...also]) =>
      node === undefined ? [] : [{node, also, known: knownAs([node, ...also], nodes, circusds)}],
    );
  },
);

/** Whether what seems new may yet turn out to be in the cluster: of a node there it is not known yet which circusd it is. */
export function mayBeKnown(state: State): boolean {
  const isUnknown = ({link, circusd}: NodeRow) => circusd === null && (link === 'online' || link === 'stale');
  return (
    detectedRows(state).some(({node, known}) => known === null && node.identity !== null) &&
    [...state.nodes.values()].some(isUnknown)
  );
}

/** Of a node that was connected already the cluster may know more by now than when the search began. */
function asKnownNow(node: FoundNode, nodes: State['nodes']): FoundNode {
  const row = node.via === 'cluster' ? nodes.get(node.spec.id) : undefined;
  if (row === undefined) return node;
  const {info, circusd, endpoints} = row;
  return {
    ...node,
    circus: info?.circus ?? node.circus,
    package: info?.package ?? node.package,
    machine: info?.machine ?? node.machine,
    identity: circusd ?? node.identity,
    bind: endpoints?.commands ?? node.bind,
  };
}

/** What two addresses of one circusd have in common: only such are compared. */
function keysOf(node: FoundNode): readonly string[] {
  const {identity, machine, bind, spec} = node;
  return [
    ...(identity === null ? [] : [`pid ${identity.pid}`]),
    ...(machine === null ? [] : [`machine ${machine} ${spec.commandPort}`]),
    ...(isOnlyHere(node) || (isByName(node) && bind !== null) ? [`at ${bind}`] : []),
  ];
}

function isByName({spec: {host}}: FoundNode): boolean {
  return parseIPv4(host) === null && parseIPv6(host) === null;
}

/** By who answers, where they say it; where neither does, one machine has one circusd at a port. */
function isSame(one: FoundNode, other: FoundNode): boolean {
  if (isOnlyHere(one) || isOnlyHere(other)) return one.bind === other.bind && (isByName(one) || isByName(other));
  if (one.machine !== null && other.machine !== null && one.machine !== other.machine) return false;
  if (one.identity !== null || other.identity !== null) return isSameCircusd(one.identity, other.identity);
  return one.machine !== null && one.machine === other.machine && one.spec.commandPort === other.spec.commandPort;
}

type Circusds = ReadonlyMap<number, readonly {readonly id: NodeId; readonly circusd: CircusdIdentity}[]>;

/** The circusds of the cluster by pid; of those that answer at several nodes the shown one. */
function circusdsOf(rows: Iterable<NodeRow>): Circusds {
  const circusds = new Map<number, {readonly id: NodeId; readonly circusd: CircusdIdentity}[]>();
  for (const {spec, circusd, sameAs} of rows) {
    if (circusd === null || sameAs !== null) continue;
    circusds.set(circusd.pid, [...(circusds.get(circusd.pid) ?? []), {id: spec.id, circusd}]);
  }
  return circusds;
}

function knownAs(all: readonly FoundNode[], nodes: State['nodes'], circusds: Circusds): NodeId | null {
  const named = all.find(({spec}) => nodes.has(spec.id));
  if (named !== undefined) return named.spec.id;
  for (const {identity} of all) {
    const alike = identity === null ? [] : (circusds.get(identity.pid) ?? []);
    const same = alike.find(({circusd}) => isSameCircusd(circusd, identity));
    if (same !== undefined) return same.id;
  }
  return null;
}
