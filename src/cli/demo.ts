import {access} from 'node:fs/promises';
import path from 'node:path';
import type {Config} from '../config.js';
import {type LocalCluster, startLocalCluster} from '../demo/local-cluster.js';
import type {Launcher} from '../demo/local-node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {FullScreenOptions} from './full-screen.js';
import type {Io} from './io.js';
import {type StartedDemo, startRealDemo} from './real-demo.js';

export interface DemoOptions {
  readonly config: Config;
  /** How many nodes with stand-ins; null: four with the databases themselves. */
  readonly count: number | null;
  /** Where this package lies. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a cluster of real circusd nodes on this machine and shows the screen on it; the nodes end with it.
 * Throws a sentence when they do not start.
 *
 * @returns the exit code
 */
export async function demo(
  {config, count, root, environment}: DemoOptions,
  show: (options: Pick<FullScreenOptions, 'config' | 'nodes' | 'greeting'>) => Promise<number>,
  io: Io,
): Promise<number> {
  const python = await demoPython(root);
  const launcher = {python, program: path.join(root, 'circus', 'circusman-node')};
  const started =
    count === null
      ? await startRealDemo({root, launcher, environment, onProgress: nodesUp(io)}, io)
      : await startStandIns(count, root, launcher, io);
  // A number: a signal ended the fetching.
  if (typeof started === 'number') return started;
  try {
    return await show({config, nodes: started.nodes, greeting: started.greeting});
  } finally {
    await started.stop();
  }
}

/**
 * The Python of the demo's nodes, which `npm run demo` makes; a package that npm has installed comes without.
 * Throws a sentence with the command that makes it.
 */
export async function demoPython(root: string): Promise<string> {
  const python = path.join(root, '.venv', 'bin', 'python');
  try {
    await access(python);
    return python;
  } catch {
    const [folder, requirements] = [path.join(root, '.venv'), path.join(root, 'circus', 'requirements.txt')].map(quote);
    throw new Error(
      `the demo's nodes want a Python with circus, made once (Python 3.11 or newer) by: python3 -m venv ${folder} && ${folder}/bin/pip install -q -r ${requirements}`,
    );
  }
}

/** As a shell takes it for one word. */
function quote(word: string): string {
  return /^[\w./@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function startStandIns(count: number, root: string, launcher: Launcher, io: Io): Promise<StartedDemo> {
  const standIn = {python: launcher.python, program: path.join(root, 'circus', 'demo', 'stand-in')};
  const cluster = await startLocalCluster({launcher, standIn, count, onProgress: nodesUp(io)});
  return {nodes: cluster.nodes, greeting: greeting(cluster), stop: cluster.stop};
}

/** Tells how many nodes are up, where progress may be drawn. */
function nodesUp(io: Io): (up: number, of: number) => void {
  return (up, of) => {
    if (io.isTerminal) io.err(`\rstarting ${of} circusd nodes on this machine: ${up} up${up === of ? '\n' : ''}`);
  };
}

/** What a newcomer may try first. */
function greeting({oddNodes}: LocalCluster): string {
  const odd = oddNodes.length === 0 ? '' : ` Odd on purpose: ${formatNodeSet(oddNodes)}.`;
  return `A demo: a marks all, s starts them, J shows what came of it.${odd}`;
}
