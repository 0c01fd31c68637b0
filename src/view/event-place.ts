import type {Chunks} from '../model/chunks.js';
import {type EventEntry, isBad} from '../store/event-entry.js';
import {scrollTo} from './row-layout.js';

type Events = Chunks<EventEntry>;

/** An entry to come back to, though others come in before and behind it. */
interface EntryMark {
  readonly number: number;
  /** When it happened, in ms of the monotonic clock: should it be gone, its place is that of what came next. */
  readonly at: number;
}

/** Where the operator is among the entries. */
export interface EventPlace {
  /** Null: on the newest one, whichever that is. */
  readonly cursor: EntryMark | null;
  /** The first one that is shown; null: the newest ones are. */
  readonly top: EntryMark | null;
}

export const AT_END: EventPlace = {cursor: null, top: null};

/** How the cursor is moved: by so many entries, by pages, to an end, or to the next entry up or down that is bad. */
export type EventMove =
  | {readonly by: number}
  | {readonly pages: number}
  | {readonly to: 'first' | 'last'}
  | {readonly toBad: 1 | -1};

/** A line of the list: an entry, or the day that the entries below it are of. */
export type EventLine =
  | {readonly type: 'entry'; readonly entry: EventEntry; readonly isHere: boolean}
  | {readonly type: 'day'; readonly wall: number};

/** The part of the list that is seen. */
export interface EventWindow {
  /** The indexes of the cursor's entry and of the first that is shown; of an empty list 0. */
  readonly cursor: number;
  readonly top: number;
  /** How many entries are shown. */
  readonly shown: number;
  readonly lines: readonly EventLine[];
}

/** In a window with fewer lines days are not told: they would take the place of the entries. */
const FEWEST_FOR_DAYS = 4;

/**
 * What is seen from a place: entries that are in sight stay where they are while others come in; at the end of the list the newest
 * come up.
 *
 * @param height lines that there are
 * @param today a time of today, ms since 1970: its entries need no line that says which day it is
 */
export function eventWindow(events: Events, {cursor, top}: EventPlace, height: number, today: number): EventWindow {
  const last = Math.max(0, events.length - 1);
  const here = cursor === null ? last : indexOf(events, cursor);
  const wanted = top === null ? last : indexOf(events, top);
  const tellsDays = height >= FEWEST_FOR_DAYS;
  let first = scrollTo(here, wanted, height, events.length);
  let lines = linesFrom(events, first, {here, height, today: tellsDays ? today : null});
  // Lines of days have pushed the cursor out.
  while (first < here && !lines.some(line => line.type === 'entry' && line.isHere)) {
    first += 1;
    lines = linesFrom(events, first, {here, height, today: tellsDays ? today : null});
  }
  return {cursor: here, top: first, shown: lines.filter(({type}) => type === 'entry').length, lines};
}

/** @param today null: days are not told */
function linesFrom(
  events: Events,
  first: number,
  {here, height, today}: {readonly here: number; readonly height: number; readonly today: number | null},
): readonly EventLine[] {
  const lines: EventLine[] = [];
  let day = today === null ? null : dayOf(today);
  for (const [index, entry] of events.slice(first, first + height).entries()) {
    const own = dayOf(entry.at.wall);
    if (day !== null && own !== day) {
      lines.push({type: 'day', wall: entry.at.wall});
      day = own;
    }
    lines.push({type: 'entry', entry, isHere: first + index === here});
  }
  return lines.slice(0, height);
}

/** The place after a move. On the newest entry it is at the end, which is followed. */
export function moveInEvents(
  events: Events,
  place: EventPlace,
  move: EventMove,
  {height, today}: {readonly height: number; readonly today: number},
): EventPlace {
  const before = eventWindow(events, place, height, today);
  const wanted = targetOf(events, move, before);
  const entry = wanted >= events.length - 1 ? undefined : events.at(Math.max(0, wanted));
  if (entry === undefined) return AT_END;
  const cursor = markOf(entry);
  const after = eventWindow(events, {cursor, top: markAt(events, before.top)}, height, today);
  return {cursor, top: markAt(events, after.top)};
}

/** The entry that the cursor is on; null: there is none. */
export function entryUnder(events: Events, {cursor}: EventPlace): EventEntry | null {
  return events.at(cursor === null ? events.length - 1 : indexOf(events, cursor)) ?? null;
}

/** The index that a move leads to, which may be beyond the ends. */
function targetOf(events: Events, move: EventMove, {cursor, shown}: EventWindow): number {
  if ('by' in move) return cursor + move.by;
  if ('pages' in move) return cursor + Math.sign(move.pages) * Math.max(1, Math.trunc(Math.abs(move.pages) * shown));
  if ('to' in move) return move.to === 'first' ? 0 : events.length - 1;
  for (let index = cursor + move.toBad; index >= 0 && index < events.length; index += move.toBad) {
    const entry = events.at(index);
    if (entry !== undefined && isBad(entry)) return index;
  }
  return cursor;
}

function markAt(events: Events, index: number): EntryMark | null {
  const entry = events.at(index);
  return entry === undefined ? null : markOf(entry);
}

function markOf({number, at}: EventEntry): EntryMark {
  return {number, at: at.monotonic};
}

/** So far from where it belongs by its time an entry is at the most: of several nodes it is not known to the ms what came first. */
const NEAR = 64;

/** Where the entry is; of one that is gone, or does not fit the filter, where the next one is. The list is in the order of time. */
function indexOf(events: Events, {number, at}: EntryMark): number {
  const next = firstIndex(events, entry => entry.at.monotonic >= at);
  const later = firstIndex(events, entry => entry.at.monotonic > at);
  const first = Math.max(0, next - NEAR);
  const found = events.slice(first, later + NEAR).findIndex(entry => entry.number === number);
  return found === -1 ? Math.max(0, Math.min(next, events.length - 1)) : first + found;
}

/** The index of the first entry of which it is true, as of all behind it; of none: the length. */
function firstIndex(events: Events, isSo: (entry: EventEntry) => boolean): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = events.at(middle);
    if (entry !== undefined && !isSo(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Days are told apart in the operator's own time. */
function dayOf(wall: number): string {
  return new Date(wall).toDateString();
}
