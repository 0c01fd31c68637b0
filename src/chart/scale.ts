import type {Unit} from './unit.js';

/** From 0 up to `top`, with a line at each `step`. */
export interface Scale {
  readonly top: number;
  readonly step: number;
  readonly unit: Unit;
}

/** The smallest step that is worth a line. */
const LEAST: Readonly<Record<Unit, number>> = {percent: 0.5, bytes: 1_024, 'bytes/s': 1_024, number: 0.1};
const DECIMAL = [1, 2, 5, 10];
/** Bytes are read in binary units: 1, 2, 4 … 512 of each. */
const BINARY = 2;

/**
 * The lowest scale that has room for `highest`, in at most so many steps. It begins at 0, so that heights can be compared, and moves
 * in round steps, so that it rarely changes.
 */
export function scaleOf(highest: number, unit: Unit, mostSteps: number): Scale {
  const wanted = Math.max(Number.isFinite(highest) ? highest : 0, LEAST[unit]) / Math.max(1, mostSteps);
  const step = Math.max(LEAST[unit], unit === 'bytes' || unit === 'bytes/s' ? binaryStep(wanted) : decimalStep(wanted));
  return {top: step * Math.max(1, Math.ceil(highest / step - 1e-9) || 1), step, unit};
}

/** The round values of a scale, from 0 to its top. */
export function valuesOf({top, step}: Scale): readonly number[] {
  return Array.from({length: Math.round(top / step) + 1}, (_, index) => index * step);
}

/** The highest value that is known in any of them; 0: none is. */
export function highestOf(all: readonly Float64Array[]): number {
  let highest = 0;
  for (const values of all) for (const value of values) if (value > highest) highest = value;
  return highest;
}

function decimalStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (DECIMAL.find(digit => digit * power >= wanted * (1 - 1e-9)) ?? 10) * power;
}

function binaryStep(wanted: number): number {
  return BINARY ** Math.ceil(Math.log2(wanted) - 1e-9);
}
