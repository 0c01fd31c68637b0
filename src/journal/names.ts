import path from 'node:path';
import type {JobId} from '../model/job.js';

/** Where the journal is, in circusman's own folder for what outlasts a run. */
export interface JournalFolders {
  /** A file for each job. */
  readonly jobs: string;
  /** The last number that a job got. */
  readonly numbers: string;
}

export function journalFolders(state: string): JournalFolders {
  return {jobs: path.join(state, 'jobs'), numbers: path.join(state, 'job-numbers')};
}

/** A job's file in the journal. */
export interface JournalEntry {
  readonly job: JobId;
  readonly file: string;
  /** Whether it is still written to, or its program ended before it and nobody has seen to it yet. */
  readonly isOpen: boolean;
}

const OPEN = '.open.jsonl';
const CLOSED = '.jsonl';
const NAME = /^(\d{1,15})(?:-\d+)?(?:\.open)?\.jsonl$/;

/** @param pid set where the file of that name is another program's */
export function openName(job: JobId, pid: number | null): string {
  return `${job}${pid === null ? '' : `-${pid}`}${OPEN}`;
}

/** Whether it is the name of a file that is still written to, or that somebody has to see to. */
export function isOpenName(name: string): boolean {
  return name.endsWith(OPEN);
}

/** The name that a job's file has once nothing more is to come of it. */
export function closedFile(file: string): string {
  return isOpenName(file) ? file.slice(0, -OPEN.length) + CLOSED : file;
}

/** The jobs that these files of a folder are of, lowest number first. */
export function entriesOf(folder: string, names: readonly string[]): readonly JournalEntry[] {
  return names
    .flatMap(name => {
      const [, number] = NAME.exec(name) ?? [];
      return number === undefined
        ? []
        : [{job: Number(number), file: path.join(folder, name), isOpen: isOpenName(name)}];
    })
    .sort((one, other) => one.job - other.job);
}
