import {formatDuration} from '../model/duration.js';
import {formatBytes} from '../model/figures.js';
import type {Job} from '../model/job.js';
import {jobCounts} from '../store/selectors.js';

/** How far a job is: "3/5 ok", "1 failed", "1 running", "210M of 640M", "48.2M/s", "9 s left". */
export function jobFigures(job: Job): readonly string[] {
  return [`${jobCounts(job).get('ok') ?? 0}/${job.targets.length} ok`, ...figuresBesideOk(job), ...fetchedFigures(job)];
}

/** How far it is in bytes; nothing where they are not counted, or once it has ended. */
function fetchedFigures({targets, endedAt}: Job): readonly string[] {
  const counted = targets.filter(({progress}) => progress !== null);
  if (endedAt !== null || counted.length === 0) return [];
  let [done, of, rate]: [number, number | null, number] = [0, 0, 0];
  for (const {progress, outcome} of counted) {
    done += progress?.done ?? 0;
    of = of === null || progress?.of == null ? null : of + progress.of;
    rate += outcome === null ? (progress?.rate ?? 0) : 0;
  }
  const seconds = of === null || rate === 0 ? null : Math.ceil((of - done) / rate);
  return [
    of === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(of)}`,
    `${formatBytes(rate)}/s`,
    ...(seconds === null ? [] : [`${formatDuration(seconds * 1_000)} left`]),
  ];
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
