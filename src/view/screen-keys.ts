import type {KeyBinding} from './key-binding.js';

/** A screen as far as keys go; what it draws stands elsewhere, as keys are read before that is loaded. */
export interface ScreenKeys {
  readonly name: string;
  /** Heads its keys in the help: "On the jobs screen". */
  readonly title: string;
  /** Its own keys. */
  readonly keys: readonly KeyBinding[];
  /** The keys behind its own and those that open other screens. */
  readonly lastKeys: readonly KeyBinding[];
  /** What opens it from other screens; null: nothing does. */
  readonly opener: Opener | null;
  /** Whether the line of the current job stands below it. */
  readonly hasJobLine: boolean;
}

export interface Opener {
  readonly key: string;
  /** The command that opens it, too. */
  readonly command: string;
  /** For the key line; null: only the help has it, as key lines are full. */
  readonly label: string | null;
  /** Whether the key line of a screen with the line of the current job, which is full, has it. */
  readonly isOnFullLine: boolean;
}
