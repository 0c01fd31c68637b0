import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {withDescriptors} from './descriptors.js';
import type {FleetOptions} from './fleet-options.js';
import {PACKAGE_ROOT} from './package-root.js';

/** Fake circusd nodes on loopback addresses of this machine, in a process of their own. */
export interface Fleet {
  /** The words for circusman that mean these nodes, or the first so many of them. */
  readonly operands: (count?: number) => readonly string[];
  readonly addresses: readonly string[];
  readonly pid: number;
  readonly close: () => Promise<void>;
}

/** A listener and a connection for each of three sockets, what ZeroMQ has of its own for each, and some to spare. */
const DESCRIPTORS_A_NODE = 12;

/** Starts a fleet and waits until all of it listens. Null where this user may not have so many descriptors. */
export async function startFleet(options: FleetOptions): Promise<Fleet | null> {
  // Two benchmarks at the same time must not take each other's nodes for their own.
  const host = `127.${100 + (process.pid % 100)}`;
  const program = [process.execPath, `${PACKAGE_ROOT}dist/bench-fleet.mjs`, host, JSON.stringify(options)];
  const words = withDescriptors(options.count * DESCRIPTORS_A_NODE + 1_000, program);
  if (words === null) return null;
  const [file, ...args] = words;
  const child = spawn(file, args, {stdio: ['ignore', 'inherit', 'inherit', 'ipc']});
  const ended = once(child, 'exit');
  const [said] = await Promise.race([once(child, 'message'), ended]);
  if (said !== 'ready') throw new Error('the fake nodes did not start');
  return {
    operands: (count = options.count) => [`${host}.0.1`, String(count)],
    addresses: Array.from({length: options.count}, (_, index) => `${host}.${(index + 1) >> 8}.${(index + 1) & 255}`),
    pid: child.pid ?? 0,
    close: async () => {
      if (!child.connected) throw new Error('the fake nodes ended before they were to');
      child.disconnect();
      await ended;
    },
  };
}

/** For figures that are nothing without it. Throws a sentence where it cannot be. */
export async function needFleet(options: FleetOptions): Promise<Fleet> {
  const fleet = await startFleet(options);
  if (fleet === null) throw new Error(`this user may not have the descriptors that ${options.count} nodes need`);
  return fleet;
}
