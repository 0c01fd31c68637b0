import type {LogPosition} from './log.js';

/**
 * Logs that are kept on this machine's disk, byte for byte: a file for each node, watcher and source. The port is implemented in
 * `files`; nothing here rejects.
 */

/** Why something on this machine's disk cannot be, for people; it names the folder or file. */
export interface LogCopyProblem {
  readonly problem: string;
}

/** The copies of one watcher's logs; nobody else writes to them until it is closed. */
export interface LogCopies {
  /** The copy of a source as it is there, or a new one, empty. */
  readonly open: (source: string) => Promise<LogCopy | LogCopyProblem>;
  /** Others may write to them again. */
  readonly close: () => Promise<void>;
}

/** One copy. Only one of its functions runs at a time. */
export interface LogCopy {
  /** The file, for people. */
  readonly path: string;
  /** Where it is to go on; null: it is new. */
  readonly position: LogPosition | null;
  /** Bytes that it has now, with what is still in memory. */
  readonly bytes: () => number;
  /** Bytes that it lacked when it was opened, as the node did not have them any more; null: nobody knows how many. */
  readonly lost: number | null;
  /** Adds what comes next. It may stay in memory for a while; as it is not copied, nobody may change it. */
  readonly append: (piece: CopiedPiece) => Promise<LogCopyProblem | null>;
  /** Whatever was added is in the file then, and where it goes on is kept. `isLast`: nothing more is added. */
  readonly keep: (isLast: boolean) => Promise<LogCopyProblem | null>;
}

export interface CopiedPiece {
  readonly data: Uint8Array;
  /** Where to go on behind it. */
  readonly end: LogPosition;
  /** Bytes that are missing before it; null: nobody knows how many. */
  readonly lost: number | null;
  /** Nothing more is there for now: it is to be in the file at once. */
  readonly isAll: boolean;
}

/** What of a watcher's logs is here. */
export interface SavedLogs {
  readonly files: readonly SavedLog[];
  /** Bytes of all of them. */
  readonly bytes: number;
}

export interface SavedLog {
  /** As in a `LogSource`. */
  readonly source: string;
  readonly file: string;
  readonly bytes: number;
  /** Bytes that it lacks; null: nobody knows how many. */
  readonly lost: number | null;
}

/** Sums what is missing: not known and some more is not known. */
export function addLost(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}
