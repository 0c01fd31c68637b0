import {describe, expect, test} from '@jest/globals';
import {type SteadyCpu, steadyCpu} from '../../src/model/steady.js';

/** What is shown after each of these seconds, in percent of a core. */
function shownOf(...seconds: readonly number[]): readonly number[] {
  const all: SteadyCpu[] = [];
  for (const cpu of seconds) all.push(steadyCpu(all.at(-1) ?? null, cpu, 1));
  return all.map(({shown}) => shown);
}

/** Ticks of 10 ms, as the kernel tells them of a process that uses so many percent of a core. */
function ticksOf(percent: number, seconds: number): readonly number[] {
  return Array.from(
    {length: seconds},
    (_, index) => Math.floor((index + 1) * percent + 1e-9) - Math.floor(index * percent + 1e-9),
  );
}

describe('CPU of few ticks', () => {
  test.each([0.05, 0.1, 0.3, 0.37, 0.5, 0.8, 1.2, 3.3])(
    '%d %% is shown as one figure, not as the ticks of each second',
    percent => {
      const shown = shownOf(...ticksOf(percent, 120));
      expect(new Set(shown.slice(20)).size).toBe(1);
      expect(Math.abs((shown.at(-1) ?? 0) - percent)).toBeLessThan(0.5);
    },
  );

  test('is true of many together, and follows when all use a little more', () => {
    const sumOf = (seconds: (watcher: number) => readonly number[]) =>
      Array.from({length: 64}, (_, watcher) => shownOf(...seconds(watcher)).at(-1) ?? 0).reduce(
        (sum, each) => sum + each,
        0,
      );
    const late = (watcher: number, percent: number) => ticksOf(percent, 80).slice(watcher % 10);
    expect(sumOf(watcher => late(watcher, 0.3)) / 64).toBeCloseTo(0.3, 1);
    expect(sumOf(watcher => [...late(watcher, 0.3), ...late(watcher, 1.3)]) / 64).toBeGreaterThan(0.9);
  });

  test('is shown at once when it rises or falls by what is no chance', () => {
    expect(shownOf(...ticksOf(0.3, 30), 5).at(-1)).toBe(5);
    expect(shownOf(...ticksOf(0.3, 30), 64.2).at(-1)).toBe(64.2);
    expect(shownOf(...ticksOf(0.3, 30), 64.2, 0).at(-1)).toBe(0);
    expect(shownOf(...ticksOf(5, 30), 1).at(-1)).toBe(1);
  });

  test('creeps after what is used in the end', () => {
    const shown = shownOf(...ticksOf(0.3, 30), ...ticksOf(1.5, 30));
    expect(shown.at(-1)).toBeGreaterThan(1);
  });
});

test('CPU of enough ticks is shown as it is', () => {
  expect(shownOf(10, 11.5, 12, 99, 98.5)).toEqual([10, 11.5, 12, 99, 98.5]);
});

test('what was measured over many seconds counts for as many', () => {
  const before = steadyCpu(null, 0.3, 10);
  expect(steadyCpu(before, 0.9, 60).shown).toBe(0.9);
});
