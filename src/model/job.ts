import {type Answers, NO_ANSWERS} from './answer.js';
import type {Force, StartedProcess} from './ending.js';
import type {NodeId} from './node.js';
import type {Instant} from './time.js';
import type {Exit, WatcherState} from './watcher.js';

/** What a command acts on. `watcher` is null for a command on the node itself, or where the node's watchers are not known. */
export interface Target {
  readonly node: NodeId;
  readonly watcher: string | null;
}

/**
 * ok: the wanted state was seen · failed: with the node's reason · timed-out: the end state was not reached in time ·
 * unknown: no answer, and asking again did not help · skipped: not begun, as too many before it failed · cancelled: not begun or broken off.
 */
export type OutcomeKind = 'ok' | 'failed' | 'timed-out' | 'unknown' | 'skipped' | 'cancelled';

/** What came of a command on one target. */
export interface Outcome {
  readonly kind: OutcomeKind;
  /** Whether anything changed; null where nobody knows. */
  readonly changed: boolean | null;
  /** False: the node cannot have seen the command, so trying again is safe. */
  readonly sent: boolean;
  /** The watcher's state afterwards; null where nobody knows. */
  readonly state: WatcherState | null;
  /** Always there unless `ok`; then it may say why nothing changed ("was stopped"). */
  readonly reason: string | null;
  /** Pids that the command started or kept: what `ok` was said about. */
  readonly pids?: readonly number[];
  /** Whether what the command was to end was ended by force; null: nobody knows; absent: it ends nothing, or nobody asked. */
  readonly forced?: Force | false | null;
  /** Whether this machine itself did not let it be done, such as a disk that is full; absent: no. */
  readonly isRefused?: true;
  /** What lives on of what the watcher's processes had started. */
  readonly orphans?: readonly StartedProcess[];
}

/** Its number: no other job gets it, of this program or another. */
export type JobId = number;

/** Who began a job, and by what. */
export interface JobOrigin {
  /** Who runs circusman, and where: "root@control". */
  readonly who: string;
  readonly how: 'key' | 'bar' | 'exec' | 'run';
}

/** How a process ended, and how many ms after the `ok` that was said about it. */
export interface EndAfterwards {
  /** Null: not known. */
  readonly exit: Exit | null;
  readonly ms: number;
}

/** How far something is that fetches bytes. */
export interface Fetched {
  readonly done: number;
  /** All there is to fetch; null: it has no end, as it follows. */
  readonly of: number | null;
  /** Bytes a second, in the last seconds. */
  readonly rate: number;
}

export interface JobTarget {
  readonly target: Target;
  /** Null: waits for its turn. */
  readonly beganAt: Instant | null;
  /** What it waits for while it runs: "for SIGTERM to end 3312, up to 30 s". */
  readonly waitsFor: string | null;
  /** Whether force would end what it waits for; absent: no. */
  readonly mayForce?: boolean;
  readonly outcome: Outcome | null;
  /** How far it is, where that is counted in bytes; null: it is not. */
  readonly progress: Fetched | null;
  /** What the command answered beside its outcome. */
  readonly answers: Answers;
  /** Milliseconds from its begin to its outcome. */
  readonly ms: number | null;
  /** The end of a process that its `ok` was said about, soon after; null: none ended. */
  readonly afterwards: EndAfterwards | null;
}

/** A target whose turn has not come. */
export function waitingTarget(target: Target): JobTarget {
  return {
    target,
    beganAt: null,
    waitsFor: null,
    outcome: null,
    progress: null,
    answers: NO_ANSWERS,
    ms: null,
    afterwards: null,
  };
}

/** One command on its targets, from its begin to its last outcome. */
export interface Job {
  readonly id: JobId;
  /** The command as the operator could type it again. */
  readonly text: string;
  /** The command's name in the command table. */
  readonly command: string;
  /** Whether it only says what it would do. */
  readonly isDryRun: boolean;
  readonly beganAt: Instant;
  readonly endedAt: Instant | null;
  /** Its circusman ended before it: it is told from the journal; absent: no. */
  readonly isInterrupted?: true;
  /** In the plan's order, which is the cluster's. */
  readonly targets: readonly JobTarget[];
}
