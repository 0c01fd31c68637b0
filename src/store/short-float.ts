/**
 * Numbers in 16 bits: 0 says that nothing is known; any other code is one more than 6 bits of exponent and 10 of mantissa, without a
 * sign. From SMALLEST to LARGEST they are rounded to 11 significant bits, so wrong by at most 1 in 2,048 (0.049 %), whatever their
 * size; below that by at most SMALLEST / 2,048. IEEE's own 16 bits end at 65,504, too few for bytes.
 */
export const UNKNOWN = 0;

/** The smallest number that has all its bits: 0.002 % of a core, or of a byte in a second. */
export const SMALLEST = 2 ** -9;
/** What is larger is taken for this: 18 PB, 16 PiB. */
export const LARGEST = 2 ** 53 * (1 + 1_022 / 1_024);

/** Takes SMALLEST to the smallest number of 32 bits with an exponent of 1: from there on their upper bits are ours. */
const SCALE = 2 ** -117;
const DROPPED_BITS = 13;
const HALF = 1 << (DROPPED_BITS - 1);
const MOST = 0xff_ff;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** @param value NaN: unknown; what is below 0 is taken for 0 */
export function toShort(value: number): number {
  if (Number.isNaN(value)) return UNKNOWN;
  float[0] = Math.max(0, value) * SCALE;
  return Math.min(MOST, 1 + (((bits[0] ?? 0) + HALF) >>> DROPPED_BITS));
}

/** NaN: unknown. */
export function fromShort(code: number): number {
  if (code === UNKNOWN) return Number.NaN;
  bits[0] = (code - 1) << DROPPED_BITS;
  return (float[0] ?? Number.NaN) / SCALE;
}
