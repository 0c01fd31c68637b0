/**
 * Logs as nodes have them: the package's commands `log-sources`, `log` and `log-find`. A node keeps no state for who reads;
 * whoever reads knows his place.
 */

/** A place in a file of a log. */
export interface LogPosition {
  /** By which the node knows the file again, also when it was rotated; nobody else reads it. */
  readonly file: string;
  /** Bytes. */
  readonly offset: number;
}

/** One log of a watcher: `stdout`, `stderr`, or a file that its service declares, by its path in the home (as it is: not safe to show). */
export interface LogSource {
  readonly watcher: string;
  readonly source: string;
  /** The rotated ones, oldest first, then the one that is written to; empty where it has none yet. */
  readonly files: readonly LogFile[];
  /** How its lines begin with their time, for `timePattern`; null: they do not. */
  readonly time: string | null;
  /** Why nothing of it can be read, for people; null: it can. */
  readonly problem: string | null;
  /** Whether that is because the stream goes to no file: there is no such log; absent: no, or an older package does not tell. */
  readonly isNowhere?: boolean;
}

export interface LogFile {
  readonly name: string;
  /** As in a `LogPosition`. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970 on the node's clock. */
  readonly modified: number;
}

export interface LogSources {
  /** Milliseconds that the node's local time is ahead of UTC. */
  readonly utcOffset: number;
  readonly sources: readonly LogSource[];
}

/** Bytes of all pieces of one answer. */
export const MOST_LOG_BYTES = 196_608;
/** The same of an answer that may be deflated. */
export const MOST_DEFLATED_BYTES = 786_432;
/** Reads in one call. */
export const MOST_LOG_READS = 64;

/** What to read of one source. */
export interface LogRead {
  readonly watcher: string;
  readonly source: string;
  /**
   * Null: forwards from the first byte of the oldest file, backwards from the end of the newest. `offset` null: the file's end.
   * Backwards, what is before it is read.
   */
  readonly from: {readonly file: string; readonly offset: number | null} | null;
  readonly isBackwards: boolean;
  /** At most; null: as many as there is room for. */
  readonly bytes: number | null;
}

/** What came of one read. It is never of two files. */
export type LogPiece =
  | {
      readonly kind: 'data';
      readonly data: Uint8Array;
      /** The file's name; null: there is no file yet. */
      readonly name: string | null;
      /** Of the first byte. */
      readonly start: LogPosition | null;
      /** Where to go on forwards: behind the last byte, or, where the file was rotated and is read, at the next one's begin. */
      readonly end: LogPosition | null;
      /** When the file was written to, ms since 1970 on the node's clock; null: there is no file. */
      readonly modified: number | null;
      /** Bytes that there are beyond it, in the direction of the read. */
      readonly left: number;
      /** Bytes between the place that was asked for and this that are gone, as after a rotation; null: nobody knows how many. */
      readonly lost: number | null;
    }
  | {readonly kind: 'failed'; readonly reason: string};

/** What is looked for in lines: plain text. */
export interface LogFilter {
  readonly text: string;
  readonly ignoresCase: boolean;
  /** Lines without it are meant. */
  readonly isInverted: boolean;
}

/** A search of one source, in bounded steps. */
export interface LogSearch extends Omit<LogRead, 'bytes'> {
  readonly filter: LogFilter;
  /** Lines to be found, at most. */
  readonly most: number;
}

export interface LogHits {
  /** In the direction of the search. */
  readonly hits: readonly LogHit[];
  /** Where to go on in that direction; null: there is no file. */
  readonly end: LogPosition | null;
  /** Bytes that are still to be looked through. */
  readonly left: number;
  readonly scanned: number;
  readonly lost: number | null;
}

export interface LogHit {
  /** Of the line's first byte. */
  readonly at: LogPosition;
  /** The line without its end, cut where it is very long. */
  readonly data: Uint8Array;
  /** Its whole length. */
  readonly bytes: number;
}
