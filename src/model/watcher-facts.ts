import type {CrashFacts} from './crashes.js';
import type {ProcessFacts} from './process-count.js';
import type {WatcherHealth} from './service.js';
import type {Instant} from './time.js';
import type {Exit, WatcherState} from './watcher.js';

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
