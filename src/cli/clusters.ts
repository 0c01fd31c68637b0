import path from 'node:path';
import {inTwoPlaces, noSuchCluster} from '../command/cluster-names.js';
import type {Config, Environment} from '../config/config.js';
import {openSavedClusters, readSetFile, type SavedClusters} from '../files/saved-clusters.js';
import {stateFolder} from '../files/state-folder.js';
import type {NamedClusters} from '../model/named-cluster.js';
import type {NodeSpec} from '../model/node.js';
import type {NodeSetOptions} from '../model/node-set.js';

/** All that has a name: what was saved, what is in the configuration file, and files of sets. */
export interface Clusters {
  readonly list: () => NamedClusters;
  /** What sets are read with. */
  readonly sets: NodeSetOptions;
  readonly saved: SavedClusters;
  /** The reference to the cluster to start on where no SET is named, such as `@lab`; null: none is the default. Or why that cannot be told, for people. */
  readonly startOn: () => {readonly reference: string | null} | {readonly problem: string};
}

export function openClusters(config: Config, environment: Environment): Clusters {
  const {defaultPort, defaultCluster} = config;
  const saved = openSavedClusters(stateFolder(environment));

  const standard = () => (defaultCluster === null ? saved.defaultName() : {name: defaultCluster});

  function list(): NamedClusters {
    const read = standard();
    const name = 'name' in read ? read.name : null;
    const inFile = [...config.clusters.values()].map(each => ({...each, nodes: () => each.nodes, isSaved: false}));
    const kept = saved.list();
    const isRead = !('problem' in kept);
    const all = [...inFile, ...(isRead ? kept.map(each => ({...each, isSaved: true})) : [])];
    return {
      all: all.map(each => ({...each, isDefault: each.name === name})),
      unread: isRead ? null : kept.problem,
    };
  }

  function named(reference: string): readonly NodeSpec[] | string {
    return reference.includes('/') ? inFile(reference, [], new Map()) : byName(reference);
  }

  /**
   * @param within the files that are being read: one that names one of these would never end
   * @param known those that were read: each is read once, however many others name it
   */
  function inFile(
    reference: string,
    within: readonly string[],
    known: Map<string, readonly NodeSpec[] | string>,
  ): readonly NodeSpec[] | string {
    const file = reference.startsWith('~/') ? path.join(environment.HOME ?? '', reference.slice(2)) : reference;
    const place = path.resolve(file);
    if (within.includes(place)) return `@${reference}: the files name each other in a circle`;
    const before = known.get(place);
    if (before !== undefined) return before;
    const namedThere = (other: string) =>
      other.includes('/') ? inFile(other, [...within, place], known) : byName(other);
    const nodes = readSetFile(file, {defaultPort, named: namedThere}) ?? `${file}: there is no such file`;
    known.set(place, nodes);
    return nodes;
  }

  function byName(reference: string): readonly NodeSpec[] | string {
    if (reference === '')
      return 'behind @ there is the name of a cluster, or a file with a slash in its path: @lab, @./file';
    const clusters = list();
    const [found, other] = clusters.all.filter(({name}) => name === reference);
    if (found === undefined) return noSuchCluster(reference, clusters);
    if (other === undefined) return found.nodes();
    return inTwoPlaces(found, other);
  }

  return {
    list,
    sets: {defaultPort, named},
    saved,
    startOn: () => {
      const read = standard();
      if ('problem' in read) return read;
      return {reference: read.name === null ? null : `@${read.name}`};
    },
  };
}
