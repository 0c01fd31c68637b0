import type {MissingReason} from '../model/facts.js';
import type {JobId, JobOrigin} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import type {ConfiguredFile} from '../model/service.js';
import type {Instant} from '../model/time.js';
import type {Exit} from '../model/watcher.js';
import type {TargetKind} from './target-kind.js';

/** One entry of what happened: where, when, and what. How it reads is a matter of wording. */
export type EventEntry = NewEntry & {
  /** Its own for as long as the program runs, so that it can be pointed at: it says nothing of its place in the list. */
  readonly number: number;
  /** Seconds on the node's clock; null: no word of a node made the entry. */
  readonly nodeTime: number | null;
  /** Whether it happened while circusman was not connected, and was fetched later; `at` is by the node's clock then, as it differs from ours. */
  readonly isRecalled: boolean;
};

/** An entry as a reducer makes it. */
export type NewEntry = {
  readonly at: Instant;
  /** Null: it is about the cluster as a whole. */
  readonly node: NodeId | null;
  /** Null: it is about the node itself. */
  readonly watcher: string | null;
  readonly nodeTime?: number | null;
} & Occurrence;

/** What can have happened, as far as people want to see it. */
export type Occurrence = ClusterOccurrence | NodeOccurrence | WatcherOccurrence;

export type ClusterOccurrence =
  | {
      readonly kind: 'job-began';
      readonly job: JobId;
      readonly text: string;
      readonly isDryRun: boolean;
      /** Null: not known. */
      readonly by: JobOrigin | null;
      readonly targets: number;
      /** Those of its targets, each once: what happened there has to do with it. */
      readonly nodes: readonly NodeId[];
    }
  | {
      readonly kind: 'job-ended';
      readonly job: JobId;
      readonly text: string;
      /** How many targets ended how, and are still so; those without any are left out. */
      readonly counts: ReadonlyMap<TargetKind, number>;
      readonly nodes: readonly NodeId[];
    }
  /** The operator wrote it down, to find that moment again. */
  | {readonly kind: 'note'; readonly text: string};

export type NodeOccurrence =
  /** It was put into the cluster, or taken out of it. */
  | {readonly kind: 'joined' | 'left'}
  | {readonly kind: 'online' | 'stale'}
  | {readonly kind: 'offline'; readonly reason: string}
  | {readonly kind: 'read-failed'; readonly call: string; readonly reason: string}
  /** The same circusd answers as at that node. */
  | {readonly kind: 'same-circusd'; readonly as: NodeId}
  /** From now on events are left out, as there are too many. */
  | {readonly kind: 'leaves-out'}
  /** That is over; `isMore`: `count` were left out at least. */
  | {readonly kind: 'left-out'; readonly count: number; readonly isMore: boolean}
  /** Between the entries of this node before and after this one there may have been more; `count` null: nobody knows how many. */
  | {readonly kind: 'may-be-missing'; readonly count: number | null; readonly why: MissingReason}
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
  /** A target of the job had ended as ok, and its process ended by itself so many ms later: the job does not count as ok there any more. */
  | {readonly kind: 'died-after-ok'; readonly job: JobId; readonly exit: Exit | null; readonly ms: number}
  | {readonly kind: 'hook-failed'; readonly hook: string; readonly error: string | null}
  /** Null: to all processes of the watcher. */
  | {readonly kind: 'signal-sent'; readonly signal: number; readonly pids: readonly number[] | null}
  /** circusman's own `configure` changed these files of its service. */
  | {readonly kind: 'configured'; readonly files: readonly Pick<ConfiguredFile, 'file' | 'state'>[]};

/** Whether somebody should look at it. */
export function isBad(event: Occurrence): boolean {
  switch (event.kind) {
    case 'job-ended':
      return [...event.counts.keys()].some(kind => kind !== 'ok');
    case 'stale':
    case 'offline':
    case 'read-failed':
    case 'same-circusd':
    case 'leaves-out':
    case 'left-out':
    case 'may-be-missing':
    case 'other-machine':
    case 'crashed':
    case 'died-after-ok':
    case 'hook-failed':
      return true;
    case 'job-began':
    case 'note':
    case 'joined':
    case 'left':
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
    case 'configured':
      return false;
  }
}

/** Whether it is something that a node told of later; a gap is told of by nobody. */
export function wasRecalled({kind, isRecalled}: EventEntry): boolean {
  return isRecalled && kind !== 'may-be-missing';
}

/** Whether it belongs below the grid, where there is room for a few: what is seen elsewhere at that moment, or is long over, does not. */
export function isNews({kind, isRecalled}: EventEntry): boolean {
  return !isRecalled && !SEEN_ELSEWHERE.has(kind);
}

/** Jobs have a line of their own there, and who changes the cluster sees it change. */
const SEEN_ELSEWHERE: ReadonlySet<Occurrence['kind']> = new Set([
  'job-began',
  'job-ended',
  'died-after-ok',
  'joined',
  'left',
  'may-be-missing',
  'configured',
]);
