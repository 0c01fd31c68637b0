/**
 * CPU as a picture shows it, in percent of one core. The kernel counts in ticks of 10 ms: what needs 0.3 % of a core is told as 0, 1
 * or 0 % in turn, and would be drawn anew each second, though nothing happens.
 */
export interface SteadyCpu {
  readonly shown: number;
  /** Of the last `seconds`, in which it was about the same. */
  readonly mean: number;
  readonly seconds: number;
}

/** From so many percent on, a figure of one second is made of enough ticks to be shown as it is. */
const ENOUGH = 10;
/** Ticks by which one second must differ from those before it, so that it is no chance: it is shown at once. */
const LEAP = 3;
/** Seconds that the mean is made of at most. */
const LONGEST = 10;
/** The mean is shown anew when it differs by more percent from what is shown: by that many ticks in ten seconds it may be off. */
const NEAR = 0.5;

/** What to show after `before`, where `cpu` was used for so many seconds; the mean of few ticks, anything else as it is. */
export function steadyCpu(before: SteadyCpu | null, cpu: number, seconds: number): SteadyCpu {
  if (before === null || cpu >= ENOUGH || Math.abs(cpu - before.mean) * seconds >= LEAP) {
    return {shown: cpu, mean: cpu, seconds: Math.min(seconds, LONGEST)};
  }
  const known = Math.min(before.seconds + seconds, LONGEST);
  const mean = before.mean + (cpu - before.mean) * Math.min(1, seconds / known);
  const isSettled = known === LONGEST && before.seconds < LONGEST;
  const shown = isSettled || Math.abs(mean - before.shown) > NEAR ? mean : before.shown;
  const isSame = mean === before.mean && known === before.seconds && shown === before.shown;
  return isSame ? before : {shown, mean, seconds: known};
}
