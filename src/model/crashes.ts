import type {Instant} from './time.js';
import type {Exit} from './watcher.js';

/** When a watcher is called flapping: so many crashes within so many ms, which is also how long a crash counts. */
export interface FlappingRule {
  readonly crashes: number;
  readonly within: number;
}

export const USUAL_FLAPPING: FlappingRule = {crashes: 3, within: 300_000};

/** How a process ended; null where circus did not say. */
export interface ExitedProcess {
  readonly pid: number;
  readonly exit: Exit | null;
}

/** A process that ended by itself, and those beside it that ended by the same event: one crash. */
export interface Crash extends ExitedProcess {
  readonly at: Instant;
  /** Seconds on the node's clock, by which it is recognised where the node reports it, too. */
  readonly nodeTime: number;
  /** All of them, the first one first; at most ENDS_KEPT. */
  readonly ends: readonly ExitedProcess[];
  /** Whether its process was spawned after the crash before it, perhaps for the one that ended then. */
  readonly isAgain: boolean;
}

/** How often a node with the package saw a watcher crash, in the five minutes before `asOf` (s, its clock). */
export interface ReportedCrashes {
  readonly recent: number;
  /** How the watcher's last process ended by itself; null: none did since its last start, or somebody stopped it since. */
  readonly exit: Exit | null;
  readonly asOf: number;
  /** How long before `asOf` each of the last ones was, in s; absent: the node's package is too old to say. */
  readonly ages?: readonly number[];
}

/** A watcher's crashes since somebody started it. Bounded, whatever a node sends. */
export interface Crashes {
  /** How they are counted. */
  readonly rule: FlappingRule;
  /** Seconds on the node's clock: when it was started, as far as that is known. */
  readonly since: number;
  /** Those that events reported and that still count, oldest first; at most CRASHES_KEPT. */
  readonly seen: readonly Crash[];
  /** Processes that were spawned after the newest of them: their end is an event of its own. */
  readonly spawnedSince: ReadonlySet<number>;
  /** The node's own count, which stands for everything until then; null: it reported none. */
  readonly reported: {readonly count: number; readonly asOf: number; readonly at: Instant} | null;
}

/** What was ready for so long, in ms, is mended: earlier crashes no longer count. */
const MENDED_AFTER = 30_000;
/** A crash loop at circus's shortest usual `check_delay`, a second, stays below; the node package counts as many. */
export const CRASHES_KEPT = 300;
const ENDS_KEPT = 64;
const SPAWNED_KEPT = 1_000;
/** Milliseconds within which processes that ran side by side end by one event, as circusd collects them in one round or in two, between which it respawns. */
const ONE_ROUND = 500;
const TWO_ROUNDS = 1_500;

const NONE: ReadonlySet<number> = new Set();

/** Nothing has crashed since `since` (s, the node's clock), when somebody started the watcher. */
export function noCrashes(since: number, rule: FlappingRule = USUAL_FLAPPING): Crashes {
  return {rule, since, seen: [], spawnedSince: NONE, reported: null};
}

/** One more process ended by itself; that is no crash of its own where one beside it ended by the same event. */
export function withCrash(crashes: Crashes, crash: Omit<Crash, 'ends' | 'isAgain'>): Crashes {
  const {pid, exit, at} = crash;
  const last = crashes.seen.at(-1);
  const within = crashes.spawnedSince.size === 0 ? ONE_ROUND : TWO_ROUNDS;
  if (last !== undefined && !crashes.spawnedSince.has(pid) && at.monotonic - last.at.monotonic <= within) {
    if (last.ends.length >= ENDS_KEPT) return crashes;
    return {...crashes, seen: crashes.seen.with(-1, {...last, ends: [...last.ends, {pid, exit}]})};
  }
  const recent = crashes.seen.filter(each => isRecent(each.at, at, crashes.rule)).slice(1 - CRASHES_KEPT);
  return {
    ...crashes,
    seen: [...recent, {...crash, ends: [{pid, exit}], isAgain: crashes.spawnedSince.has(pid)}],
    spawnedSince: NONE,
  };
}

/** Without those processes that have not crashed after all. */
export function withoutEnds(crashes: Crashes, isGone: (end: ExitedProcess) => boolean): Crashes {
  const seen = crashes.seen.flatMap(crash => {
    const ends = crash.ends.filter(end => !isGone(end));
    const [first] = ends;
    return first === undefined ? [] : [{...crash, ...first, ends}];
  });
  return {...crashes, seen};
}

/** How that process ended by itself; null: it is not known to have. */
export function endOf({seen}: Crashes, pid: number): ExitedProcess | null {
  return seen.findLast(({ends}) => ends.some(end => end.pid === pid))?.ends.find(end => end.pid === pid) ?? null;
}

/** The watcher has a new process. */
export function withSpawned(crashes: Crashes, pid: number): Crashes {
  if (crashes.seen.length === 0 || crashes.spawnedSince.size >= SPAWNED_KEPT) return crashes;
  return {...crashes, spawnedSince: new Set(crashes.spawnedSince).add(pid)};
}

/** The node reported its own count; the same object where that says nothing new. */
export function withReportedCrashes(crashes: Crashes, report: ReportedCrashes, at: Instant): Crashes {
  const {reported, since, seen, rule} = crashes;
  const {asOf, ages} = report;
  // A node that tells no ages has counted five minutes.
  const recent = ages?.filter(age => age * 1_000 < rule.within).length ?? report.recent;
  if (asOf < since || (reported !== null && asOf <= reported.asOf)) return crashes;
  const isSame = reported?.count === recent && !seen.some(({nodeTime}) => nodeTime > reported.asOf);
  // Young enough for its age not to matter.
  if (isSame && (recent === 0 || at.monotonic - reported.at.monotonic < rule.within / 10)) return crashes;
  return {...crashes, reported: {count: recent, asOf, at}};
}

/** The same in a new epoch: the node's clock may be another one, and the node will report its own count again. */
export function inNewEpoch(crashes: Crashes): Crashes {
  return crashes.reported === null ? {...crashes, since: 0} : noCrashes(0, crashes.rule);
}

/** Only those of this circusd, which was started at `startedAt` (s, the node's clock), and everything with it. */
export function sinceStart(crashes: Crashes, startedAt: number): Crashes {
  return (crashes.seen.at(-1)?.nodeTime ?? startedAt) < startedAt ? noCrashes(startedAt, crashes.rule) : crashes;
}

/** What a count is made from. */
export interface CrashFacts {
  readonly crashes: Crashes;
  readonly ready: boolean | null;
  readonly readySince: Instant | null;
}

/** How many crashes count now: the recent ones since the last start, none once it was ready for half a minute. */
export function recentCrashes({crashes, ready, readySince}: CrashFacts, now: Instant): number {
  const {seen, reported, rule} = crashes;
  if (seen.length === 0 && reported === null) return 0;
  if (isMended({crashes, ready, readySince}, now)) return 0;
  const own = seen.filter(
    each => isRecent(each.at, now, rule) && each.nodeTime > (reported?.asOf ?? Number.NEGATIVE_INFINITY),
  );
  return own.length + (reported !== null && isRecent(reported.at, now, rule) ? reported.count : 0);
}

/** Two within so many ms are flapping, too, where the second is the process that replaced the first: somebody who has just connected sees no more. */
const AT_ONCE = 10_000;
/** Columns that there are for a rate. */
const LONGEST_RATE = 6;

/** How often it crashed in what time, where that is too often for a service: "6/5min", "2/10s"; null: it is not. */
export function flappingRate(facts: CrashFacts, now: Instant): string | null {
  const {rule} = facts.crashes;
  const count = recentCrashes(facts, now);
  // Three figures still fit where the longest other word does.
  if (count >= CRASHES_KEPT) return `${CRASHES_KEPT}+`;
  if (count >= rule.crashes) return rateText(count, rule.within);
  // Who wants many crashes to be flapping does not want two.
  if (rule.crashes > USUAL_FLAPPING.crashes || count < 2) return null;
  const [one, other] = facts.crashes.seen.slice(-2);
  if (one === undefined || other === undefined || !other.isAgain) return null;
  return now.monotonic - one.at.monotonic < AT_ONCE ? `2/${AT_ONCE / 1_000}s` : null;
}

/** Whether it has been ready for so long that earlier crashes say nothing of it any more. */
export function isMended({crashes, ready, readySince}: CrashFacts, now: Instant): boolean {
  if (ready !== true || readySince === null) return false;
  const last = crashes.seen.at(-1)?.at.monotonic ?? Number.NEGATIVE_INFINITY;
  return now.monotonic - Math.max(last, readySince.monotonic) >= MENDED_AFTER;
}

/** "6/5min", "12/5m", "3/90s"; the count alone where no more has room. */
function rateText(count: number, within: number): string {
  const units = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [60_000, 'm'],
    [1_000, 's'],
  ] as const;
  const rates = units.filter(([ms]) => within % ms === 0).map(([ms, unit]) => `${count}/${within / ms}${unit}`);
  return rates.find(rate => rate.length <= LONGEST_RATE) ?? String(count);
}

function isRecent(at: Instant, now: Instant, {within}: FlappingRule): boolean {
  return now.monotonic - at.monotonic < within;
}
