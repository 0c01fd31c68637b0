import process from 'node:process';
import {demoWatchers} from '../../src/demo/demo-watchers.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from './circusctl.js';
import {untilWatcherDeaf} from './ignores-sigterm.js';
import {LAUNCHER, STAND_IN} from './local-nodes.js';
import {testHost} from './test-network.js';

/** An address where nothing listens. */
export const DEAD = testHost('76.1');

/** Three nodes with stand-ins for databases, for tests that run circusman as scripts do; on the second node neo4j ignores SIGTERM. */
export interface ScriptCluster extends LocalNodes {
  readonly id: (number: number) => string;
  /** All nodes as a SET. */
  readonly all: () => string;
  /** The watcher's state according to circusctl. */
  readonly state: (number: number, watcher: string) => Promise<string>;
  readonly untilDeafNeo4j: (number: number) => Promise<void>;
  /** Runs `act` while the node is stopped by SIGSTOP. */
  readonly whileFrozen: <T>(number: number, act: () => Promise<T>) => Promise<T>;
  /** Brings every watcher back to its state at the start. */
  readonly tidy: () => Promise<void>;
}

export async function startScriptCluster(): Promise<ScriptCluster> {
  const cluster = await startLocalNodes({
    launcher: LAUNCHER,
    count: 3,
    watchers: number => demoWatchers(number === 2 ? 'deaf neo4j' : undefined, STAND_IN),
  });
  const node = (number: number) => {
    const found = cluster.nodes[number - 1];
    if (found === undefined) throw new Error(`there is no node ${number}`);
    return found;
  };
  return {
    ...cluster,
    id: number => node(number).spec.id,
    all: () => cluster.nodes.map(each => each.spec.id).join(','),
    state: (number, watcher) => circusctl(node(number).address, 'status', watcher),
    untilDeafNeo4j: number => untilWatcherDeaf(node(number).address, 'neo4j'),
    whileFrozen: async (number, act) => {
      const {pid} = node(number);
      process.kill(pid, 'SIGSTOP');
      try {
        return await act();
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    },
    tidy: async () => {
      for (const {address} of cluster.nodes) {
        await circusctl(address, 'signal', 'neo4j', '9').catch(() => {});
        await circusctl(address, 'stop', '--waiting').catch(() => {});
        await circusctl(address, 'start', '--waiting', 'circusd-stats').catch(() => {});
      }
    },
  };
}
