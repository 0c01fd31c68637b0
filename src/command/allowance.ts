import type {WatcherOptions} from '../model/watcher.js';
import type {NodeRow} from '../store/state.js';
import type {Run} from './command.js';
import type {Lost} from './end-state.js';
import {ANSWER} from './patience.js';
import {watcherRow} from './target-watcher.js';
import {knownOptions} from './watcher-options.js';

/** circus's own default in milliseconds, for a watcher whose options are not known yet. */
const GRACEFUL_TIMEOUT = 30_000;
const UNKNOWN_START = 60_000;

/** How long a change may take, and what to know should its answer be lost. */
export interface Allowance {
  /** Milliseconds for the command. */
  readonly timeout: number;
  readonly lost: Omit<Lost, 'reason'>;
}

/** What a change consists of, which decides how long it may take. */
interface Parts {
  readonly stops: boolean;
  readonly starts: boolean;
  /** Milliseconds that its readiness check may take; null: it has none. */
  readonly readyWithin: number | null;
}

/** How long a change of the watcher may take from now on: `--timeout`, or what the watcher's own options allow. */
export async function allow(run: Run, watcher: string, parts: Parts): Promise<Allowance> {
  const {ports, target} = run;
  const node = ports.state().nodes.get(target.node);
  const timeout = ports.timeout ?? deriveTimeout(node, await knownOptions(run, watcher), parts);
  const deadline = ports.clock().monotonic + timeout;
  const heardAt = watcherRow(run, watcher)?.stateTime ?? null;
  return {timeout, lost: {circusd: node?.circusd ?? null, heardAt, deadline, mayLeaveOrphans: parts.stops}};
}

/**
 * Milliseconds after which a change of the watcher is late: what its options and its readiness check allow, the longest time that
 * another watcher may hold the node's lock, and some for the answer. For options that are not known yet it is generous.
 */
export function deriveTimeout(row: NodeRow | undefined, options: WatcherOptions | null, parts: Parts): number {
  const stop = options?.gracefulTimeout ?? GRACEFUL_TIMEOUT;
  const start = options === null ? UNKNOWN_START : options.warmupDelay * Math.max(1, options.wanted);
  const others = [...(row?.watchers.values() ?? [])];
  const lock = Math.max(0, ...others.map(other => other.options?.gracefulTimeout ?? GRACEFUL_TIMEOUT));
  return (parts.stops ? stop : 0) + (parts.starts ? start : 0) + (parts.readyWithin ?? 0) + lock + ANSWER;
}
