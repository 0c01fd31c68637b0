import {flappingRate} from '../model/crashes.js';
import type {LinkState} from '../model/node.js';
import type {Instant} from '../model/time.js';
import {type Exit, hasDoneItsWork} from '../model/watcher.js';
import {type WatcherFacts, wentDownBy} from '../model/watcher-facts.js';
import {shortCount} from './process-count.js';

/** The glyphs of the screen by what they mean; the theme has a character for each, also in ASCII. */
export type StateGlyph =
  | 'ready'
  | 'running'
  | 'not-ready'
  | 'changing'
  | 'stopped'
  | 'down'
  | 'alarm'
  | 'unknown'
  | 'online'
  | 'connecting'
  | 'stale'
  | 'offline';

/** What a state means to the operator; colours are made from it, and never carry it alone. */
export type Tone = 'healthy' | 'changing' | 'failing' | 'alarm' | 'unknown' | 'dim' | 'normal';

/** What needs attention first. */
export const TONES_BY_URGENCY: readonly Tone[] = [
  'alarm',
  'failing',
  'unknown',
  'changing',
  'healthy',
  'dim',
  'normal',
];

/** What a node or a watcher is called on the screen. */
export interface Shown {
  readonly glyph: StateGlyph;
  /** "running", "starting 3s", "flapping 6/5min". */
  readonly word: string;
  readonly tone: Tone;
  /** What it is called in a sum of many, where that is not its word without figures. */
  readonly inSum?: string;
}

/** The word for a watcher: a pure function of its separate facts and the time. */
export function describeWatcher(facts: WatcherFacts, now: Instant): Shown {
  const {state, stateSince, ready, health} = facts;
  const lastExit = wentDownBy(facts);
  switch (state) {
    case 'unknown':
      return UNKNOWN;
    case 'starting':
    case 'stopping':
      return {glyph: 'changing', word: `${state} ${ageAt(now, stateSince)}`, tone: 'changing'};
    case 'stopped':
      if (health !== null && health.orphans.length > 0) return orphaned(health.orphans);
      if (health !== null && health.removing !== null) return removing(health.removing);
      return lastExit === null ? STOPPED : wentDown(lastExit, facts);
    case 'running': {
      if (health !== null && health.orphans.length > 0) return BESIDE_ORPHANS;
      const rate = flappingRate(facts, now);
      if (rate !== null) return {glyph: 'alarm', word: `flapping ${rate}`, tone: 'alarm'};
      if (facts.processes.size === 0 && lastExit !== null) return wentDown(lastExit, facts);
      const short = shortCount(facts, now);
      if (short !== null) {
        return {glyph: 'not-ready', word: `running ${short}`, tone: 'changing', inSum: 'partly running'};
      }
      if (ready === null) return RUNNING;
      return ready
        ? READY
        : {glyph: 'not-ready', word: `not ready ${ageAt(now, facts.readySince ?? stateSince)}`, tone: 'changing'};
    }
  }
}

function ageAt(now: Instant, since: Instant): string {
  return formatAge(now.monotonic - since.monotonic);
}

// What most of some thousand watchers are, each time that a frame is made.
const UNKNOWN: Shown = {glyph: 'unknown', word: 'unknown', tone: 'unknown'};
const STOPPED: Shown = {glyph: 'stopped', word: 'stopped', tone: 'dim'};
const RUNNING: Shown = {glyph: 'running', word: 'running', tone: 'healthy'};
const READY: Shown = {glyph: 'ready', word: 'ready', tone: 'healthy'};

/** It runs, and an earlier process of it runs as well; which one the node's row says. */
const BESIDE_ORPHANS: Shown = {glyph: 'alarm', word: 'running +orphan', tone: 'alarm', inSum: 'orphan'};

/** "orphan 3312 +1": of several one is named; the rest ends together with it. */
function orphaned([first, ...others]: readonly number[]): Shown {
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return {glyph: 'alarm', word: `orphan ${first}${more}`, tone: 'alarm'};
}

function removing({done, of}: {readonly done: number; readonly of: number}): Shown {
  const percent = of === 0 ? 0 : Math.min(99, Math.floor((done / of) * 100));
  return {glyph: 'changing', word: `removing ${percent}%`, tone: 'changing'};
}

function wentDown(exit: Exit, {options}: WatcherFacts): Shown {
  if (hasDoneItsWork(exit, options)) return {glyph: 'stopped', word: 'done', tone: 'dim'};
  return {glyph: 'down', word: formatExit(exit), tone: 'failing'};
}

/** "exited 3" where the process returned a code itself, "killed SIGKILL" where a signal ended it. */
export function formatExit(exit: Exit): string {
  return exit.signal === null ? `exited ${exit.code}` : `killed ${exit.signal}`;
}

/** The word for a node: how well it answers, with the age of its last answer where it owes one. */
export function describeNode(link: LinkState, lastSeen: Instant | null, now: Instant): Shown {
  switch (link) {
    case 'online':
      return {glyph: 'online', word: 'online', tone: 'healthy'};
    case 'connecting':
      return {glyph: 'connecting', word: 'connecting', tone: 'changing'};
    case 'stale': {
      const age = lastSeen === null ? '' : ` ${formatAge(now.monotonic - lastSeen.monotonic)}`;
      return {glyph: 'stale', word: `stale${age}`, tone: 'changing'};
    }
    case 'offline':
      return {glyph: 'offline', word: 'offline', tone: 'failing'};
  }
}

/** "never seen", "last seen 1min ago". */
export function describeLastSeen(lastSeen: Instant | null, now: Instant): string {
  return lastSeen === null ? 'never seen' : `last seen ${formatAge(now.monotonic - lastSeen.monotonic)} ago`;
}

/**
 * An age of so many ms in steps, so that a still screen stays still: each second up to 10, then each 10 s, then whole
 * minutes, hours and days: "3s", "40s", "5min", "2h", "3d".
 */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 10) return `${seconds}s`;
  if (seconds < 60) return `${Math.floor(seconds / 10) * 10}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
