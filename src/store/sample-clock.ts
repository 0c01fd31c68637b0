import type {NodeSample} from '../model/sample.js';

/** Which of our seconds the samples of a node belong to. All in seconds. */
export interface SampleClock {
  /** The last sample that it placed: it was read at `last.time + offset` on our monotonic clock. */
  readonly last: NodeSample;
  readonly offset: number;
  /** Since when all have come late, and by how much at least; null: the last one came in time. */
  readonly late: {readonly since: number; readonly least: number} | null;
}

/** By how much a sample may come before its time, half a second of which is how it was rounded at first, or after it. */
const MOST_EARLY = 0.75;
const MOST_LATE = 1;
/** For how long all must come late before it is the offset that is wrong: until then they may have waited somewhere. */
const LATE_FOR = 10;

/** Begins with a sample that came at `at`: at a whole second, so that from there on each second has one sample. */
export function startClock(sample: NodeSample, at: number): SampleClock {
  return {last: sample, offset: Math.round(at) - sample.time, late: null};
}

/**
 * Places a sample that came at `at` by the node's own time: how long it was under way does not matter. Only where the two clocks no
 * longer go together it moves the offset, by whole seconds: none can come before it was read, and not all can have waited for so long.
 */
export function placeSample(clock: SampleClock, sample: NodeSample, at: number): SampleClock {
  const late = at - (sample.time + clock.offset);
  const moved = (by: number): SampleClock => ({last: sample, offset: clock.offset + Math.round(by), late: null});
  if (late < -MOST_EARLY) return moved(late);
  if (late <= MOST_LATE) return moved(0);
  const {since, least} = clock.late ?? {since: at, least: late};
  const isOtherLife = clock.last.life !== sample.life;
  if (isOtherLife) return moved(late);
  if (at - since >= LATE_FOR) return moved(Math.min(least, late));
  return {last: sample, offset: clock.offset, late: {since, least: Math.min(least, late)}};
}
