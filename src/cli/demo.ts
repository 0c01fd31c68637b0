import {access} from 'node:fs/promises';
import path from 'node:path';
import type {Config} from '../config/config.js';
import {type LocalCluster, startLocalCluster} from '../demo/local-cluster.js';
import type {Launcher} from '../demo/local-node.js';
import {formatNodeSet} from '../model/node-set.js';
import {codeOf, sentenceOf} from '../model/system-error.js';
import {type Keymap, keyOf} from '../view/keymap.js';
import {chosenKeys} from './chosen-keys.js';
import type {FullScreenOptions} from './full-screen.js';
import {EXIT, type Io} from './io.js';
import {type StartedDemo, startRealDemo} from './real-demo.js';

interface DemoOptions {
  readonly config: Config;
  /** How many nodes with stand-ins; null: four with the databases themselves. */
  readonly count: number | null;
  /** Where this package lies. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a cluster of real circusd nodes on this machine and shows the screen on it; the nodes end with it.
 * Prints a sentence when they do not start.
 *
 * @returns the exit code
 */
export async function demo(
  {config, count, root, environment}: DemoOptions,
  show: (options: Pick<FullScreenOptions, 'config' | 'nodes' | 'origin' | 'greeting'>) => Promise<number>,
  io: Io,
): Promise<number> {
  const start = async () => {
    const launcher = {python: await demoPython(root), program: path.join(root, 'circus', 'circusman-node')};
    return count === null
      ? startRealDemo({root, launcher, environment, onProgress: nodesUp(io)}, io)
      : startStandIns(count, root, launcher, io);
  };
  const started = await start().catch((error: unknown) => {
    if (!isSentence(error) && codeOf(error) === null) throw error;
    io.err(`circusman: ${sentenceOf(error)}\n`);
    return EXIT.notOk;
  });
  // A number is an exit code: they did not start, or a signal ended the download.
  if (typeof started === 'number') return started;
  try {
    return await show({
      config,
      nodes: started.nodes,
      origin: null,
      greeting: started.greeting(chosenKeys(config).keymap),
    });
  } finally {
    await started.stop();
  }
}

/**
 * The Python of the demo's nodes. `npm run demo` installs it; a package that npm has installed comes without it.
 * Throws a sentence with the command that installs it.
 */
async function demoPython(root: string): Promise<string> {
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

/** Quoted so that a shell reads it as one word. */
function quote(word: string): string {
  return /^[\w./@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether its message is a sentence for people; what the language or the system throws is a fault of ours. */
function isSentence(error: unknown): error is Error {
  return error instanceof Error && error.constructor === Error && !('code' in error);
}

async function startStandIns(count: number, root: string, launcher: Launcher, io: Io): Promise<StartedDemo> {
  const standIn = {python: launcher.python, program: path.join(root, 'circus', 'demo', 'stand-in')};
  const cluster = await startLocalCluster({launcher, standIn, count, onProgress: nodesUp(io)});
  return {nodes: cluster.nodes, greeting: keymap => greeting(cluster, keymap), stop: cluster.stop};
}

/** Shows how many nodes are up, where progress may be drawn. */
function nodesUp(io: Io): (up: number, of: number) => void {
  return (up, of) => {
    if (io.isTerminal) io.draw(`\rstarting ${of} circusd nodes on this machine: ${up} up${up === of ? '\n' : ''}`);
  };
}

/** What a newcomer can try first. */
function greeting({oddNodes}: LocalCluster, keymap: Keymap): string {
  const odd = oddNodes.length === 0 ? '' : ` Odd on purpose: ${formatNodeSet(oddNodes)}.`;
  const hints = Object.entries({'mark-all': 'marks all', start: 'starts them', jobs: 'shows what came of it'});
  const known = hints.flatMap(([name, does]) => {
    const key = keyOf(keymap, 'grid', name);
    return key === null ? [] : [`${key} ${does}`];
  });
  return `A demo${known.length === 0 ? '' : ': '}${known.join(', ')}.${odd}`;
}
