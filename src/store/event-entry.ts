import type {NodeId} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {Exit} from '../model/watcher.js';

/** One entry of what happened: where, when, and what. How it reads is a matter of wording. */
export type EventEntry = {
  readonly at: Instant;
  readonly node: NodeId;
  /** Null: it is about the node itself. */
  readonly watcher: string | null;
} & Occurrence;

/** What can have happened, as far as people want to see it. */
export type Occurrence = NodeOccurrence | WatcherOccurrence;

export type NodeOccurrence =
  | {readonly kind: 'online' | 'stale'}
  | {readonly kind: 'offline'; readonly reason: string}
  | {readonly kind: 'read-failed'; readonly call: string; readonly reason: string}
  /** The same circusd answers as at that node. */
  | {readonly kind: 'same-circusd'; readonly as: NodeId}
  /** From now on events are left out, as there are too many. */
  | {readonly kind: 'leaves-out'}
  /** That is over; `isMore`: `count` were left out at least. */
  | {readonly kind: 'left-out'; readonly count: number; readonly isMore: boolean}
  | {readonly kind: 'other-machine' | 'machine-trusted'};

export type WatcherOccurrence =
  | {readonly kind: 'added' | 'removed' | 'started' | 'stopped' | 'updated' | 'reloaded'}
  | {readonly kind: 'spawned' | 'done'; readonly pid: number}
  /** A process ended that nobody ended; `replacedBy`: the process that circusd spawned for it, once there is one. */
  | {
      readonly kind: 'crashed';
      readonly pid: number;
      /** Null: not known. */
      readonly exit: Exit | null;
      readonly replacedBy: number | null;
    }
  | {readonly kind: 'hook-failed'; readonly hook: string; readonly error: string | null}
  /** Null: to all processes of the watcher. */
  | {readonly kind: 'signal-sent'; readonly signal: number; readonly pids: readonly number[] | null};

/** Whether somebody should look at it. */
export function isBad({kind}: Occurrence): boolean {
  switch (kind) {
    case 'stale':
    case 'offline':
    case 'read-failed':
    case 'same-circusd':
    case 'leaves-out':
    case 'left-out':
    case 'other-machine':
    case 'crashed':
    case 'hook-failed':
      return true;
    case 'online':
    case 'machine-trusted':
    case 'added':
    case 'removed':
    case 'started':
    case 'stopped':
    case 'updated':
    case 'reloaded':
    case 'spawned':
    case 'done':
    case 'signal-sent':
      return false;
  }
}

/** All of them. A crash whose process has been replaced takes the place of the same crash before that. */
export function withEntries(before: readonly EventEntry[], after: readonly EventEntry[]): readonly EventEntry[] {
  const all = [...before];
  for (const entry of after) {
    const last = all.at(-1);
    if (last !== undefined && isSameCrash(last, entry)) all.pop();
    all.push(entry);
  }
  return all;
}

function isSameCrash(one: EventEntry, other: EventEntry): boolean {
  return (
    one.kind === 'crashed' &&
    other.kind === 'crashed' &&
    one.node === other.node &&
    one.watcher === other.watcher &&
    one.pid === other.pid &&
    one.replacedBy === null &&
    other.replacedBy !== null
  );
}
