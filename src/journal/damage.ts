import type {JournalLine} from './lines.js';

/** Finds out whether a job's file is as circusman leaves one, killed or not. */
export interface DamageWatch {
  /** @param line what the line of that text says; null: nothing that this circusman knows */
  readonly add: (text: string, line: JournalLine | null) => void;
  /** What is wrong, for people; null: nothing. @param isClosed whether nothing more is to come of it */
  readonly found: (isClosed: boolean) => string | null;
}

export function watchDamage(): DamageWatch {
  let hasStrange = false;
  /** A program was killed while it wrote a line, and who has seen to its job goes on behind that one. */
  let mayBeCutOff = false;
  let count = 0;
  let targets = 0;
  let hasBegun = false;
  let hasEnd = false;

  return {
    add: (text, line) => {
      if (text === '') return;
      const goesOn = line?.type === 'seen' || line?.type === 'taken-up';
      if (mayBeCutOff && !goesOn) hasStrange = true;
      mayBeCutOff = false;
      if (line?.type === 'job') count = line.count;
      if (line?.type === 'targets') targets += line.targets.length;
      if (line?.type === 'began' || line?.type === 'ended') hasBegun = true;
      if (line?.type === 'job-ended' || line?.type === 'taken-up') hasEnd = true;
      if (line !== null || isObject(text)) return;
      if (text.startsWith('{')) mayBeCutOff = true;
      else hasStrange = true;
    },
    found: isClosed => {
      if (hasStrange || mayBeCutOff) return 'it has lines that circusman did not write so';
      // Killed while it wrote these, it had sent nothing.
      if (hasBegun && targets !== count) return `it names ${targets} of ${count} targets`;
      return hasEnd || !isClosed ? null : 'its end is missing';
    },
  };
}

/** A later circusman may write lines that this one does not know. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
