import {emptyWindow, type FigureWindow, type Range} from '../model/figure-window.js';
import {type KeptSeries, oldestSecond, type Room, SLOT} from './kept-series.js';
import type {Rings} from './rings.js';
import {fromShort, UNKNOWN} from './short-float.js';
import {readSlot} from './slot-record.js';

/** What is known of one figure of a series: from its seconds, and from slots where seconds are no longer kept. */
export function readWindow(room: Room, series: KeptSeries, figure: number, range: Range): FigureWindow {
  const window = emptyWindow(range);
  const oldest = oldestSecond(series);
  // As long as all its seconds are kept nothing is read from slots.
  const slots = oldest > series.first ? room.slots : null;
  // A slot is not read in part where spans are as long, so that their totals are true.
  const slotsEnd = slots === null || range.step < SLOT ? oldest : Math.ceil(oldest / SLOT) * SLOT;
  for (let span = 0; span < window.means.length; span++) {
    const [from, to] = [window.from + span * range.step, window.from + (span + 1) * range.step];
    const sum = {amount: 0, known: 0, max: 0};
    if (slots !== null && from < slotsEnd) {
      addSlots({slots, figures: room.figures}, series, figure, from, Math.min(to, slotsEnd), sum);
    }
    if (to > slotsEnd) addSeconds(room, series, figure, Math.max(from, slotsEnd), to, sum);
    if (sum.known === 0) continue;
    window.means[span] = sum.amount / sum.known;
    window.maxima[span] = sum.max;
    window.known[span] = sum.known;
  }
  return window;
}

interface Sum {
  /** Each value times the seconds for which it held. */
  amount: number;
  known: number;
  max: number;
}

function addSeconds(
  {seconds}: Room,
  {place, newest}: KeptSeries,
  figure: number,
  from: number,
  to: number,
  sum: Sum,
): void {
  const block = seconds.block(place);
  for (let second = from; second < to && second <= newest; second++) {
    const value = fromShort(block[seconds.offset(place, second) + figure] ?? UNKNOWN);
    if (Number.isNaN(value)) continue;
    sum.amount += value;
    sum.known++;
    sum.max = Math.max(sum.max, value);
  }
}

/** What is known of a slot is spread over all of it. */
function addSlots(
  {slots, figures}: {readonly slots: Rings; readonly figures: number},
  {place, first, newest}: KeptSeries,
  figure: number,
  from: number,
  to: number,
  sum: Sum,
): void {
  const block = slots.block(place);
  const oldest = Math.max(Math.floor(first / SLOT), Math.floor(newest / SLOT) - slots.length);
  for (let slot = Math.max(Math.floor(from / SLOT), oldest); slot * SLOT < to; slot++) {
    const {mean, max, known} = readSlot(block, slots.offset(place, slot), {figure, figures});
    if (known === 0) continue;
    const time = (known * (Math.min(to, (slot + 1) * SLOT) - Math.max(from, slot * SLOT))) / SLOT;
    sum.amount += mean * time;
    sum.known += time;
    sum.max = Math.max(sum.max, max);
  }
}
