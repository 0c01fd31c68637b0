import {type ChildProcess, spawn} from 'node:child_process';
import {type FileHandle, mkdir, mkdtemp, open, rm, writeFile} from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {NodeSpec} from '../model/node.js';
import {nodeSpec} from '../model/node-spec.js';
import {problemOf} from '../model/system-error.js';
import type {NodeAddress} from './addresses.js';
import {circusIni} from './circus-ini.js';

/** How a circusd is started. */
export interface Launcher {
  /** A Python that has circus. */
  readonly python: string;
  /** `circus/circusman-node` of this package. */
  readonly program: string;
}

/** A real circusd on this machine. It ends with this program, however that ends. */
export interface LocalNode {
  readonly spec: NodeSpec;
  readonly address: NodeAddress;
  /** The circusd itself. */
  readonly pid: number;
  /** Ends circusd and its processes, within 2 s; also when it is frozen or already gone. */
  stop(): Promise<void>;
}

/** What a node has besides its address. */
export interface NodeContent {
  /** The watchers' sections of the ini. */
  readonly watchers: string;
  /** Its node.toml; absent: it has none. */
  readonly nodeFile?: string;
  /** Folders to make in its own folder. */
  readonly folders?: readonly string[];
}

/** The watchers' sections; or the whole content, made for the node's folder, which is removed at its end. */
export type NodeWatchers = string | ((folder: string) => NodeContent);

export interface LocalNodeOptions {
  readonly launcher: Launcher;
  readonly address: NodeAddress;
  readonly watchers: NodeWatchers;
  /** Whether a `circusd-stats` runs, which takes 2 % of a core; absent: yes. */
  readonly hasStatistics?: boolean;
  /** Whether a program listens there; absent: found out by connecting from here. */
  readonly isTaken?: (host: string, port: number) => Promise<boolean>;
  /** More of the launcher's options, such as `--node-config FILE`. */
  readonly arguments?: readonly string[];
}

/** Milliseconds: how long a circusd may take to listen, how often that is checked, how long its end may take. */
const START_LIMIT = 30_000;
const POLL = 40;
const END_LIMIT = 3_000;
const OWNER_FD = 3;

/**
 * Starts a circusd and waits until it listens.
 * Throws a sentence with the end of circusd's log when it does not come up.
 */
export async function startLocalNode(options: LocalNodeOptions): Promise<LocalNode> {
  const {launcher, address, watchers, hasStatistics = true, isTaken = canConnect, arguments: more = []} = options;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'circusman-node-'));
  const content = typeof watchers === 'string' ? {watchers} : watchers(folder);
  const ini = path.join(folder, 'circus.ini');
  await writeFile(ini, circusIni(address, content.watchers, hasStatistics));
  const nodeOptions = await writeNodeFile(folder, content);
  const log = await open(path.join(folder, 'circusd.log'), 'a+');
  const circusd = spawn(
    launcher.python,
    [
      launcher.program,
      '--watch-fd',
      String(OWNER_FD),
      '--end-children',
      '--scratch',
      folder,
      ...nodeOptions,
      '--log-level',
      'warning',
      ...more,
      ini,
    ],
    // Detached: a signal of the terminal is for the program, and circusd takes a SIGHUP for "reload".
    {stdio: ['ignore', log.fd, log.fd, 'pipe'], detached: true},
  );
  const ended = new Promise<string>(resolve => {
    circusd.once('error', error => resolve(`${launcher.python}: ${problemOf(error)}`));
    circusd.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`));
  });
  const stop = () => end(circusd, ended, folder);
  try {
    const problem = await Promise.race([ended, listens(address, circusd, isTaken)]);
    if (problem !== null) {
      await stop();
      throw new Error(
        `circusd on ${address.host}:${address.commandPort} did not start: ${await endOfLog(log, problem)}`,
      );
    }
  } finally {
    await log.close();
  }
  const {pid} = circusd;
  if (pid === undefined) throw new Error(`circusd on ${address.host} has no pid`);
  return {spec: nodeSpec({host: address.host, commandPort: address.commandPort}), address, pid, stop};
}

/** The node's folders, and its node.toml; @returns the options that name that */
async function writeNodeFile(folder: string, {nodeFile, folders = []}: NodeContent): Promise<readonly string[]> {
  for (const name of folders) await mkdir(path.join(folder, name), {recursive: true});
  if (nodeFile === undefined) return [];
  const file = path.join(folder, 'node.toml');
  await writeFile(file, nodeFile);
  return ['--node-config', file];
}

/** Null once the command port is taken; circusd binds its events port before it. */
async function listens(
  {host, commandPort}: NodeAddress,
  circusd: ChildProcess,
  isTaken: NonNullable<LocalNodeOptions['isTaken']>,
): Promise<string | null> {
  const deadline = AbortSignal.timeout(START_LIMIT);
  while (!deadline.aborted && circusd.exitCode === null && circusd.signalCode === null) {
    if (await isTaken(host, commandPort)) return null;
    await wait(POLL);
  }
  return `it does not listen after ${START_LIMIT / 1000} s`;
}

function canConnect(host: string, port: number): Promise<boolean> {
  const socket = net.connect({host, port});
  return new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

async function end(circusd: ChildProcess, ended: Promise<string>, folder: string): Promise<void> {
  const owner = circusd.stdio[OWNER_FD];
  if (owner !== null && owner !== undefined) owner.destroy();
  const kill = setTimeout(() => circusd.kill('SIGKILL'), END_LIMIT);
  await ended;
  clearTimeout(kill);
  await rm(folder, {recursive: true, force: true});
}

async function endOfLog(log: FileHandle, otherwise: string): Promise<string> {
  const {size} = await log.stat();
  const {buffer} = await log.read({buffer: Buffer.alloc(size), position: 0});
  return buffer.toString().trim().split('\n').at(-1) || otherwise;
}
