import type {LogSelection} from '../model/log-window.js';

/** What is wanted of which logs. */
export interface LogRequest {
  readonly selection: LogSelection;
  /** Milliseconds since 1970 by our clock: only the lines of that time and after; null: as `lines` says. For what is printed. */
  readonly since: number | null;
  /** The same: only the lines before that; null: all. */
  readonly until: number | null;
  /** So many of the last lines of each log; null: as many as there are. For what is printed. */
  readonly lines: number | null;
  /** Whether what comes is printed, too. */
  readonly isFollowing: boolean;
}
