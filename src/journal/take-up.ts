import {appendFileSync, readdirSync, renameSync} from 'node:fs';
import type {JobId, Outcome} from '../model/job.js';
import {codeOf} from '../model/system-error.js';
import {encodeLine} from './encode.js';
import {closedFile, entriesOf, journalFolders} from './names.js';

/** What is known of an interrupted job since somebody has seen to it. */
export interface TakeUp {
  readonly job: JobId;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly who: string;
  /** What the nodes said of targets, which go by their place in the job. */
  readonly seen: ReadonlyMap<number, Outcome>;
}

/** Writes that somebody has seen to a job that was interrupted: the next start does not tell of it. @throws Error of the file system */
export function takeUp(state: string, {job, time, who, seen}: TakeUp): void {
  const {jobs} = journalFolders(state);
  const entry = entriesOf(jobs, readdirSync(jobs)).find(each => each.job === job);
  if (entry === undefined) return;
  const lines = [...seen].map(([target, outcome]) => encodeLine({type: 'seen', time, target, outcome}));
  // A line that its program was killed in must not run into these.
  appendFileSync(entry.file, ['\n', ...lines, encodeLine({type: 'taken-up', time, who})].join(''));
  try {
    renameSync(entry.file, closedFile(entry.file));
  } catch (error) {
    // Another circusman has just done that.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
