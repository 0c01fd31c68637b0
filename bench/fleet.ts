import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {PACKAGE_ROOT} from '../test/support/package-root.js';
import {withDescriptors} from './descriptors.js';
import type {FleetOptions} from './fleet-options.js';

/** Fake circusd nodes on loopback addresses of this machine, in a separate process. */
export interface Fleet {
  /** circusman's operands for these nodes, or for the first `count` of them. */
  readonly operands: (count?: number) => readonly string[];
  readonly addresses: readonly string[];
  readonly pid: number;
  readonly close: () => Promise<void>;
}

/** A listener and a connection for each of three sockets, what ZeroMQ itself opens for each, and some to spare. */
const DESCRIPTORS_A_NODE = 12;

/** Starts a fleet and waits until all of it listens. Null when this user may not open enough descriptors. */
export async function startFleet(options: FleetOptions): Promise<Fleet | null> {
  // Two benchmarks that run at the same time must not use each other's nodes.
  const host = `127.${100 + (process.pid % 100)}`;
  const program = [process.execPath, `${PACKAGE_ROOT}dist/bench-fleet.mjs`, host, JSON.stringify(options)];
  const command = withDescriptors(options.count * DESCRIPTORS_A_NODE + 1_000, program);
  if (command === null) return null;
  const [file, ...args] = command;
  const child = spawn(file, args, {stdio: ['ignore', 'inherit', 'inherit', 'ipc']});
  const ended = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), ended]);
  if (message !== 'ready') throw new Error('the fake nodes did not start');
  return {
    operands: (count = options.count) => [`${host}.0.1`, String(count)],
    addresses: Array.from({length: options.count}, (_, index) => `${host}.${(index + 1) >> 8}.${(index + 1) & 255}`),
    pid: child.pid ?? 0,
    close: async () => {
      if (!child.connected) throw new Error('the fake nodes ended too early');
      child.disconnect();
      await ended;
    },
  };
}

/** Starts a fleet for a figure that needs all of it. Throws a sentence when that is not possible. */
export async function needFleet(options: FleetOptions): Promise<Fleet> {
  const fleet = await startFleet(options);
  if (fleet === null) throw new Error(`this user may not have the descriptors that ${options.count} nodes need`);
  return fleet;
}
