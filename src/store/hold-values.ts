import {type KeptSeries, oldestSecond, type Room, SLOT} from './kept-series.js';
import type {Rings} from './rings.js';
import {fromShort, toShort, UNKNOWN} from './short-float.js';
import {writeSlot} from './slot-record.js';

/** A second of which less is known is not known. */
const LEAST_KNOWN = 0.5;

/**
 * Writes down that these values, one a figure, held between two moments, in seconds with their parts; NaN: not known. A second has the
 * mean of what held in it. No moment is counted twice: what holds already stays.
 */
export function holdValues(room: Room, series: KeptSeries, from: number, to: number, values: ArrayLike<number>): void {
  const begin = Math.max(from, series.edge);
  for (let second = Math.floor(begin); second < to; second++) {
    if (second > series.newest) advance(room, series, second);
    addPart(room, series, Math.min(to, second + 1) - Math.max(begin, second), values);
  }
  series.edge = Math.max(series.edge, to);
}

/** Begins a second; those between it and the newest one are gaps. */
function advance(room: Room, series: KeptSeries, second: number): void {
  closeSlots(room, series, second);
  const {seconds, figures} = room;
  const {place, newest, parts, partsAt} = series;
  const block = seconds.block(place);
  for (let each = Math.max(newest + 1, second - seconds.length + 1); each <= second; each++) {
    const offset = seconds.offset(place, each);
    block.fill(UNKNOWN, offset, offset + figures);
  }
  parts.fill(0, partsAt, partsAt + 2 * figures);
  series.newest = second;
}

/** To the newest second. */
function addPart({figures, seconds}: Room, series: KeptSeries, time: number, values: ArrayLike<number>): void {
  const {place, newest, parts, partsAt} = series;
  const block = seconds.block(place);
  const offset = seconds.offset(place, newest);
  for (let figure = 0; figure < figures; figure++) {
    const value = values[figure] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const sum = (parts[partsAt + figure] ?? 0) + value * time;
    const known = (parts[partsAt + figures + figure] ?? 0) + time;
    parts[partsAt + figure] = sum;
    parts[partsAt + figures + figure] = known;
    if (known >= LEAST_KNOWN) block[offset + figure] = toShort(sum / known);
  }
}

/**
 * Sums up slots that are over when this second begins: long before their seconds give way to newer ones, and of some series in each
 * second, so that none has all the work.
 */
function closeSlots(room: Room, series: KeptSeries, second: number): void {
  if (room.slots === null) return;
  const end = Math.floor((second - (series.place % SLOT)) / SLOT);
  for (let slot = Math.max(series.nextSlot, end - room.slots.length); slot < end; slot++) {
    closeSlot(room, room.slots, series, slot);
  }
  series.nextSlot = Math.max(series.nextSlot, end);
}

function closeSlot({figures, seconds}: Room, slots: Rings, series: KeptSeries, slot: number): void {
  const {place, newest} = series;
  const from = Math.max(slot * SLOT, oldestSecond(series));
  const to = Math.min((slot + 1) * SLOT - 1, newest);
  const block = seconds.block(place);
  for (let figure = 0; figure < figures; figure++) {
    let [sum, max, known] = [0, 0, 0];
    for (let second = from; second <= to; second++) {
      const value = fromShort(block[seconds.offset(place, second) + figure] ?? UNKNOWN);
      if (Number.isNaN(value)) continue;
      sum += value;
      max = Math.max(max, value);
      known++;
    }
    const at = slots.offset(place, slot);
    writeSlot(slots.block(place), at, {figure, figures}, {mean: sum / known, max, known});
  }
}
