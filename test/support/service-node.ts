import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {LAUNCHER, PYTHON} from './local-nodes.js';
import {PACKAGE_ROOT} from './package-root.js';

/** A real circusman-node with one service, the watcher `box`: a stand-in whose readiness is asked over HTTP. */
export interface ServiceNode {
  readonly address: string;
  /** From now on what it serves is ready. */
  readonly makeReady: () => void;
  /** Ends the node and its processes. */
  readonly stop: () => Promise<void>;
}

export interface ServiceNodeOptions {
  /** Seconds that a start may take until it is ready. */
  readonly within?: number;
  /** Of the stand-in (`circus/tests/stand_in.py`); absent: it serves, not ready yet. */
  readonly arguments?: readonly string[];
  /** More watchers of the ini. */
  readonly watchers?: string;
}

const STAND_IN = `${PACKAGE_ROOT}circus/tests/stand_in.py`;
const COMMAND_PORT = 5555;
export const SERVICE_PORT = 7474;
const POLL = 40;
/** The pipe that the node ends with. */
const OWNER_FD = 3;

/** Starts it and waits until it accepts connections. */
export async function startServiceNode(address: string, options: ServiceNodeOptions = {}): Promise<ServiceNode> {
  const {within = 30, arguments: args = ['--serve', `${address}:${SERVICE_PORT}`], watchers = ''} = options;
  const folder = mkdtempSync(join(tmpdir(), 'circusman-service-'));
  const home = join(folder, 'home');
  const service = join(folder, 'services', 'box');
  for (const each of [home, service]) mkdirSync(each, {recursive: true});
  const ready = `[ready]\nhttp = "http://${address}:${SERVICE_PORT}/"\nevery = 0.1\nwithin = ${within}\n`;
  writeFileSync(join(service, 'service.toml'), `[service]\ndescription = "A test's"\nhome = "${home}"\n${ready}`);
  const nodeFile = join(folder, 'node.toml');
  writeFileSync(nodeFile, `services = ["${join(folder, 'services')}"]\n`);
  const ini = join(folder, 'circus.ini');
  const box = watcherSection('box', {
    cmd: [PYTHON, '-S', STAND_IN, ...args].join(' '),
    working_dir: home,
    autostart: false,
    graceful_timeout: 1,
    'stdout_stream.class': 'FileStream',
    'stdout_stream.filename': join(home, 'out.log'),
  });
  const ports = ['endpoint', 'pubsub_endpoint', 'stats_endpoint'].map(
    (name, index) => `${name} = tcp://${address}:${COMMAND_PORT + index}`,
  );
  writeFileSync(ini, ['[circus]', ...ports, 'multicast_endpoint =', 'check_delay = 0.5', box, watchers].join('\n'));
  const owned = ['--watch-fd', String(OWNER_FD), '--end-children', '--scratch', folder];
  const node = spawn(LAUNCHER.python, [LAUNCHER.program, ...owned, '--node-config', nodeFile, ini], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(node, 'exit');
  while (!(await accepts(address))) {
    if (node.exitCode !== null) throw new Error(`circusman-node on ${address} ended with ${node.exitCode}`);
    await wait(POLL);
  }
  return {
    address,
    makeReady: () => writeFileSync(join(home, 'ready'), ''),
    stop: async () => {
      node.stdio[OWNER_FD]?.destroy();
      await ended;
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

function accepts(address: string): Promise<boolean> {
  const {promise, resolve} = Promise.withResolvers<boolean>();
  const socket = net.connect(COMMAND_PORT, address);
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
