import {expect, test} from '@jest/globals';
import {
  formatBytes,
  formatCpu,
  formatRoundTrip,
  roundTripStep,
  steadyBytes,
  steadyRoundTripStep,
} from '../../src/model/figures.js';

const K = 1_024;

test.each([
  [0, '0B'],
  [512, '512B'],
  [999, '999B'],
  [1_000, '1.0K'],
  [980 * K, '980K'],
  [4.1 * K ** 2, '4.1M'],
  [9.96 * K ** 2, '10M'],
  [40 * K ** 2, '40M'],
  [512 * K ** 2, '512M'],
  [999.6 * K ** 2, '1.0G'],
  [14.2 * K ** 3, '14.2G'],
  [99.97 * K ** 3, '100G'],
  [611 * K ** 3, '611G'],
  [1.5 * K ** 4, '1.5T'],
])('%d bytes are %j', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [14.49, 14.51, '14M'],
  [14.49, 14.74, '14M'],
  [14.49, 14.76, '15M'],
  [14, 13.3, '14M'],
  [14, 13.2, '13M'],
  [4.14, 4.16, '4.1M'],
  [4.14, 4.18, '4.2M'],
  [9.96, 10.7, '10M'],
  [9.94, 10.01, '10M'],
  [14.24 * K, 14.26 * K, '14.2G'],
  [14.24 * K, 14.28 * K, '14.3G'],
  [980, 990, '990M'],
  [999.4, 999.6, '999M'],
  [0, 512, '512M'],
])('after %d M, %d M are shown as %j', (shown, now, text) => {
  expect(formatBytes(steadyBytes(now * K ** 2, shown * K ** 2))).toBe(text);
});

test('bytes that were not shown before are shown as they are', () => {
  expect(steadyBytes(123, null)).toBe(123);
});

test.each([
  [0, '0.0'],
  [3.14, '3.1'],
  [34.2, '34.2'],
  [99.94, '99.9'],
  [99.96, '100'],
  [611.4, '611'],
  [12_800, '12800'],
])('%d percent of a core are %j', (percent, text) => {
  expect(formatCpu(percent)).toBe(text);
});

test('no figure is longer than five characters, whatever its size', () => {
  const sizes = Array.from({length: 4_000}, (_, index) => 1.01 ** index).filter(size => size < 900 * K ** 6);
  expect(Math.max(...sizes.map(size => formatBytes(size).length))).toBe(5);
  const percents = Array.from({length: 2_000}, (_, index) => index * 49.99);
  expect(Math.max(...percents.map(percent => formatCpu(percent).length))).toBe(5);
});

test.each([
  [0.4, 0, '<1ms'],
  [1, 1, '1ms'],
  [1.9, 1, '1ms'],
  [4.9, 1, '1ms'],
  [5, 5, '5ms'],
  [27, 20, '20ms'],
  [499, 200, '200ms'],
  [999, 500, '500ms'],
  [4_000, 1_000, '1s'],
])('a round trip of %d ms is in step %d: %s', (ms, step, text) => {
  expect(roundTripStep(ms)).toBe(step);
  expect(formatRoundTrip(ms)).toBe(text);
  expect(formatRoundTrip(step)).toBe(text);
});

test.each([
  [0.9, null, 0],
  [1, null, 1],
  [1.2, 0, 0],
  [1.3, 0, 1],
  [0.5, 1, 1],
  [0.4, 1, 0],
  [6, 1, 1],
  [6.3, 1, 5],
  [4.1, 5, 5],
  [3.9, 5, 1],
  [30, 1, 20],
  [3_000, 1_000, 1_000],
])('a round trip of %d ms after step %p is shown as step %d', (ms, shown, step) => {
  expect(steadyRoundTripStep(ms, shown)).toBe(step);
});
