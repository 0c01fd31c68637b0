import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {alive, killIfThere, processTree} from './processes.js';

/** A real circusd that a test started. */
export interface Circusd {
  readonly address: string;
  readonly pid: () => number;
  /** Its ini file. */
  readonly ini: string;
  /** Resolves once the signal is sent; for SIGKILL, once it is dead. Its children live on until `stop` or `restart`. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Ends it and all its descendants, whatever state it is in. */
  readonly stop: () => Promise<void>;
  /** Ends it and starts it again on the same ports. */
  readonly restart: () => Promise<void>;
}

const CIRCUSD = new URL('../../.venv/bin/circusd', import.meta.url).pathname;
const COMMAND_PORT = 5555;

/** Where a circusd listens for commands, events and statistics. */
export interface Endpoints {
  readonly commands: string;
  readonly events: string;
  readonly statistics: string;
}

/** Commands on port 5555, events on 5556, statistics on 5557. */
function portsOf(address: string): Endpoints {
  const host = address.includes(':') ? `[${address}]` : address;
  const [commands, events, statistics] = [0, 1, 2].map(index => `tcp://${host}:${COMMAND_PORT + index}`);
  return {commands: `${commands}`, events: `${events}`, statistics: `${statistics}`};
}

/**
 * Starts a circusd and waits until it accepts connections.
 * @param at its address, or its endpoints
 * @param ini the sections besides `[circus]`
 * @param settings more lines of `[circus]`
 */
export async function startCircusd(
  at: string | Endpoints,
  ini: string,
  settings: readonly string[] = [],
): Promise<Circusd> {
  const folder = mkdtempSync(join(tmpdir(), 'circusman-wire-'));
  const file = join(folder, 'circus.ini');
  const where = typeof at === 'string' ? portsOf(at) : at;
  const address = typeof at === 'string' ? at : at.commands;
  const endpoints = [
    `endpoint = ${where.commands}`,
    `pubsub_endpoint = ${where.events}`,
    `stats_endpoint = ${where.statistics}`,
  ];
  const circus = ['[circus]', ...endpoints, 'multicast_endpoint =', 'check_delay = 1', ...settings];
  writeFileSync(file, `${circus.join('\n')}\n${ini}\n`);
  let child = await launch();
  let orphans: readonly number[] = [];

  async function launch(): Promise<ChildProcess> {
    const launched = spawn(CIRCUSD, [file], {cwd: folder, stdio: 'ignore'});
    while (!(await accepts(where.commands))) {
      if (isOver(launched)) throw new Error(`circusd on ${address} ended at once`);
      await wait(20);
    }
    return launched;
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    if (signal !== 'SIGKILL') {
      child.kill(signal);
      return;
    }
    if (isOver(child)) return;
    orphans = (await processTree(child.pid ?? 0)).filter(pid => pid !== child.pid);
    const dead = once(child, 'exit');
    child.kill(signal);
    await dead;
  }

  async function endAll(): Promise<void> {
    await kill('SIGKILL');
    for (const pid of await alive(orphans)) killIfThere(pid);
    while ((await alive(orphans)).length > 0) await wait(20);
    orphans = [];
  }

  return {
    address,
    pid: () => child.pid ?? 0,
    ini: file,
    kill,
    stop: async () => {
      await endAll();
      rmSync(folder, {recursive: true, force: true});
    },
    restart: async () => {
      await endAll();
      child = await launch();
    },
  };
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function accepts(endpoint: string): Promise<boolean> {
  const {promise, resolve} = Promise.withResolvers<boolean>();
  const [, path] = /^ipc:\/\/(.*)$/.exec(endpoint) ?? [];
  const [, host = '', port] = /^tcp:\/\/\[?(.*?)\]?:(\d+)$/.exec(endpoint) ?? [];
  const socket = path === undefined ? connect(Number(port), host) : connect(path);
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
