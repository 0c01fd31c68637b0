import type {Moment} from '../chart/moments.js';
import type {Instant} from '../model/time.js';
import type {State} from '../store/state.js';
import {wallTime} from './chart-data.js';

/** What happened in the window that has to do with the figures: jobs, from begin to end. */
export function chartMoments({jobs}: State, now: Instant, printable: (text: string) => string): readonly Moment[] {
  const atOf = (instant: Instant) => wallTime(instant.monotonic / 1_000, now);
  return jobs.flatMap((job): readonly Moment[] => [
    {at: atOf(job.beganAt), kind: 'begin', text: printable(`#${job.id} ${job.text}`)},
    ...(job.endedAt === null ? [] : [{at: atOf(job.endedAt), kind: 'end', text: ''} as const]),
  ]);
}
