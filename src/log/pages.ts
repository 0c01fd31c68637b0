import type {Desk, DeskNode} from './desk.js';
import type {Tape} from './tape.js';

/** What everything that reads for the window needs. */
export interface Pages {
  readonly desk: Desk;
  readonly nodeOf: (log: Pick<Tape, 'node'>) => DeskNode;
  /** Ms since 1970. */
  readonly now: () => number;
  /** Aborted when the logs are closed. */
  readonly signal: AbortSignal;
}
