import type {Instant} from '../model/time.js';
import type {ProcessFacts} from '../model/watcher-facts.js';

/** Milliseconds: a restart or reload takes processes away and brings others at once, which is no news. */
const SETTLED = 500;
/** "1 of 4" stands behind "running" in the narrowest column that has words, "10 of 16" does not. */
const LONGEST = 7;

/** "1 of 4": how many of the wanted processes run; null: all do, or that is not known. */
export function shortCount(facts: ProcessFacts, now: Instant): string | null {
  const {processes, options, processesTime, startTime, processesSince} = facts;
  if (options === null || processesTime === 0 || processesTime < startTime) return null;
  if (processesSince !== null && now.monotonic - processesSince.monotonic < SETTLED) return null;
  const isNone = processes.size === 0;
  if (processes.size >= options.wanted && !(isNone && options.wanted === 0)) return null;
  const count = `${processes.size} of ${options.wanted}`;
  return count.length <= LONGEST ? count : `${processes.size}/${options.wanted}`;
}
