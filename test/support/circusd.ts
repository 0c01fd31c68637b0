import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {alive, killIfThere, processTree} from './processes.js';

/** A real circusd that a test started: commands on port 5555, events on 5556, statistics on 5557. */
export interface Circusd {
  readonly address: string;
  readonly pid: () => number;
  /** Resolves once the signal is sent; for SIGKILL, once it is dead. Its children live on until `stop` or `restart`. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Ends it and all under it, whatever state it is in. */
  readonly stop: () => Promise<void>;
  /** The same once more on the same ports, after it was ended. */
  readonly restart: () => Promise<void>;
}

const CIRCUSD = new URL('../../.venv/bin/circusd', import.meta.url).pathname;
const COMMAND_PORT = 5555;

/**
 * Starts a circusd and waits until it accepts connections.
 * @param ini the sections beside `[circus]`; `settings` are more lines of `[circus]`
 */
export async function startCircusd(address: string, ini: string, settings: readonly string[] = []): Promise<Circusd> {
  const folder = mkdtempSync(join(tmpdir(), 'circusman-wire-'));
  const file = join(folder, 'circus.ini');
  const host = address.includes(':') ? `[${address}]` : address;
  const endpoints = ['endpoint', 'pubsub_endpoint', 'stats_endpoint'].map(
    (name, index) => `${name} = tcp://${host}:${COMMAND_PORT + index}`,
  );
  const circus = ['[circus]', ...endpoints, 'multicast_endpoint =', 'check_delay = 1', ...settings];
  writeFileSync(file, `${circus.join('\n')}\n${ini}\n`);
  let child = await launch();
  let orphans: readonly number[] = [];

  async function launch(): Promise<ChildProcess> {
    const launched = spawn(CIRCUSD, [file], {cwd: folder, stdio: 'ignore'});
    while (!(await accepts(address))) {
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

function accepts(address: string): Promise<boolean> {
  const {promise, resolve} = Promise.withResolvers<boolean>();
  const socket = connect(COMMAND_PORT, address);
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
