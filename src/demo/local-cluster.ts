import type {NodeId, NodeSpec} from '../model/node.js';
import {demoWatchers, quirksOf, type StandIn} from './demo-watchers.js';
import type {Launcher} from './local-node.js';
import {NEEDS_STATISTICS, startLocalNodes} from './local-nodes.js';

/** The demo's cluster: real circusd nodes whose databases are stand-ins. */
export interface LocalCluster {
  readonly nodes: readonly NodeSpec[];
  /** The nodes with a quirk, so that there is something to see. */
  readonly oddNodes: readonly NodeId[];
  /** Ends every node and process of it, within 2 s. */
  stop(): Promise<void>;
}

interface LocalClusterOptions {
  readonly launcher: Launcher;
  readonly standIn: StandIn;
  /** How many nodes, 1 to 64. */
  readonly count: number;
  /** Called as each node listens. */
  readonly onProgress?: (up: number, count: number) => void;
}

/**
 * Starts the demo's cluster.
 * Throws a sentence when a node does not come up; then none is left running.
 */
export async function startLocalCluster({standIn, ...options}: LocalClusterOptions): Promise<LocalCluster> {
  const quirks = quirksOf(options.count);
  const cluster = await startLocalNodes({
    ...options,
    watchers: number => demoWatchers(quirks.get(number), standIn),
    hasStatistics: NEEDS_STATISTICS,
  });
  return {
    nodes: cluster.nodes.map(node => node.spec),
    oddNodes: cluster.nodes.map(node => node.spec.id).filter((_, index) => quirks.has(index + 1)),
    stop: cluster.stop,
  };
}
