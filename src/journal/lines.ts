import type {Program} from '../files/program.js';
import type {EndAfterwards, JobId, JobOrigin, Outcome, Target} from '../model/job.js';

/** Of the journal's lines; fields are only ever added within one. */
export const VERSION = 1;

/** The first line of a job: what was asked for, by whom, from where and by which program. */
export interface JobLine extends JobOrigin {
  readonly type: 'job';
  readonly job: JobId;
  /** When it began. As in all lines, milliseconds since 1970; in the file it is an ISO time. */
  readonly time: number;
  /** As it could be typed again. */
  readonly command: string;
  /** Its name in the command table. */
  readonly name: string;
  /** Where the operator sits: "192.168.0.9 pts/3"; null: nobody knows. */
  readonly from: string | null;
  /** The circusman that ran it; null: it is not told. */
  readonly program: Program | null;
  /** How many targets it has: they stand in the lines behind it. */
  readonly count: number;
}

/** One line of a job's file, each a JSON object. `target` counts the job's targets from 0. */
export type JournalLine =
  | JobLine
  /** Some of its targets: those of all such lines in order are the job's. */
  | {readonly type: 'targets'; readonly targets: readonly Target[]}
  /** From here on something may have been sent. */
  | {readonly type: 'began'; readonly time: number; readonly target: number}
  | {readonly type: 'ended'; readonly time: number; readonly target: number; readonly outcome: Outcome}
  /** A process that the target's `ok` was said about has ended since. */
  | {readonly type: 'died'; readonly time: number; readonly target: number; readonly afterwards: EndAfterwards}
  /** A signal, or a fault of circusman, ended it with targets that were not begun or whose outcome is not known. */
  | {readonly type: 'interrupted'; readonly time: number}
  /** Every target has its outcome. */
  | {readonly type: 'job-ended'; readonly time: number}
  /** Of a job that was interrupted: what its node said later of a target whose outcome was not known. */
  | {readonly type: 'seen'; readonly time: number; readonly target: number; readonly outcome: Outcome}
  /** Of a job that was interrupted: the operator has seen it. */
  | {readonly type: 'taken-up'; readonly time: number; readonly who: string};
