/** A named group of processes under one circusd. circus's word for `running` is `active`. */
export type WatcherState = 'stopped' | 'starting' | 'running' | 'stopping' | 'unknown';

/** How a process ended: the code that it returned itself, or the signal that ended it. */
export type Exit = {readonly code: number; readonly signal: null} | {readonly code: null; readonly signal: string};

/** No watcher has more; anything beyond that is refused. */
export const MOST_PROCESSES = 5_000;
/** No node has more watchers. */
export const MOST_WATCHERS = 5_000;

/** How a watcher is configured, as far as outcomes and timeouts depend on it. */
export interface WatcherOptions {
  /** How many processes it is to have (circus: `numprocesses`). */
  readonly wanted: number;
  /** Milliseconds between SIGTERM and SIGKILL when it is stopped. */
  readonly gracefulTimeout: number;
  /** The signal by which it is stopped (circus: `stop_signal`); absent: not reported. */
  readonly stopSignal?: number;
  /** Milliseconds between the starts of two of its processes. */
  readonly warmupDelay: number;
  /** Whether circusd starts another process for each that ended by itself (circus: `respawn`). */
  readonly respawns: boolean;
  /** Whether only the first client of its sockets starts it, and no command (circus: `on_demand`). */
  readonly isOnDemand: boolean;
}

/** Whether a process that ended so has done its work: it returned 0, and circusd does not replace it. */
export function hasDoneItsWork(exit: Exit | null, options: Pick<WatcherOptions, 'respawns'> | null): boolean {
  return exit !== null && exit.code === 0 && options?.respawns === false;
}

/** Names that are equal in this are one to circus (Python's `lower()`): a command with either means the same watcher. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** Why none of these can be asked for anything, for people; here and not in `wording`, as the wire refuses with it, too. */
export function oneNameText(names: readonly string[]): string {
  return `circus takes ${[...names].sort().join(' and ')} for one name here: give one of them another in its circus.ini`;
}

/**
 * Watchers that circus itself makes, as `statsd`, `httpd` and `[plugin:…]` of its ini ask for: never targets of an implied "all".
 * circus ignores capitals: a watcher whose name differs only by them from such a name is reached by that name, too.
 */
export function isCircusOwn(watcher: string): boolean {
  const folded = foldName(watcher);
  return OWN.has(folded) || folded.startsWith('plugin:');
}

const OWN: ReadonlySet<string> = new Set(['circusd-stats', 'circushttpd']);

/** How circusd-stats may spell a watcher: as `list` does, or, if it was started later, as its events do, up to the first dot. */
export function namesInStatistics(watcher: string): ReadonlySet<string> {
  const listed = watcher.toLowerCase();
  const [cut = ''] = listed.replaceAll(' ', '_').split('.');
  return new Set([listed, cut]);
}
