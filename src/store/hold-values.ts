import {type KeptSeries, oldestSecond, type Room, SLOT} from './kept-series.js';
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
  const {place, newest, parts} = series;
  closeSlots(room, series, second);
  const {seconds, figures} = room;
  const block = seconds.block(place);
  for (let each = Math.max(newest + 1, second - seconds.length + 1); each <= second; each++) {
    const offset = seconds.offset(place, each);
    block.fill(UNKNOWN, offset, offset + figures);
  }
  parts.fill(0);
  series.newest = second;
}

/** To the newest second. */
function addPart(
  {figures, seconds}: Room,
  {place, newest, parts}: KeptSeries,
  time: number,
  values: ArrayLike<number>,
) {
  const block = seconds.block(place);
  const offset = seconds.offset(place, newest);
  for (let figure = 0; figure < figures; figure++) {
    const value = values[figure] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const sum = (parts[figure] ?? 0) + value * time;
    const known = (parts[figures + figure] ?? 0) + time;
    parts[figure] = sum;
    parts[figures + figure] = known;
    if (known >= LEAST_KNOWN) block[offset + figure] = toShort(sum / known);
  }
}

/** Sums up the slots that are over when this second begins, before their seconds give way to newer ones. */
function closeSlots({figures, seconds, slots}: Room, series: KeptSeries, second: number): void {
  if (slots === null) return;
  const {place, newest} = series;
  const [oldest, next] = [oldestSecond(series), Math.floor(second / SLOT)];
  const [from, to] = [seconds.block(place), slots.block(place)];
  for (let slot = Math.max(0, Math.floor(newest / SLOT), next - slots.length); slot < next; slot++) {
    const offset = slots.offset(place, slot);
    for (let figure = 0; figure < figures; figure++) {
      let [sum, max, known] = [0, 0, 0];
      for (let each = Math.max(slot * SLOT, oldest); each <= Math.min((slot + 1) * SLOT - 1, newest); each++) {
        const value = fromShort(from[seconds.offset(place, each) + figure] ?? UNKNOWN);
        if (Number.isNaN(value)) continue;
        sum += value;
        max = Math.max(max, value);
        known++;
      }
      writeSlot(to, offset, {figure, figures}, {mean: sum / known, max, known});
    }
  }
}
