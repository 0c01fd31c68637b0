import type {Job} from '../model/job.js';
import {jobCounts} from '../store/selectors.js';

/** How far a job is: "3/5 ok", "1 failed", "1 running". */
export function jobFigures(job: Job): readonly string[] {
  return [`${jobCounts(job).get('ok') ?? 0}/${job.targets.length} ok`, ...figuresBesideOk(job)];
}

/** The same without the targets that are ok: "1 failed", "1 running". */
export function figuresBesideOk(job: Job): readonly string[] {
  return [...jobCounts(job)].filter(([kind]) => kind !== 'ok').map(([kind, count]) => `${count} ${kind}`);
}

/** "127.0.77.3 neo4j waits for 1534 to end, killed after 20 s (2 more wait)"; null: nothing is waited for that has a name. */
export function waitText(job: Job): string | null {
  const waiting = job.targets.filter(({outcome, waitsFor}) => outcome === null && waitsFor !== null);
  const [first] = waiting;
  if (first === undefined) return null;
  const {node, watcher} = first.target;
  const more = waiting.length > 1 ? ` (${waiting.length - 1} more wait)` : '';
  return `${node}${watcher === null ? '' : ` ${watcher}`} waits for ${first.waitsFor}${more}`;
}
