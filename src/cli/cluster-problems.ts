import {inTwoPlaces, noSuchCluster} from '../command/cluster-names.js';
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
