import {expect, test} from '@jest/globals';
import {atLeast, atMost, isReached, median, percentile95, type Row, ratio} from '../../bench/figure.js';
import {formatFigure} from '../../bench/format-figure.js';

const row = (samples: readonly number[], more: Partial<Row> = {}): Row => ({what: 'it', unit: 'ms', samples, ...more});

test('the median is the middle sample, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
});

test('the 95th percentile is exceeded by five of a hundred', () => {
  const samples = Array.from({length: 100}, (_, index) => index + 1);
  expect(percentile95(samples)).toBe(95);
  expect(percentile95([7])).toBe(7);
});

test('a goal is reached at its value, and never without a measurement', () => {
  expect(isReached(row([5], {goal: atMost(5)}))).toBe(true);
  expect(isReached(row([5.1], {goal: atMost(5)}))).toBe(false);
  expect(isReached(row([5], {goal: atLeast(6)}))).toBe(false);
  expect(isReached(row([], {goal: atMost(5)}))).toBe(false);
  expect(isReached(row([5]))).toBeNull();
});

test('a goal applies to the statistic of its row', () => {
  const samples = [1, 1, 1, 90];
  expect(isReached(row(samples, {goal: atMost(5)}))).toBe(true);
  expect(isReached(row(samples, {goal: atMost(5), statistic: 'worst'}))).toBe(false);
});

test('a ratio compares medians', () => {
  expect(ratio('twice', [1, 20, 30], [10, 10, 99], atMost(2)).samples).toEqual([2]);
});

test('the table has the goal beside the number, and the notes below', () => {
  const figure = {name: 'toy', summary: 'a toy', seconds: 1, run: () => Promise.reject(new Error('not run'))};
  const rows: readonly Row[] = [
    row([10, 12.25, 14], {what: 'first', goal: atMost(13)}),
    row([1234.5], {what: 'a second', unit: 'bytes/s', goal: atMost(1_000)}),
    row([3, 4], {what: 'third', statistic: 'p95'}),
  ];
  expect(formatFigure(figure, {rows, notes: ['A note.']})).toBe(
    [
      'toy: a toy',
      '  first     12.3 ms       ≤ 13 reached   (10–14, n = 3)',
      '  a second  1235 bytes/s  ≤ 1000 MISSED',
      '  third        4 ms                      (p95; 3–4, n = 2)',
      '  A note.',
    ].join('\n'),
  );
});
