import path from 'node:path';
import type {Config} from '../config.js';
import {type LocalCluster, startLocalCluster} from '../demo/local-cluster.js';
import {formatNodeSet} from '../model/node-set.js';
import type {FullScreenOptions} from './full-screen.js';
import type {Io} from './io.js';

export interface DemoOptions {
  readonly config: Config;
  readonly count: number;
  /** Where this package lies. */
  readonly root: string;
}

/**
 * Starts a cluster of real circusd nodes on this machine and shows the screen on it; the nodes end with it.
 * Throws a sentence when they do not start.
 *
 * @returns the exit code
 */
export async function demo(
  {config, count, root}: DemoOptions,
  show: (options: Pick<FullScreenOptions, 'config' | 'nodes' | 'greeting'>) => Promise<number>,
  io: Io,
): Promise<number> {
  const python = path.join(root, '.venv', 'bin', 'python');
  const cluster = await startLocalCluster({
    launcher: {python, program: path.join(root, 'circus', 'circusman-node')},
    standIn: {python, program: path.join(root, 'circus', 'demo', 'stand-in')},
    count,
    onProgress: (up, of) => {
      if (io.isTerminal) io.err(`\rstarting ${of} circusd nodes on this machine: ${up} up${up === of ? '\n' : ''}`);
    },
  });
  try {
    return await show({config, nodes: cluster.nodes, greeting: greeting(cluster)});
  } finally {
    await cluster.stop();
  }
}

/** What a newcomer may try first. */
function greeting({oddNodes}: LocalCluster): string {
  const odd = oddNodes.length === 0 ? '' : ` Odd on purpose: ${formatNodeSet(oddNodes)}.`;
  return `A demo: a marks all, s starts them, J shows what came of it.${odd}`;
}
