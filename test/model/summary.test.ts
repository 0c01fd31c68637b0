import {describe, expect, test} from '@jest/globals';
import {NODE_FIGURES, WATCHER_FIGURES} from '../../src/model/figure.js';
import {emptyWindow, type FigureWindow} from '../../src/model/figure-window.js';
import {summaryOf, totalUnit} from '../../src/model/summary.js';

/** Spans of `step` seconds: each its mean, its maximum, and how much of it is known. */
function windowOf(step: number, spans: readonly (readonly [mean: number, max: number, known: number])[]): FigureWindow {
  const window = emptyWindow({from: 0, to: spans.length * step, step});
  spans.forEach(([mean, max, known], index) => {
    window.means[index] = mean;
    window.maxima[index] = max;
    window.known[index] = known;
  });
  return window;
}

const UNKNOWN = [Number.NaN, Number.NaN, 0] as const;

describe('the summary of a window', () => {
  test('has what is usual, what is rare, and the highest', () => {
    const window = windowOf(
      1,
      Array.from({length: 100}, (_, index) => [100 - index, 100 - index, 1] as const),
    );
    expect(summaryOf(window, 'load')).toEqual({
      mean: 50.5,
      p50: 50,
      p95: 95,
      max: 100,
      total: null,
      known: 100,
    });
  });

  test('counts a span by the seconds of it that are known, and leaves out what is not', () => {
    const window = windowOf(10, [[20, 90, 10], UNKNOWN, [80, 100, 2], UNKNOWN]);
    expect(summaryOf(window, 'used')).toEqual({
      mean: 30,
      p50: 20,
      p95: 80,
      max: 100,
      total: null,
      known: 12,
    });
  });

  test('adds CPU up to seconds of one core, and rates to bytes', () => {
    const window = windowOf(10, [
      [50, 100, 10],
      [200, 200, 5],
    ]);
    expect(summaryOf(window, 'cpu')?.total).toBe(15);
    expect(summaryOf(window, 'sent')?.total).toBe(1_500);
  });

  test('is none where nothing is known', () => {
    expect(summaryOf(windowOf(10, [UNKNOWN, UNKNOWN]), 'cpu')).toBeNull();
    expect(summaryOf(windowOf(10, []), 'cpu')).toBeNull();
  });
});

test('only what is used over time has a total', () => {
  const withTotal = [...new Set([...WATCHER_FIGURES, ...NODE_FIGURES])].filter(figure => totalUnit(figure) !== null);
  expect(withTotal).toEqual(['cpu', 'read', 'written', 'received', 'sent']);
});
