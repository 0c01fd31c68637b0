import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';

/** One word of a typed command, and where it begins in the text (UTF-16 index). */
export interface Token {
  readonly text: string;
  readonly at: number;
  /** It was quoted: it is a plain name, never an option, a pattern or a keyword. */
  readonly isLiteral?: boolean;
  /** As it was typed, where it has quotes. */
  readonly raw?: string;
}

/** What a command was given after its name, without `on`. */
export interface Operands {
  /** By the argument's name; empty where none was given. */
  readonly operands: ReadonlyMap<string, readonly Token[]>;
  /** The given options by name: their values, or the option itself if it takes none. */
  readonly options: ReadonlyMap<string, readonly Token[]>;
}

/** All that a command was given after its name, sorted by what it is. */
export interface Arguments extends Operands {
  /** What `on` named; null without `on`. */
  readonly on: readonly NodeId[] | null;
  /** Cells that were chosen on the screen (marks, or the cell under the cursor) instead of typed operands; null for typed commands. */
  readonly cells: readonly Target[] | null;
}
