/** What circus tells, as JSON; its texts are safe to show. */
export type ReadValue = string | number | boolean | null | readonly ReadValue[] | ReadValues;

/** Named values that circus tells, in its order. */
export interface ReadValues {
  readonly [name: string]: ReadValue;
}

/** The circus commands that tell something of the whole node. */
export type NodeReading =
  | 'status'
  | 'list'
  | 'numwatchers'
  | 'numprocesses'
  | 'globaloptions'
  | 'listsockets'
  | 'dstats'
  | 'stats';

/** The circus commands that tell something of a watcher. */
export type WatcherReading = 'status' | 'list' | 'numprocesses' | 'options' | 'stats';
