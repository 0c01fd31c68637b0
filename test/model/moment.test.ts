import {expect, test} from '@jest/globals';
import {parseMoment} from '../../src/model/moment.js';

const NOW = new Date(2026, 10, 28, 10, 30, 15, 500).getTime();
const on = (day: number, ...time: readonly [number, number, number?]) => new Date(2026, 10, day, ...time).getTime();

test.each([
  ['10m', NOW - 600_000],
  ['-10m', NOW - 600_000],
  ['1h30m', NOW - 5_400_000],
  ['1.5h', NOW - 5_400_000],
  ['2d', NOW - 172_800_000],
  ['90s', NOW - 90_000],
  ['9:05', on(28, 9, 5)],
  ['10:30:14', on(28, 10, 30, 14)],
  // Clocks differ: what is a moment ahead is of today, what is further is yesterday's.
  ['10:31', on(28, 10, 31)],
  ['10:32', on(27, 10, 32)],
  ['23:59:59', on(27, 23, 59, 59)],
  ['2026-11-26', on(26, 0, 0)],
  ['2026-11-26 08:01', on(26, 8, 1)],
  ['2026-11-26T08:01:02', on(26, 8, 1, 2)],
  ['2026-11-26T08:01:02Z', Date.UTC(2026, 10, 26, 8, 1, 2)],
])('%s', (typed, moment) => {
  expect(parseMoment(typed, NOW)).toBe(moment);
});

test.each([
  '',
  '10',
  'm',
  '10x',
  '24:00',
  '10:60',
  '1:2',
  '2026-13-01',
  '2026-02-30',
  '2026-11-26 25:00',
  'soon',
  '--1m',
])('%s is no time', typed => {
  expect(parseMoment(typed, NOW)).toBe(null);
});
