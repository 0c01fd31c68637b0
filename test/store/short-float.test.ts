import {expect, test} from '@jest/globals';
import {fromShort, LARGEST, SMALLEST, toShort, UNKNOWN} from '../../src/store/short-float.js';

const back = (value: number) => fromShort(toShort(value));

test('a number in 16 bits is wrong by at most 1 in 2,048, whatever its size', () => {
  let worst = 0;
  for (let value = SMALLEST; value <= LARGEST; value *= 1.000_093_7) {
    worst = Math.max(worst, Math.abs(back(value) - value) / value);
  }
  // The number goes through 32 bits, which adds 1 in 2 ** 24.
  expect(worst).toBeLessThanOrEqual(2 ** -11 + 2 ** -24);
  expect(worst).toBeGreaterThan(2 ** -11 * 0.99);
});

test('below the smallest that has all its bits it is wrong by at most half a step there', () => {
  for (let value = SMALLEST; value > 1e-9; value *= 0.97) {
    expect(Math.abs(back(value) - value)).toBeLessThanOrEqual((SMALLEST / 2_048) * 1.001);
  }
});

test('each code is the number that it stands for, and larger codes are larger numbers', () => {
  let before = -1;
  const wrong: number[] = [];
  for (let code = 1; code <= 0xff_ff; code++) {
    const value = fromShort(code);
    if (value <= before || toShort(value) !== code) wrong.push(code);
    before = value;
  }
  expect(wrong).toEqual([]);
  expect(before).toBe(LARGEST);
});

test('nothing is 0, and what is not known is not', () => {
  expect(back(0)).toBe(0);
  expect(toShort(0)).not.toBe(UNKNOWN);
  expect(toShort(Number.NaN)).toBe(UNKNOWN);
  expect(fromShort(UNKNOWN)).toBe(Number.NaN);
});

test('what is out of reach is taken for the nearest that is not', () => {
  expect(back(-1)).toBe(0);
  expect([1e17, 1e300, Number.POSITIVE_INFINITY].map(back)).toEqual([LARGEST, LARGEST, LARGEST]);
});
