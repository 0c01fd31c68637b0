import type {NodeId} from '../model/node.js';
import {remember} from './remember.js';
import {shownNodes} from './selectors.js';
import {clusterAddressOf, serviceOf} from './services.js';
import type {NodeRow, State} from './state.js';

/** What of a service's configuration is not as it should be. */
export type ConfigurationNote = {
  readonly watcher: string;
} /** It was configured for so many nodes, and they are not those that have it now. */ & (
  | {readonly kind: 'members'; readonly configured: number; readonly now: number}
  /** Others of its cluster are configured, it never was. */
  | {readonly kind: 'missing'}
  /** Configured files were changed by hand. */
  | {readonly kind: 'edited'; readonly files: readonly string[]}
);

/** By node, those that have any: what of its services' configuration is not as the cluster is now. */
export const configurationNotes = remember((state: State): ReadonlyMap<NodeId, readonly ConfigurationNote[]> => {
  const rows = shownNodes(state);
  const clusters = new Map<string, ServiceCluster>();
  const notes = new Map<NodeId, readonly ConfigurationNote[]>();
  for (const row of rows) {
    const own = (row.info?.services ?? []).flatMap(({watcher}) => {
      const known = clusters.get(watcher) ?? clusterOf(rows, watcher);
      clusters.set(watcher, known);
      return notesOn(row, watcher, known);
    });
    if (own.length > 0) notes.set(row.spec.id, own);
  }
  return notes;
});

/** "configured for 4 nodes", "edited: conf/x". */
export function noteText(note: ConfigurationNote): string {
  switch (note.kind) {
    case 'members':
      return `configured for ${note.configured === note.now ? 'other nodes' : nodes(note.configured)}`;
    case 'missing':
      return 'not configured';
    case 'edited':
      return `edited: ${note.files.join(', ')}`;
  }
}

/** The same as a warning, with where that is. */
export function noteWarning(note: ConfigurationNote, set: string): string {
  switch (note.kind) {
    case 'members': {
      const rest = note.configured === note.now ? ' than the cluster has' : `, the cluster has ${note.now}`;
      return `${note.watcher} on ${set} is ${noteText(note)}${rest}`;
    }
    case 'missing':
      return `${note.watcher} on ${set} is not configured`;
    case 'edited':
      return `${note.watcher} on ${set} was edited by hand: ${note.files.join(', ')}`;
  }
}

function nodes(count: number): string {
  return `${count} node${count === 1 ? '' : 's'}`;
}

/** The nodes that have a service now, as far as is known. */
interface ServiceCluster {
  readonly size: number;
  readonly addresses: ReadonlySet<string>;
  /** Addresses of nodes that have not said which services they have: they may be members. */
  readonly silent: ReadonlySet<string>;
  /** Whether the address of some node is not known, so that any address may be its. */
  readonly isVague: boolean;
  readonly isConfigured: boolean;
}

function clusterOf(rows: readonly NodeRow[], watcher: string): ServiceCluster {
  const members = rows.filter(row => serviceOf(row, watcher) !== null);
  const silent = rows.filter(row => row.hasPackage === null);
  const addresses = (of: readonly NodeRow[]) => new Set(of.flatMap(row => clusterAddressOf(row) ?? []));
  return {
    size: members.length,
    addresses: addresses(members),
    silent: addresses(silent),
    isVague: [...members, ...silent].some(row => clusterAddressOf(row) === null),
    isConfigured: members.some(row => row.watchers.get(watcher)?.health?.configured != null),
  };
}

function notesOn(row: NodeRow, watcher: string, cluster: ServiceCluster): readonly ConfigurationNote[] {
  const health = row.watchers.get(watcher)?.health ?? null;
  if (health === null) return [];
  const {configured, edited} = health;
  if (configured === null) return cluster.isConfigured ? [{watcher, kind: 'missing'}] : [];
  const members = new Set(configured.members.map(({address}) => address));
  const hasNew = [...cluster.addresses].some(address => !members.has(address));
  const hasLost =
    !cluster.isVague && [...members].some(address => !cluster.addresses.has(address) && !cluster.silent.has(address));
  return [
    ...(hasNew || hasLost
      ? [{watcher, kind: 'members', configured: configured.members.length, now: cluster.size} as const]
      : []),
    ...(edited.length > 0 ? [{watcher, kind: 'edited', files: edited} as const] : []),
  ];
}
