import {sinceStart} from '../model/crashes.js';
import type {ClusterFact, LinkFact} from '../model/facts.js';
import {type CircusdIdentity, isSameCircusd, isSameWay, type NodeId, type NodeSpec} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {Draft} from './draft.js';
import {RowMap} from './row-map.js';
import {type NodeRow, UNREAD, type WatcherRow} from './state.js';

/** Which nodes there are, and which of them turn out to be one. */
export function reduceCluster(draft: Draft, fact: ClusterFact | Extract<LinkFact, {type: 'circusd-identified'}>): void {
  if (fact.type === 'cluster-changed') {
    setCluster(draft, fact);
    if (fact.origin !== undefined) draft.setOrigin(fact.origin);
    mergeSame(draft, fact.at);
    return;
  }
  const row = draft.node(fact.node);
  if (row === null || isSameCircusd(row.circusd, fact.circusd)) return;
  const watchers = new Map([...row.watchers].map(([name, watcher]) => [name, ofCircusd(watcher, fact.circusd)]));
  draft.setNode({...row, circusd: fact.circusd, watchers});
  mergeSame(draft, fact.at);
}

function ofCircusd(watcher: WatcherRow, {startedAt}: CircusdIdentity): WatcherRow {
  const crashes = sinceStart(watcher.crashes, startedAt);
  return crashes === watcher.crashes ? watcher : {...watcher, crashes};
}

/** Nodes that stay keep all that is known of them; of those that leave only what happened there stays. */
function setCluster(draft: Draft, {nodes, at}: ClusterFact): void {
  const rows = nodes.map(spec => {
    const row = draft.node(spec.id);
    if (row === null) return newNode(spec);
    return isSameSpec(row.spec, spec) ? row : {...row, spec};
  });
  const before = [...draft.nodes().values()];
  if (rows.length === before.length && rows.every((row, index) => row === before[index])) return;
  const stay = new Set(rows.map(row => row.spec.id));
  const add = (node: NodeId, kind: 'joined' | 'left') => draft.addEvent({at, node, watcher: null, kind});
  for (const {spec} of before) if (!stay.has(spec.id)) add(spec.id, 'left');
  // Those that it begins with have not been put into anything.
  if (before.length > 0) for (const {spec} of rows) if (draft.node(spec.id) === null) add(spec.id, 'joined');
  draft.setNodes(RowMap.of(rows.map(row => [row.spec.id, row])));
}

function newNode(spec: NodeSpec): NodeRow {
  return {
    spec,
    link: 'connecting',
    error: null,
    lastSeen: null,
    roundTrips: [],
    roundTripStep: null,
    foundStep: null,
    ...UNREAD,
    caughtUp: null,
    knownMachine: null,
    sameAs: null,
    watchers: new Map(),
  };
}

/** Of the rows behind which the same circusd was found, the first in the cluster's order stands for all. */
function mergeSame(draft: Draft, at: Instant): void {
  const firsts = new Map<number, NodeRow[]>();
  for (const row of draft.nodes().values()) {
    const sameAs = row.circusd === null ? heldSame(draft, row) : findSame(firsts, row);
    if (sameAs === row.sameAs) continue;
    draft.setNode({...row, sameAs});
    if (sameAs !== null) draft.addEvent({at, node: row.spec.id, watcher: null, kind: 'same-circusd', as: sameAs});
  }
}

/** After a new connection the node is asked who answers there: until then the row stays what it was. */
function heldSame(draft: Draft, row: NodeRow): NodeId | null {
  return row.sameAs !== null && draft.node(row.sameAs) !== null ? row.sameAs : null;
}

/** @param firsts rows that stand for themselves, by the pid of their circusd */
function findSame(firsts: Map<number, NodeRow[]>, row: NodeRow): NodeId | null {
  if (row.circusd === null) return null;
  const alike = firsts.get(row.circusd.pid) ?? [];
  const first = alike.find(other => isSameCircusd(other.circusd, row.circusd));
  if (first !== undefined) return first.spec.id;
  firsts.set(row.circusd.pid, [...alike, row]);
  return null;
}

function isSameSpec(one: NodeSpec, other: NodeSpec): boolean {
  return isSameWay(one, other) && one.clusterAddress === other.clusterAddress;
}
