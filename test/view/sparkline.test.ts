import {expect, test} from '@jest/globals';
import {sparkline, sparklineScale} from '../../src/view/sparkline.js';
import {createTheme} from '../../src/view/theme.js';

const unicode = createTheme({isAscii: false, hasColor: true});
const ascii = createTheme({isAscii: true, hasColor: true});

test('values become bars, and a blank where nothing is known', () => {
  const values = new Float64Array([Number.NaN, 0, 12, 50, 99, 100]);
  expect(sparkline(values, 100, unicode)).toBe(' ▁▁▅██');
  expect(sparkline(values, 100, ascii)).toBe(' __-^^');
});

test('the scale holds the highest value, and moves in steps', () => {
  const scaleOf = (...values: readonly number[]) => sparklineScale([new Float64Array(values)]);
  expect([scaleOf(), scaleOf(Number.NaN, 3), scaleOf(10.5), scaleOf(101), scaleOf(9_000)]).toEqual([
    10, 10, 25, 200, 9_000,
  ]);
});
