import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Launcher} from '../demo/local-node.js';
import type {Downloaded} from '../demo/maven.js';
import {type RealCluster, startRealCluster} from '../demo/real-cluster.js';
import {realJars} from '../demo/real-jars.js';
import type {NodeSpec} from '../model/node.js';
import {typedCommand} from '../view/key-hints.js';
import type {Keymap} from '../view/keymap.js';
import {type EndSignal, exitCodeOf, type Io} from './io.js';

/** The nodes of a demo, of either kind. */
export interface StartedDemo {
  readonly nodes: readonly NodeSpec[];
  /** What the screen shows first. */
  readonly greeting: (keymap: Keymap) => string;
  readonly stop: () => Promise<void>;
}

interface RealDemoOptions {
  /** Where this package lies. */
  readonly root: string;
  readonly launcher: Launcher;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (up: number, of: number) => void;
}

/**
 * Starts nodes that have Neo4j and Titan themselves. Both are downloaded once.
 * Throws a sentence when that fails.
 *
 * @returns the exit code when a signal ended the download
 */
export async function startRealDemo(options: RealDemoOptions, io: Io): Promise<StartedDemo | number> {
  const {root, launcher, environment, onProgress} = options;
  const ini = await readFile(path.join(root, 'circus', 'circus.ini'), 'utf8');
  const ending = new AbortController();
  const unlisten = io.onSignal(signal => ending.abort(new Interrupted(signal)));
  try {
    const jars = await realJars({root, environment, signal: ending.signal, onProgress: progress(io)});
    const cluster = await startRealCluster({launcher, ini, jars, onProgress});
    return {nodes: cluster.members, greeting: keymap => greeting(cluster, keymap), stop: cluster.stop};
  } catch (error) {
    if (error instanceof Interrupted) return exitCodeOf(error.signal);
    throw error;
  } finally {
    unlisten();
  }
}

class Interrupted extends Error {
  readonly signal: EndSignal;

  constructor(signal: EndSignal) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

/** Shows how much was downloaded, a line for each service, where progress may be drawn. */
function progress(io: Io): (service: string, downloaded: Downloaded, of: number) => void {
  let last = '';
  return (service, {bytes, files}, of) => {
    if (!io.isTerminal) return;
    const start = service === last || last === '' ? '\r' : '\n';
    last = service;
    const megabytes = (bytes / 1e6).toFixed(1);
    io.draw(`${start}fetching ${service} by Maven, once: ${megabytes} MB in ${files} files; ${of} jars in all`);
  };
}

/** What a newcomer can type first. */
function greeting({nodes}: RealCluster, keymap: Keymap): string {
  const [first] = nodes;
  const typed = (command: string) => typedCommand(keymap, 'grid', command) ?? command;
  return `Neo4j and Titan themselves: type ${typed('configure')}, then ${typed('start')}; a fourth node waits: ${typed(`cluster ${first?.id} ${nodes.length}`)}`;
}
