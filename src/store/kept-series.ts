import {createRings, type Rings} from './rings.js';
import {slotWidth} from './slot-record.js';

/** Seconds that are kept one by one. */
export const SECONDS_KEPT = 600;
/** How many seconds a slot has, of which mean and maximum are kept for longer, and seconds for which they are. */
export const SLOT = 10;
export const SLOTS_KEPT_FOR = 7_200;

/** The room of all series of one kind: each has the same figures. */
export interface Room {
  /** How many figures a series has. */
  readonly figures: number;
  /** A record a second: its figures. */
  readonly seconds: Rings;
  /** A record a slot, as `slot-record` has them; null: none are kept. */
  readonly slots: Rings | null;
  /** Blocks of what the newest seconds of series add up to. */
  readonly parts: Float32Array[];
}

/** A series in its room: of what is at its place only that from `first` to `newest` is its own. */
export interface KeptSeries {
  readonly place: number;
  /** The first and the newest second that have a record. */
  readonly first: number;
  newest: number;
  /** The first slot that has no record yet. */
  nextSlot: number;
  /** Up to where values hold, in seconds with their parts. */
  edge: number;
  /** Holds from `partsAt` on what each figure adds up to in the newest second, each value times how long it held, and then those times. */
  readonly parts: Float32Array;
  readonly partsAt: number;
}

const PARTS_IN_BLOCK = 64;

/** @param isLong whether slots are kept */
export function createRoom(figures: number, {isLong}: {readonly isLong: boolean}): Room {
  return {
    figures,
    seconds: createRings(SECONDS_KEPT, figures),
    slots: isLong ? createRings(SLOTS_KEPT_FOR / SLOT, slotWidth(figures)) : null,
    parts: [],
  };
}

/** A series that begins with this second. */
export function openSeries({figures, seconds, slots, parts}: Room, first: number): KeptSeries {
  const place = seconds.open();
  // Both kinds of rings are opened and closed together, so that their places are the same.
  slots?.open();
  const index = Math.floor(place / PARTS_IN_BLOCK);
  const block = parts[index] ?? new Float32Array(2 * figures * PARTS_IN_BLOCK);
  parts[index] = block;
  return {
    place,
    first,
    newest: first - 1,
    nextSlot: Math.floor(first / SLOT),
    edge: first,
    parts: block,
    partsAt: (place % PARTS_IN_BLOCK) * 2 * figures,
  };
}

/** The series is gone; its place is used again. */
export function closeSeries({seconds, slots}: Room, {place}: KeptSeries): void {
  seconds.close(place);
  slots?.close(place);
}

/** The oldest second of it that is kept by itself. */
export function oldestSecond({first, newest}: KeptSeries): number {
  return Math.max(first, newest - SECONDS_KEPT + 1);
}

/** Of its rings and parts, whether they were written or not. */
export function bytesOf({seconds, slots, parts}: Room): number {
  return parts.reduce((sum, block) => sum + block.byteLength, seconds.bytes() + (slots?.bytes() ?? 0));
}
