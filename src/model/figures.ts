const BYTE_UNITS = ['B', 'K', 'M', 'G', 'T', 'P', 'E'];
/** From this unit on two digits have a decimal, too: a tenth of a gigabyte matters, a tenth of a megabyte does not. */
const GIGA = 3;

/** @returns bytes in binary units, in at most five characters: "512M", "14.2G", "4.1M", "980K". */
export function formatBytes(bytes: number): string {
  const {value, unit, decimalsBelow} = inUnit(bytes);
  return `${oneDecimalBelow(decimalsBelow, value)}${BYTE_UNITS[unit]}`;
}

/** By so many of its last digit must bytes differ from what is shown of them, so that what is near the middle of two does not flicker. */
const OTHER = 0.75;

/** The bytes to show after `shown`: those again until they would clearly be written otherwise. @param shown null: none were */
export function steadyBytes(bytes: number, shown: number | null): number {
  if (shown === null || shown === bytes) return bytes;
  const {value, unit, decimalsBelow} = inUnit(shown);
  const digit = roundedTo(0.1, value) < decimalsBelow ? 0.1 : 1;
  return Math.abs(bytes / 1_024 ** unit - roundedTo(digit, value)) <= OTHER * digit ? shown : bytes;
}

/** `unit`: its place among the units. */
function inUnit(bytes: number): {readonly value: number; readonly unit: number; readonly decimalsBelow: number} {
  let unit = 0;
  let value = bytes;
  // Not 1,024: four digits would not leave room for a decimal beside the unit.
  while (Math.round(value) >= 1_000 && unit < BYTE_UNITS.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return {value, unit, decimalsBelow: unit === 0 ? 0 : unit < GIGA ? 10 : 100};
}

function roundedTo(digit: 0.1 | 1, value: number): number {
  return digit === 1 ? Math.round(value) : Math.round(value * 10) / 10;
}

/** @returns percent of one core: "3.1", "34.2", "611". */
export function formatCpu(percent: number): string {
  return oneDecimalBelow(100, percent);
}

function oneDecimalBelow(limit: number, value: number): string {
  const rounded = roundedTo(0.1, value);
  return rounded < limit ? rounded.toFixed(1) : String(Math.round(value));
}

/** None between 1 and 5: so much a ping waits on this machine itself, now and then. */
const ROUND_TRIP_STEPS: readonly number[] = [1_000, 500, 200, 100, 50, 20, 10, 5, 1, 0];

/** @returns the highest of the steps 0 (below 1), 1, 5, 10, 20, 50, 100, 200, 500, 1000 that `ms` reaches. */
export function roundTripStep(ms: number): number {
  return ROUND_TRIP_STEPS.find(step => ms >= step) ?? 0;
}

/** By this factor a round trip must be past the bounds of a step to leave it. */
const CLEARLY = 1.25;
/** The same to leave the step of 1 ms for the one below, which is near what a ping waits on this machine: down to it half rounds to 1. */
const CLEARLY_BELOW_ONE = 2;

/**
 * The step to show after `shown`: that one again while `ms` is in it or near its bounds, so that a round trip close to a
 * bound does not flicker.
 *
 * @param shown the step that is shown; null: none
 */
export function steadyRoundTripStep(ms: number, shown: number | null): number {
  if (shown === null || ms < shown / (shown === 1 ? CLEARLY_BELOW_ONE : CLEARLY)) return roundTripStep(ms);
  const step = roundTripStep(ms / CLEARLY);
  return step > shown ? roundTripStep(ms) : shown;
}

/** @returns a round trip of so many ms in steps, so that it does not flicker: "<1ms", "1ms", "20ms", "1s". */
export function formatRoundTrip(ms: number): string {
  const step = roundTripStep(ms);
  if (step === 0) return '<1ms';
  return step === 1_000 ? '1s' : `${step}ms`;
}

/** "1,240,000". */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
