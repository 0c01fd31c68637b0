import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';

/** One word of a typed command, and where it begins in the text (UTF-16 index). */
export interface Token {
  readonly text: string;
  readonly at: number;
  /** It was quoted: it is taken as it stands, and never for an option, a pattern or a word of the language. */
  readonly isLiteral?: boolean;
  /** As it was typed, where it has quotes. */
  readonly raw?: string;
}

/** The words that a command was given after its name, but for its nodes. */
export interface Operands {
  /** By the argument's name; empty where none was given. */
  readonly operands: ReadonlyMap<string, readonly Token[]>;
  /** By the option's name, those that were given: their values, or the option itself where it has none. */
  readonly options: ReadonlyMap<string, readonly Token[]>;
}

/** All words of a typed command after its name, sorted by what they are. */
export interface Arguments extends Operands {
  /** What `on` named; null without `on`. */
  readonly on: readonly NodeId[] | null;
  /** Cells that were chosen on the screen (marks, or the cell under the cursor) instead of typed words; null for typed commands. */
  readonly cells: readonly Target[] | null;
}
