import type {Token} from './arguments.js';
import type {ParseContext} from './parse.js';

/** What completing reads beside what a command is read against. */
export interface CompletionContext extends ParseContext {
  /** What is in a folder here, by name, as far as it can be read at once; as typed, `~/` and all. */
  readonly filesIn: (folder: string) => readonly FolderEntry[];
}

/** A file or folder in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Something that a word may become. */
export interface Offer {
  /** What the typed word is compared with. */
  readonly name: string;
  /** What takes its place. */
  readonly text: string;
  readonly meaning: string;
  /** More of the same word may follow. */
  readonly isPart?: true;
}

/** What a word may become from its character `skip` on. */
export interface Offers {
  readonly skip: number;
  readonly offers: readonly Offer[];
}

export const NOTHING: Offers = {skip: 0, offers: []};

/** The word that is completed, and where it stands. */
export interface Place {
  /** The operands before it, options left out. */
  readonly words: readonly Token[];
  /** The first of them that can be of the same argument. */
  readonly first: number;
  readonly word: Token;
  /** Whether it is one of the nodes behind `on`. */
  readonly isOn: boolean;
  /** Whether watchers that were removed, of which something still runs, may be named; absent: not. */
  readonly meansRemoved?: boolean;
  /** Whether name and value are one word, `numprocesses=3`; absent: they are two. */
  readonly isPair?: boolean;
}
