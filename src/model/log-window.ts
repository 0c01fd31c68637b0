import type {Chunks} from './chunks.js';
import type {LogFilter, LogPosition} from './log.js';
import type {NodeId} from './node.js';

/** Which logs are read together, and where reading begins. */
export interface LogSelection {
  readonly targets: readonly LogTarget[];
  /** These sources alone, such as `stderr`; null: all of them. */
  readonly sources: readonly string[] | null;
  /** Milliseconds since 1970 by our clock: begins at the lines of that time; null: at the end, which is followed. */
  readonly at: number | null;
  readonly filter: LogFilter | null;
}

export interface LogTarget {
  readonly node: NodeId;
  readonly watcher: string;
}

/** One of the logs that are read together. */
export interface OpenLog extends LogTarget {
  readonly source: string;
  /** Whether its lines have times of their own. */
  readonly hasTimes: boolean;
  /** Why nothing comes of it now, for people: it cannot be read, its node does not answer; null: it does. */
  readonly problem: string | null;
  /** Whether that is because the stream goes to no file; absent: no. */
  readonly isNowhere?: boolean;
}

/** A line, or a line of ours that says what is missing there. */
export type LogRow = LogLine | LogNote;

export interface LogLine {
  readonly kind: 'line';
  /** Its log: an index of `LogState.logs`. */
  readonly log: number;
  /** As it was written, but for bytes that are no UTF-8: **not safe to show**, it may hold control characters. Cut where it is very long. */
  readonly raw: string;
  /** Bytes that were cut off. */
  readonly cut: number;
  /** By which rows of several logs are ordered: its own time, corrected by the node's clock, else when it came; ms since 1970 by our clock. */
  readonly at: number;
  /** Whether `at` is the line's own time. */
  readonly isOwnTime: boolean;
  readonly position: LogPosition;
}

export interface LogNote {
  readonly kind: 'note';
  /** Null: it is about all of them. */
  readonly log: number | null;
  readonly at: number;
  readonly note: /** Bytes that were rotated away, truncated or deleted before they were read; null: nobody knows how many. */
    | {readonly type: 'lost'; readonly bytes: number | null}
    /** Bytes that are on the node and were passed over, as they came faster than they are shown. */
    | {readonly type: 'passed-over'; readonly bytes: number}
    | {readonly type: 'interrupted'; readonly reason: string}
    | {readonly type: 'resumed'};
}

/** The part of the logs that is here, in one order, and how it is being extended. Immutable. */
export interface LogState {
  readonly selection: LogSelection;
  readonly logs: readonly OpenLog[];
  readonly rows: Chunks<LogRow>;
  /**
   * The number of the first row. A row keeps its number while others are put before it or dropped, unless it is among the very last.
   * Where the window is taken elsewhere (the start, the end, a time, a filter, a far hit) all rows have numbers that none had before.
   */
  readonly first: number;
  /** Whether the first row is the first there is. */
  readonly isAtStart: boolean;
  /** Whether the last row is the last there is: what comes is followed. */
  readonly isAtEnd: boolean;
  /** What is being fetched; null: nothing. */
  readonly loading: 'first' | 'older' | 'newer' | null;
  /** While it is held nothing new is fetched: it waits on the nodes. */
  readonly isHeld: boolean;
  readonly filter: LogFilter | null;
  /** How much of the logs the filter has looked through; null: there is none. */
  readonly scanned: {readonly bytes: number; readonly of: number} | null;
  /** The last search for a text; null: there was none. */
  readonly search: LogSearchState | null;
  /** What could not be done as asked ("the lines of titan have no times: it cannot be gone to one"), for people; null: all could. */
  readonly problem: string | null;
}

export interface LogSearchState {
  readonly filter: LogFilter;
  readonly state: 'running' | 'found' | 'none';
  /** The number of the row that was found; null: none. */
  readonly row: number | null;
}

/** What the screen may ask of the log that is open; what comes of it is in the state (`log`). */
export interface LogPort {
  /** What was open is closed. */
  readonly open: (selection: LogSelection) => void;
  readonly close: () => void;
  /**
   * Fetches older rows, or newer ones where the end is not here. Called as often as one likes: whenever rows near that end are
   * shown, whatever brought them there. What was asked for last says which rows stay when there are too many.
   */
  readonly older: () => void;
  readonly newer: () => void;
  readonly toStart: () => void;
  /** To the end, and follows it. */
  readonly toEnd: () => void;
  /** To the lines of that time, ms since 1970 by our clock. */
  readonly toTime: (at: number) => void;
  /** Shows only lines that this lets through, which the nodes look for; null: all. */
  readonly filter: (filter: LogFilter | null) => void;
  /** Looks for the next line from that row on, which may be far from what is here. */
  readonly search: (filter: LogFilter, direction: 'older' | 'newer', from: number) => void;
  /** Ends a search that is under way, as if there had been none. */
  readonly endSearch: () => void;
  /** While it is held nothing is fetched by itself; what is asked for (older, newer, a time, a search) is. Who looks at older rows holds it, so that they do not fall out. */
  readonly hold: (isHeld: boolean) => void;
}
