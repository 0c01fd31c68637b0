import type {Job} from '../model/job.js';
import {jobCounts} from '../store/selectors.js';
import type {TargetKind} from '../store/target-kind.js';

/** "job 12 was interrupted: 12 ok, 1 unknown, 19 cancelled (not begun)". */
function interruptedText(job: Job): string {
  return `job ${job.id} was interrupted: ${countsText(job)}`;
}

/** The same of several: "jobs 12, 14 were interrupted". */
export function leftText(jobs: readonly Job[]): string {
  const [job, another] = jobs;
  if (job !== undefined && another === undefined) return interruptedText(job);
  return `jobs ${jobs.map(({id}) => id).join(', ')} were interrupted`;
}

/** "12 ok, 1 unknown, 19 cancelled (not begun)", of a job that was interrupted. */
export function countsText(job: Job): string {
  const counts = [...jobCounts(job)].map(([kind, count]) => `${count} ${wordOf(kind)}`);
  return counts.length === 0 ? 'it had no target' : counts.join(', ');
}

function wordOf(kind: TargetKind): string {
  return kind === 'cancelled' ? 'cancelled (not begun)' : kind;
}
