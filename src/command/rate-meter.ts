import type {Clock} from '../model/time.js';

/** Measures how fast a count grows. */
export interface RateMeter {
  /** The count is so high now. */
  readonly count: (total: number) => void;
  /** How much it grew a second, in the last seconds. */
  readonly rate: () => number;
}

/** Milliseconds: over so many the rate is taken, in steps of so many. */
const SPAN = 3_000;
const STEP = 250;

export function createRateMeter(clock: Clock): RateMeter {
  const begun = {at: clock().monotonic, total: 0};
  let marks: readonly {readonly at: number; readonly total: number}[] = [begun];
  let total = 0;
  return {
    count: now => {
      total = now;
      const at = clock().monotonic;
      if (at - (marks.at(-1)?.at ?? 0) < STEP) return;
      const young = marks.findIndex(mark => at - mark.at <= SPAN);
      // The last one that is older stays: without it the rate would be of less than the span.
      marks = [...marks.slice(young === -1 ? marks.length - 1 : Math.max(0, young - 1)), {at, total}];
    },
    rate: () => {
      const [first = begun] = marks;
      const ms = clock().monotonic - first.at;
      return ms <= 0 ? 0 : ((total - first.total) / ms) * 1_000;
    },
  };
}
