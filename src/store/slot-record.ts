import {fromShort, toShort} from './short-float.js';

/** What a slot of some seconds has of a figure. */
export interface SlotFigure {
  /** Of the known seconds; where none is known, neither means anything. */
  readonly mean: number;
  readonly max: number;
  /** How many seconds are known, at most 15. */
  readonly known: number;
}

const COUNT_BITS = 4;
const COUNTS_IN_NUMBER = 16 / COUNT_BITS;
const MOST = 2 ** COUNT_BITS - 1;

/** How many numbers of 16 bits the record of a slot has: the figures' means, their maxima, and how many seconds of each are known. */
export function slotWidth(figures: number): number {
  return 2 * figures + Math.ceil(figures / COUNTS_IN_NUMBER);
}

/** Writes one figure into a record that begins at `offset`, and whose series has so many figures. */
export function writeSlot(
  block: Uint16Array,
  offset: number,
  {figure, figures}: {readonly figure: number; readonly figures: number},
  {mean, max, known}: SlotFigure,
): void {
  block[offset + figure] = toShort(mean);
  block[offset + figures + figure] = toShort(max);
  const at = offset + 2 * figures + Math.floor(figure / COUNTS_IN_NUMBER);
  const shift = (figure % COUNTS_IN_NUMBER) * COUNT_BITS;
  block[at] = ((block[at] ?? 0) & ~(MOST << shift)) | (known << shift);
}

/** Reads one figure of such a record. */
export function readSlot(
  block: Uint16Array,
  offset: number,
  {figure, figures}: {readonly figure: number; readonly figures: number},
): SlotFigure {
  const counts = block[offset + 2 * figures + Math.floor(figure / COUNTS_IN_NUMBER)] ?? 0;
  return {
    mean: fromShort(block[offset + figure] ?? 0),
    max: fromShort(block[offset + figures + figure] ?? 0),
    known: (counts >>> ((figure % COUNTS_IN_NUMBER) * COUNT_BITS)) & MOST,
  };
}
