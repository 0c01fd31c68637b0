import {readdirSync} from 'node:fs';
import {withinTime} from '../files/regular-file.js';
import type {Fact, JobFact} from '../model/facts.js';
import type {EndAfterwards, JobId} from '../model/job.js';
import {isNothingThere, problemOf} from '../model/system-error.js';
import {encodeLine, linesOfFact, type RunOrigin} from './encode.js';
import type {JournaledJob} from './fold.js';
import {appendToEnded, createJobFile, DISK, type JobFile, type JournalDisk} from './job-file.js';
import type {JournalLine} from './lines.js';
import {entriesOf, journalFolders} from './names.js';
import {takeNumber} from './numbers.js';
import {readInterrupted} from './read.js';
import {rotateJournal} from './rotate.js';
import {type TakeUp, takeUp} from './take-up.js';

/** What is written of this program's jobs as they go, so that nothing that was known of them is lost however it ends. */
export interface Journal {
  /** A number that no job has had, of this program or another. */
  readonly nextJob: () => JobId;
  /**
   * Writes what these facts tell of jobs before it returns: whoever sends something first tells it here. What the disk does not take
   * now is kept, and written with what comes next. It never throws.
   */
  readonly write: (facts: readonly Fact[]) => void;
  /** The program is about to end by a signal or a fault: jobs that are broken off from now on were interrupted. */
  readonly interrupt: () => void;
  /** Writes that a process ended that a target's `ok` was said about. @param time ms since 1970 */
  readonly died: (job: JobId, target: number, afterwards: EndAfterwards, time: number) => void;
  /** The jobs that an earlier circusman left and that nobody has seen to yet, as far as they can be read. @param now ms since 1970 */
  readonly interrupted: (now: number) => Promise<readonly JournaledJob[]>;
  /** Writes that the operator has seen to such a job, and what its nodes said of its targets, by their place. @param time ms since 1970 */
  readonly takeUp: (job: JobId, time: number, seen: TakeUp['seen']) => void;
  /** Writes what is left, where the disk takes it now. Resolves when nothing more is done to the disk, or it does not answer. */
  readonly close: () => Promise<void>;
}

export interface JournalOptions {
  /** Circusman's own folder for what outlasts a run; or why nothing can be written there, for people. */
  readonly folder: string | {readonly problem: string};
  readonly origin: RunOrigin;
  /** Whether the job is worth keeping. */
  readonly isKept: (job: Extract<JobFact, {type: 'job-began'}>) => boolean;
  /** Says a sentence that nobody asked for. */
  readonly warn: (sentence: string) => void;
  readonly disk?: JournalDisk;
}

/** The journal is made smaller with one job of so many, whichever program has that. */
const ROTATED_EVERY = 50;
/** How long its disk may take for that at the end, in ms. */
const WITHIN = 4_000;

export function openJournal({folder, origin, isKept, warn, disk = DISK}: JournalOptions): Journal {
  if (typeof folder !== 'string') return unwritten(isKept, () => warn(`jobs are not written down: ${folder.problem}`));
  const folders = journalFolders(folder);
  const files = new Map<JobId, JobFile>();
  /** Jobs with a target that was given up since the program is to end. */
  const interrupted = new Set<JobId>();
  let isInterrupting = false;
  let last: JobId = 0;
  let hasWarned = false;
  /** Milliseconds since 1970: of the last fact. */
  let latest = 0;
  let rotating: Promise<void> = Promise.resolve();

  function warnOnce(error: unknown): void {
    if (hasWarned) return;
    hasWarned = true;
    warn(`jobs are not written down in ${folder}: ${problemOf(error)}`);
  }

  /** What was lost with the folder of numbers is known by the jobs themselves. */
  function highestKept(): JobId {
    try {
      return entriesOf(folders.jobs, readdirSync(folders.jobs)).at(-1)?.job ?? 0;
    } catch (error) {
      if (!isNothingThere(error)) warnOnce(error);
      return 0;
    }
  }

  function take(fact: JobFact): void {
    if (fact.type === 'job-began' && isKept(fact)) files.set(fact.job, createJobFile(folders.jobs, fact.job, disk));
    const file = files.get(fact.job);
    if (file === undefined) return;
    if (isInterrupting && isGivenUp(fact)) interrupted.add(fact.job);
    const isLeft = fact.type === 'job-ended' && interrupted.delete(fact.job);
    const before: readonly JournalLine[] = isLeft ? [{type: 'interrupted', time: fact.at.wall}] : [];
    const lines = [...before, ...linesOfFact(fact, origin)];
    if (lines.length > 0) file.add(lines.map(encodeLine).join(''));
    if (fact.type === 'job-ended') file.end(isLeft);
  }

  /** @param now milliseconds since 1970 */
  function writeAll(now: number): void {
    for (const [job, file] of files) {
      try {
        file.write();
      } catch (error) {
        warnOnce(error);
      }
      if (!file.isDone()) continue;
      files.delete(job);
      if (job % ROTATED_EVERY === 0) rotate(now);
    }
  }

  function rotate(now: number): void {
    rotating = rotateJournal(folders.jobs, {now}).catch(error => warnOnce(error));
  }

  return {
    nextJob: () => {
      try {
        last = takeNumber(folders.numbers, last, highestKept);
      } catch (error) {
        warnOnce(error);
        last = Math.max(last, highestKept()) + 1;
      }
      return last;
    },
    write: facts => {
      const told = facts.filter(isOfJob);
      for (const fact of told) take(fact);
      latest = told.at(-1)?.at.wall ?? latest;
      if (told.length > 0) writeAll(latest);
    },
    interrupt: () => {
      isInterrupting = true;
    },
    died: (job, target, afterwards, time) => {
      const line = encodeLine({type: 'died', time, target, afterwards});
      const file = files.get(job);
      try {
        if (file === undefined) appendToEnded(folders.jobs, job, line);
        else file.add(line);
      } catch (error) {
        warnOnce(error);
      }
      writeAll(time);
    },
    interrupted: async now => {
      try {
        const jobs = await readInterrupted(folder, {
          now,
          onUnreadable: (file, error) => warn(unreadText(file, problemOf(error))),
        });
        for (const {damage} of jobs) if (damage !== null) warn(unreadText(damage.file, damage.problem));
        return jobs;
      } catch (error) {
        warnOnce(error);
        return [];
      }
    },
    takeUp: (job, time, seen) => {
      try {
        takeUp(folder, {job, time, who: origin.who, seen});
      } catch (error) {
        warnOnce(error);
      }
    },
    close: async () => {
      writeAll(latest);
      for (const file of files.values()) file.close();
      files.clear();
      await withinTime(rotating, WITHIN, undefined);
    },
  };
}

/** Numbers jobs, and writes nothing. */
export function noJournal(): Journal {
  return unwritten(
    () => false,
    () => {},
  );
}

/** @param say says once that a job is not written down that would be */
function unwritten(isKept: JournalOptions['isKept'], say: () => void): Journal {
  let last: JobId = 0;
  let hasSaid = false;
  return {
    nextJob: () => ++last,
    write: facts => {
      if (hasSaid || !facts.some(fact => fact.type === 'job-began' && isKept(fact))) return;
      hasSaid = true;
      say();
    },
    interrupt: () => {},
    died: () => {},
    interrupted: async () => [],
    takeUp: () => {},
    close: async () => {},
  };
}

function unreadText(file: string, problem: string): string {
  return `${file}, which a job was written down in, cannot be read whole: ${problem}`;
}

function isGivenUp(fact: JobFact): boolean {
  return fact.type === 'job-target-ended' && ['unknown', 'cancelled'].includes(fact.outcome.kind);
}

function isOfJob(fact: Fact): fact is JobFact {
  switch (fact.type) {
    case 'job-began':
    case 'job-target-began':
    case 'job-target-ended':
    case 'job-ended':
      return true;
    default:
      return false;
  }
}
