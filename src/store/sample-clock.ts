import type {NodeSample} from '../model/sample.js';

/** Which of our seconds the samples of a node belong to. All in seconds. */
export interface SampleClock {
  /** The last sample that it placed: it was read at `last.time + offset` on our monotonic clock. */
  readonly last: NodeSample;
  readonly offset: number;
  /** When the first of those came that came late, without a break until the last one; null: that one came in time. */
  readonly lateSince: number | null;
}

/** By how much a sample may come before or after its time. */
const TOLERANCE = 1;
/** For how long all must come late before it is the offset that is wrong: until then they may have waited somewhere. */
const LATE_FOR = 10;

/** Begins with a sample that came at `at`: at a whole second, so that from there on each second has one sample. */
export function startClock(sample: NodeSample, at: number): SampleClock {
  return {last: sample, offset: Math.round(at) - sample.time, lateSince: null};
}

/**
 * Places a sample that came at `at` by the node's own time: how long it was under way does not matter. Only where the two clocks no
 * longer go together it begins anew: none can come before it was read.
 */
export function placeSample(clock: SampleClock, sample: NodeSample, at: number): SampleClock {
  const late = at - (sample.time + clock.offset);
  if (late < -TOLERANCE) return startClock(sample, at);
  if (late <= TOLERANCE) return {last: sample, offset: clock.offset, lateSince: null};
  const lateSince = clock.lateSince ?? at;
  const isOtherLife = clock.last.life !== sample.life;
  if (isOtherLife || at - lateSince >= LATE_FOR) return startClock(sample, at);
  return {last: sample, offset: clock.offset, lateSince};
}
