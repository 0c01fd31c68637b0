import type {LogCopyProblem} from '../model/log-copy.js';
import {codeOf, problemOf} from '../model/system-error.js';

/** Where copies of one watcher's logs are. */
export interface CopyPlace {
  /** Their folder. */
  readonly folder: string;
  /** The folder of all copies as it was named, for people. */
  readonly named: string;
  /** A path in it, for people. */
  readonly shown: (file: string) => string;
}

/** What is wrong with a file, as the rest of a sentence that begins with its path. */
export class OwnSentence extends Error {}

/** What is so of the whole folder: every file in it is told in one sentence then. */
const OF_ALL: ReadonlySet<string | null> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ESTALE']);

/** Why a file of copies could not be read or written, for people. */
export function toProblem({named, shown}: CopyPlace, file: string, error: unknown): LogCopyProblem {
  if (error instanceof OwnSentence) return {problem: `${shown(file)} ${error.message}`};
  if (codeOf(error) === 'ELOOP') return {problem: `${shown(file)} is a link: nothing is written through one`};
  if (!OF_ALL.has(codeOf(error))) return {problem: `${shown(file)} cannot be written: ${problemOf(error)}`};
  return {
    problem: `${named} cannot be written: ${problemOf(error)}; what came is kept, and the same command goes on from there`,
  };
}
