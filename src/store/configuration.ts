import type {NodeId} from '../model/node.js';
import type {Configured, ServiceInfo} from '../model/service.js';
import {remember, rememberByParts} from './remember.js';
import {shownNodes} from './selectors.js';
import {clusterAddressOf, membersOf, type ServiceMember} from './services.js';
import type {NodeRow, State} from './state.js';

/** What is wrong with a service's configuration. */
export type ConfigurationNote = {
  readonly watcher: string;
} /** It was configured for so many nodes, and they are not those that have it now. */ & (
  | {readonly kind: 'members'; readonly configured: number; readonly now: number}
  /** Others of its cluster are configured, it never was. */
  | {readonly kind: 'missing'}
  /** Neither it nor another of its cluster ever was, and it does not work without. */
  | {readonly kind: 'unconfigured'}
  /** Configured files were changed by hand. */
  | {readonly kind: 'edited'; readonly files: readonly string[]}
);

/** By node, those that have any: what in its services' configuration does not fit the cluster as it is now. */
export const configurationNotes = rememberByParts(partsOf, notesOf);

/** All that the notes are made from: no statistics, and nothing of what runs. */
function partsOf(state: State): readonly unknown[] {
  const parts: unknown[] = [];
  for (const row of shownNodes(state)) {
    parts.push(row.spec, row.hasPackage, row.info);
    for (const {watcher} of row.info?.services ?? []) {
      const health = row.watchers.get(watcher)?.health;
      parts.push(health?.configured, health?.edited, health?.error);
    }
  }
  return parts;
}

function notesOf(state: State): ReadonlyMap<NodeId, readonly ConfigurationNote[]> {
  const rows = shownNodes(state);
  const silent = rows.filter(row => row.hasPackage === null);
  const clusters = new Map<string, ServiceCluster>();
  const notes = new Map<NodeId, readonly ConfigurationNote[]>();
  for (const row of rows) {
    const own = (row.info?.services ?? []).flatMap(declared => {
      const {service} = declared;
      const cluster = clusters.get(service) ?? clusterOf(membersOf(state, service), silent);
      clusters.set(service, cluster);
      return notesOn(row, declared, cluster);
    });
    if (own.length > 0) notes.set(row.spec.id, own);
  }
  return notes;
}

/** The nodes that have a service now, as far as is known. */
interface ServiceCluster {
  readonly size: number;
  readonly isConfigured: boolean;
  /** Whether members that were configured are others than those that have the service now. */
  readonly isOther: (configured: Configured) => boolean;
}

/** @param silent the nodes that have not said which services they have: they may be members */
function clusterOf(members: readonly ServiceMember[], silent: readonly NodeRow[]): ServiceCluster {
  const rows = new Set(members.map(({row}) => row));
  const now = addressesOf(rows);
  const maybe = addressesOf(silent);
  // The address of some node is not known: it may be any of them.
  const isVague = [...rows, ...silent].some(row => clusterAddressOf(row) === null);
  const known = new Map<string, boolean>();
  const isOther = (configured: Configured) => {
    const {addresses, key} = configuredAddresses(configured);
    const found =
      known.get(key) ??
      ([...now].some(address => !addresses.has(address)) ||
        (!isVague && [...addresses].some(address => !now.has(address) && !maybe.has(address))));
    known.set(key, found);
    return found;
  };
  const isConfigured = members.some(
    ({row, declared}) => row.watchers.get(declared.watcher)?.health?.configured != null,
  );
  return {size: rows.size, isConfigured, isOther};
}

function addressesOf(rows: Iterable<NodeRow>): ReadonlySet<string> {
  return new Set([...rows].flatMap(row => clusterAddressOf(row) ?? []));
}

/** Nearly all members were configured for the same ones: `key` is the same then, and the answer worked out once. */
const configuredAddresses = remember(({members}: Configured) => {
  const addresses: ReadonlySet<string> = new Set(members.map(({address}) => address));
  return {addresses, key: [...addresses].sort().join(' ')};
});

function notesOn(
  row: NodeRow,
  {watcher, needsConfigure}: ServiceInfo,
  cluster: ServiceCluster,
): readonly ConfigurationNote[] {
  const health = row.watchers.get(watcher)?.health ?? null;
  if (health === null) return [];
  const {configured, edited} = health;
  if (configured === null) {
    if (cluster.isConfigured) return [{watcher, kind: 'missing'}];
    // Where its record cannot be read, that is not known.
    return needsConfigure === true && health.error === null ? [{watcher, kind: 'unconfigured'}] : [];
  }
  return [
    ...(cluster.isOther(configured)
      ? [{watcher, kind: 'members', configured: configured.members.length, now: cluster.size} as const]
      : []),
    ...(edited.length > 0 ? [{watcher, kind: 'edited', files: edited} as const] : []),
  ];
}
