import path from 'node:path';
import {javaProblem} from './java.js';
import type {RealClusterOptions, RealService} from './real-cluster.js';
import {type JarOptions, serviceJars} from './service-jars.js';

type RealJarsOptions = Pick<JarOptions, 'environment' | 'signal' | 'onProgress'> & {
  /** The folder of this package. */
  readonly root: string;
};

/**
 * The folders of the jars of a real cluster, which are fetched the first time.
 * Throws a sentence when they cannot be, or when the Java here cannot run them.
 */
export async function realJars({root, ...options}: RealJarsOptions): Promise<RealClusterOptions['jars']> {
  const problem = await javaProblem(options);
  if (problem !== null) throw new Error(problem);
  const cache = jarCache(options.environment);
  const services = path.join(root, 'circus', 'circusman_node', 'services');
  // One after the other: two Mavens at once do not agree about ~/.m2/repository.
  const jars = async (service: RealService) => serviceJars(service, {...options, services, cache});
  return {'neo4j-ha': await jars('neo4j-ha'), titan: await jars('titan')};
}

/** In the user's own cache, as XDG's base directories have it. */
function jarCache({XDG_CACHE_HOME = '', HOME = ''}: JarOptions['environment']): string {
  const caches = XDG_CACHE_HOME.startsWith('/') ? XDG_CACHE_HOME : `${HOME}/.cache`;
  if (!caches.startsWith('/') || caches === '/.cache') {
    throw new Error('there is nowhere to keep the jars of the databases: set HOME or XDG_CACHE_HOME');
  }
  return path.join(caches, 'circusman', 'services');
}
