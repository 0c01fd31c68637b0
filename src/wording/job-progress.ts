import {formatDuration} from '../model/duration.js';
import {formatBytes} from '../model/figures.js';
import type {Job} from '../model/job.js';
import type {Instant} from '../model/time.js';
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

/** Below these ms a job is over before one has read how long it takes. */
const SOON = 5_000;
/** So many targets must have ended for a guess that is worth something. */
const FEWEST = 3;

/**
 * "about 2 min left": as the rest takes as long as what has ended took; null: too little has ended, it is nearly over, or it counts
 * bytes, which tell more.
 */
export function timeLeft({targets, beganAt, endedAt}: Job, now: Instant): string | null {
  const ended = targets.filter(({outcome}) => outcome !== null).length;
  if (endedAt !== null || ended < FEWEST || targets.some(({progress}) => progress !== null)) return null;
  const left = ((now.monotonic - beganAt.monotonic) / ended) * (targets.length - ended);
  return left < SOON ? null : `about ${formatDuration(rounded(left))} left`;
}

/** In steps, so that it does not flicker: 5 s, then 10 s, then minutes. */
function rounded(ms: number): number {
  const step = ms < 30_000 ? 5_000 : ms < 120_000 ? 10_000 : 60_000;
  return Math.ceil(ms / step) * step;
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
