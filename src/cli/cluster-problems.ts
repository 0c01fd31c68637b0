import {inTwoPlaces, noSuchCluster} from '../command/cluster-names.js';
import type {Origin, Origins} from '../config/config.js';
import {SETTINGS} from '../config/settings.js';
import type {NamedClusters} from '../model/named-cluster.js';
import type {ConfigInForce} from './show-config.js';

/** Clusters that are in the configuration file and saved, too, and a default one that there is not; a sentence each. */
export function clusterProblems(
  clusters: NamedClusters,
  {config: {defaultCluster}, origins: {defaultCluster: origin}}: Pick<ConfigInForce, 'config' | 'origins'>,
): readonly string[] {
  const {all} = clusters;
  const twice = all.flatMap(found => {
    const other = found.isSaved ? undefined : all.find(({name, isSaved}) => isSaved && name === found.name);
    return other === undefined ? [] : [inTwoPlaces(found, other)];
  });
  if (defaultCluster === null || all.some(({name}) => name === defaultCluster)) return twice;
  const {key, variable} = SETTINGS.defaultCluster;
  const place = origin.kind === 'file' ? `${origin.file}:${origin.line}: ${key}` : variable;
  return [...twice, `${place}: ${noSuchCluster(defaultCluster, clusters)}`];
}

/**
 * The default cluster cannot be taken: where it was chosen, and what helps.
 *
 * @param isSetNamed what was asked for names a SET, and only wants to know which nodes are known
 */
export function noDefault(
  problem: string,
  {defaultCluster: origin}: Pick<Origins, 'defaultCluster'>,
  isSetNamed: boolean,
): string {
  if (origin.kind !== 'default') return `${placeOf(origin)}: ${problem}`;
  const next = `choose another default by cluster save NAME --default`;
  return `the default cluster: ${problem}; ${isSetNamed ? '' : 'name a SET, and '}${next}`;
}

function placeOf(origin: Origin): string {
  return origin.kind === 'file' ? `${origin.file}:${origin.line}: default_cluster` : 'CIRCUSMAN_DEFAULT_CLUSTER';
}
