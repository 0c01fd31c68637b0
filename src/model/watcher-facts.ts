import type {CrashFacts} from './crashes.js';
import type {WatcherHealth} from './service.js';
import type {Instant} from './time.js';
import type {Exit, WatcherOptions, WatcherState} from './watcher.js';

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

/** The facts that a watcher's word on the screen is made from; the store's rows have them. */
export interface WatcherFacts extends CrashFacts, ProcessFacts {
  readonly state: WatcherState;
  readonly stateSince: Instant;
  readonly lastExit: Exit | null;
  /** Seconds on the node's clock: when `lastExit` was reported. */
  readonly exitTime: number;
  /** What the node reported of it; null: nothing. */
  readonly health: Pick<WatcherHealth, 'orphans' | 'removing'> | null;
}

/**
 * How its last process ended by itself, as far as that is why the watcher is in its state. circusd never leaves one stopped that it
 * respawns: such a watcher was stopped by somebody, between a crash and the next process.
 */
export function wentDownBy({state, lastExit, exitTime, options, crashes}: WatcherFacts): Exit | null {
  const isOfNode = crashes.reported !== null && crashes.reported.asOf >= exitTime;
  return state === 'stopped' && options?.respawns === true && !isOfNode ? null : lastExit;
}
