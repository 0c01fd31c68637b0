import type {Instant} from './time.js';
import type {Exit} from './watcher.js';

/** How a process ended; null where circus did not tell. */
export interface ProcessEnd {
  readonly pid: number;
  readonly exit: Exit | null;
}

/** A process that went down without having been told to, and those beside it that ended by the same event: one crash. */
export interface Crash extends ProcessEnd {
  readonly at: Instant;
  /** Seconds on the node's clock, by which it is known again where the node tells of it, too. */
  readonly nodeTime: number;
  /** All of them, the first one first; at the most ENDS_KEPT. */
  readonly ends: readonly ProcessEnd[];
  /** Whether its process had come since the crash before it, for the one that ended then, perhaps. */
  readonly isAgain: boolean;
}

/** How often a node with the package saw a watcher crash, in the five minutes before `asOf` (s, its clock). */
export interface ToldCrashes {
  readonly recent: number;
  /** How the watcher's last process ended by itself; null: none did since its last start, or somebody stopped it since. */
  readonly exit: Exit | null;
  readonly asOf: number;
}

/** A watcher's crashes since somebody started it. Bounded, whatever a node sends. */
export interface Crashes {
  /** Seconds on the node's clock: when it was started, as far as that is known. */
  readonly since: number;
  /** Those that events told of, of the last five minutes, oldest first; at the most CRASHES_KEPT. */
  readonly seen: readonly Crash[];
  /** Processes that came after the newest of them: what becomes of these is an event of its own. */
  readonly born: ReadonlySet<number>;
  /** The node's own count, which stands for all that was until then; null: it told none. */
  readonly told: {readonly count: number; readonly asOf: number; readonly at: Instant} | null;
}

/** Crashes older than this count no more, in ms. */
export const CRASH_WINDOW = 300_000;
/** What was ready for so long, in ms, is mended: what crashed before does not count any more. */
export const MENDED_AFTER = 30_000;
/** A crash loop at circus's shortest usual `check_delay`, a second, stays below; the node package counts as many. */
export const CRASHES_KEPT = 300;
const ENDS_KEPT = 64;
const BORN_KEPT = 1_000;
/** Milliseconds within which processes that ran side by side end by one event, as circusd collects them at one look or at two, between which it respawns. */
const ONE_LOOK = 500;
const TWO_LOOKS = 1_500;

const NONE: ReadonlySet<number> = new Set();

/** Nothing has crashed since `since` (s, the node's clock), when somebody started the watcher. */
export function noCrashes(since: number): Crashes {
  return {since, seen: [], born: NONE, told: null};
}

/** One more process went down by itself; it is no crash of its own where one beside it ended by the same event. */
export function withCrash(crashes: Crashes, crash: Omit<Crash, 'ends' | 'isAgain'>): Crashes {
  const {pid, exit, at} = crash;
  const last = crashes.seen.at(-1);
  const within = crashes.born.size === 0 ? ONE_LOOK : TWO_LOOKS;
  if (last !== undefined && !crashes.born.has(pid) && at.monotonic - last.at.monotonic <= within) {
    if (last.ends.length >= ENDS_KEPT) return crashes;
    return {...crashes, seen: crashes.seen.with(-1, {...last, ends: [...last.ends, {pid, exit}]})};
  }
  const recent = crashes.seen.filter(each => isRecent(each.at, at)).slice(1 - CRASHES_KEPT);
  return {...crashes, seen: [...recent, {...crash, ends: [{pid, exit}], isAgain: crashes.born.has(pid)}], born: NONE};
}

/** Without those processes that have not crashed after all. */
export function withoutEnds(crashes: Crashes, isGone: (end: ProcessEnd) => boolean): Crashes {
  const seen = crashes.seen.flatMap(crash => {
    const ends = crash.ends.filter(end => !isGone(end));
    const [first] = ends;
    return first === undefined ? [] : [{...crash, ...first, ends}];
  });
  return {...crashes, seen};
}

/** How that process went down by itself; null: nobody knows that it did. */
export function endOf({seen}: Crashes, pid: number): ProcessEnd | null {
  return seen.findLast(({ends}) => ends.some(end => end.pid === pid))?.ends.find(end => end.pid === pid) ?? null;
}

/** The watcher has a new process. */
export function withBorn(crashes: Crashes, pid: number): Crashes {
  if (crashes.seen.length === 0 || crashes.born.size >= BORN_KEPT) return crashes;
  return {...crashes, born: new Set(crashes.born).add(pid)};
}

/** The node told its own count; the same object where that says nothing new. */
export function withToldCrashes(crashes: Crashes, {recent, asOf}: ToldCrashes, at: Instant): Crashes {
  const {told, since, seen} = crashes;
  if (asOf < since || (told !== null && asOf <= told.asOf)) return crashes;
  const isSame = told?.count === recent && !seen.some(({nodeTime}) => nodeTime > told.asOf);
  // Young enough for its age to matter to nobody.
  if (isSame && (recent === 0 || at.monotonic - told.at.monotonic < CRASH_WINDOW / 10)) return crashes;
  return {...crashes, told: {count: recent, asOf, at}};
}

/** The same in a new epoch: the node's clock may be another one, and the node will tell its own count again. */
export function inNewEpoch({seen, told, born}: Crashes): Crashes {
  return told === null ? {since: 0, seen, born, told} : noCrashes(0);
}

/** Those of this circusd alone, which began at `startedAt` (s, the node's clock): somebody started everything then. */
export function sinceStart(crashes: Crashes, startedAt: number): Crashes {
  return (crashes.seen.at(-1)?.nodeTime ?? startedAt) < startedAt ? noCrashes(startedAt) : crashes;
}

/** What a count is made from. */
export interface CrashFacts {
  readonly crashes: Crashes;
  readonly ready: boolean | null;
  readonly readySince: Instant | null;
}

/** How many crashes count now: those of the last five minutes since the last start, none once it was ready for half a minute. */
export function recentCrashes({crashes, ready, readySince}: CrashFacts, now: Instant): number {
  if (isMended({crashes, ready, readySince}, now)) return 0;
  const {seen, told} = crashes;
  const own = seen.filter(each => isRecent(each.at, now) && each.nodeTime > (told?.asOf ?? Number.NEGATIVE_INFINITY));
  return own.length + (told !== null && isRecent(told.at, now) ? told.count : 0);
}

/** So many crashes inside the window are flapping. */
const FLAPPING = 3;
/** So are two within so many ms where the process that came for the first one was the second: who has just come to look sees no more. */
const AT_ONCE = 10_000;

/** How often it crashed in what time, where that is so often that it is no service: "6/5min", "2/10s"; null: it is not. */
export function flappingRate(facts: CrashFacts, now: Instant): string | null {
  const count = recentCrashes(facts, now);
  // Three figures still fit where the longest other word does.
  if (count >= CRASHES_KEPT) return `${CRASHES_KEPT}+`;
  if (count >= FLAPPING) return `${count}/${count < 10 ? '5min' : '5m'}`;
  const [one, other] = facts.crashes.seen.slice(-2);
  if (count < 2 || one === undefined || other === undefined || !other.isAgain) return null;
  return now.monotonic - one.at.monotonic < AT_ONCE ? `2/${AT_ONCE / 1_000}s` : null;
}

/** Whether it serves for so long that what crashed before says nothing of it any more. */
export function isMended({crashes, ready, readySince}: CrashFacts, now: Instant): boolean {
  if (ready !== true || readySince === null) return false;
  const last = crashes.seen.at(-1)?.at.monotonic ?? Number.NEGATIVE_INFINITY;
  return now.monotonic - Math.max(last, readySince.monotonic) >= MENDED_AFTER;
}

function isRecent(at: Instant, now: Instant): boolean {
  return now.monotonic - at.monotonic < CRASH_WINDOW;
}
