import {expect, test} from '@jest/globals';
import {createHistory, type Series} from '../../src/store/history.js';
import {seededRandom} from '../terminal/random-frames.js';

const SERIES: Series = {node: '10.0.0.1', watcher: null};
/** Means of ten seconds are rounded once more. */
const ROUNDED = 2 ** -10;
const LENGTHS = [300, 1_500, 12_000];

/** So many seconds with values and gaps of all lengths, written into a history where another series had the place before. */
function written(seed: number, length: number) {
  const random = seededRandom(seed);
  const history = createHistory();
  for (let second = 0; second < 1_000; second++) history.hold({node: 'gone', watcher: null}, second, second + 1, [77]);
  history.forget({node: 'gone', watcher: null});
  const values = new Map<number, number>();
  let second = Math.floor(random() * 1_000);
  const last = second + length;
  while (second < last) {
    if (random() < 0.005) second += Math.floor(10 ** (random() * 3.3));
    const value = random() < 0.2 ? 0 : 10 ** (random() * 9 - 2);
    history.hold(SERIES, second, second + 1, [value]);
    values.set(second, value);
    second++;
  }
  return {history, values, newest: second - 1, random};
}

/** What there is to know of the seconds from here to there, without the last one. */
function knownOf(values: ReadonlyMap<number, number>, from: number, to: number) {
  const found = Array.from({length: to - from}, (_, index) => values.get(from + index)).filter(
    value => value !== undefined,
  );
  return {known: found.length, sum: found.reduce((sum, value) => sum + value, 0), max: Math.max(...found)};
}

test.each([
  {step: 1, kept: 600},
  {step: 7, kept: 590},
  {step: 10, kept: 7_190},
  {step: 60, kept: 7_140},
  {step: 350, kept: 6_800},
])('spans of $step s are what their seconds were, in the last $kept s', ({step, kept}) => {
  for (let seed = 1; seed <= 9; seed++) {
    const {history, values, newest, random} = written(seed, LENGTHS[seed % LENGTHS.length] ?? 0);
    const from = newest - Math.floor(random() * kept);
    const {
      from: begin,
      means,
      maxima,
      known,
    } = history.window(SERIES, 'cpu', {from: from + step, to: newest + 1, step});
    means.forEach((mean, span) => {
      const expected = knownOf(values, begin + span * step, begin + (span + 1) * step);
      expect(known[span]).toBe(expected.known);
      if (expected.known === 0) {
        expect([mean, maxima[span]]).toEqual([Number.NaN, Number.NaN]);
        return;
      }
      expect(Math.abs(mean * expected.known - expected.sum)).toBeLessThanOrEqual(expected.sum * ROUNDED + 1e-4);
      expect(Math.abs((maxima[span] ?? 0) - expected.max)).toBeLessThanOrEqual(expected.max * ROUNDED + 1e-4);
    });
  }
});

test('spans of any length have together what all seconds had', () => {
  for (let seed = 20; seed <= 25; seed++) {
    const {history, values, newest, random} = written(seed, 12_000);
    const step = 1 + Math.floor(random() * 100);
    const begin = Math.ceil((newest - 6_500) / (10 * step)) * 10 * step;
    const window = history.window(SERIES, 'cpu', {from: begin, to: newest + step, step});
    const expected = knownOf(values, begin, newest + 1);
    const sum = (of: (span: number) => number) => window.means.reduce((all, _, span) => all + of(span), 0);
    // Of the slot in which the kept seconds begin, some may be told twice or not at all where spans are shorter than slots.
    const unsure = step < 10 ? 10 : 1e-6;
    expect(Math.abs(sum(span => window.known[span] ?? 0) - expected.known)).toBeLessThanOrEqual(unsure);
    if (step < 10) continue;
    const total = sum(span => (window.known[span] ?? 0) * (window.means[span] || 0));
    expect(Math.abs(total - expected.sum)).toBeLessThanOrEqual(expected.sum * ROUNDED);
  }
});
