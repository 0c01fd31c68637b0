import type {NodeSpec} from '../model/node.js';
import {type AddressBlock, LOOPBACK_BLOCKS} from './addresses.js';
import type {Launcher, NodeContent} from './local-node.js';
import {NEEDS_STATISTICS, startLocalNodes} from './local-nodes.js';

/** A cluster of circusd nodes with Neo4j and Titan themselves, none of them configured or started yet. */
export interface RealCluster {
  readonly nodes: readonly NodeSpec[];
  /** Those that are in the cluster from the beginning: the last node can be added. */
  readonly members: readonly NodeSpec[];
  /** Ends every node and database, within 3 s; their data go, too. */
  stop(): Promise<void>;
}

export interface RealClusterOptions {
  readonly launcher: Launcher;
  /** The text of `circus/circus.ini`: the nodes run the watchers that every node is advised to have. */
  readonly ini: string;
  /** The folder of the jars of each service. */
  readonly jars: Readonly<Record<RealService, string>>;
  /** Called as each node listens. */
  readonly onProgress?: (up: number, count: number) => void;
}

export type RealService = 'neo4j-ha' | 'titan';

/** Each service with its home below /srv in `circus/circus.ini`. */
const HOMES: readonly (readonly [RealService, string])[] = [
  ['neo4j-ha', 'neo4j'],
  ['titan', 'titan'],
];

const NODES = 4;
const MEMBERS = 3;
/** 127.0.79.x and those after it: the databases' ports are always the same, so that each node needs an address of its own. */
const BLOCKS: readonly AddressBlock[] = LOOPBACK_BLOCKS.slice(2);

/**
 * Starts the nodes.
 * Throws a sentence when one does not come up; then none is left running.
 */
export async function startRealCluster({ini, jars, ...options}: RealClusterOptions): Promise<RealCluster> {
  const content = (folder: string) => nodeContent(folder, ini, jars);
  const {nodes, stop} = await startLocalNodes({
    ...options,
    count: NODES,
    watchers: () => content,
    hasStatistics: NEEDS_STATISTICS,
    blocks: BLOCKS,
  });
  const specs = nodes.map(node => node.spec);
  return {nodes: specs, members: specs.slice(0, MEMBERS), stop};
}

/** The parts of a node whose services live in `folder`. */
function nodeContent(folder: string, ini: string, jars: RealClusterOptions['jars']): NodeContent {
  const services = HOMES.map(
    ([service, home]) => `[service.${service}]
home = ${JSON.stringify(`${folder}/${home}`)}
[service.${service}.variables]
lib = ${JSON.stringify(jars[service])}
`,
  );
  return {
    watchers: ini.slice(ini.indexOf('[watcher:')).replaceAll('/srv/', `${folder}/`),
    // The machine's own services are left out.
    nodeFile: ['services = []\n', ...services].join('\n'),
    folders: HOMES.map(([, home]) => `${home}/logs`),
  };
}
