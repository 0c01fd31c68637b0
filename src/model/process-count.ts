import type {Instant} from './time.js';
import type {WatcherOptions} from './watcher.js';

/** What the count of an active watcher's processes is made from; the store's rows have it. */
export interface ProcessFacts {
  readonly processes: {readonly size: number};
  /** Null: not read in this epoch. */
  readonly options: Pick<WatcherOptions, 'wanted' | 'respawns'> | null;
  /** Seconds on the node's clock: the newest word on its processes (0: none in this epoch), and that it was started. */
  readonly processesTime: number;
  readonly startTime: number;
  /** When an event last said that a process of it came or went; null: none has. */
  readonly processesSince: Instant | null;
}

/** Milliseconds: a restart or reload takes processes away and brings others at once, which is no news. */
const SETTLED = 500;
/** "1 of 4" stands behind "running" in the narrowest column that has words, "10 of 16" does not. */
const LONGEST = 7;

/** "1 of 4": how many of the wanted processes run; null: all do, or that is not known. */
export function shortCount(facts: ProcessFacts, now: Instant): string | null {
  const {processes, options, processesTime, startTime, processesSince} = facts;
  if (options === null || processesTime === 0 || processesTime < startTime) return null;
  if (processesSince !== null && now.monotonic - processesSince.monotonic < SETTLED) return null;
  const isNone = processes.size === 0;
  if (processes.size >= options.wanted && !(isNone && options.wanted === 0)) return null;
  const count = `${processes.size} of ${options.wanted}`;
  return count.length <= LONGEST ? count : `${processes.size}/${options.wanted}`;
}
