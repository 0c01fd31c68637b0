import {describe, expect, test} from '@jest/globals';
import {createPace} from '../../src/wire/pace.js';

const pace = (size: number, random: number, now = 10_060, pingEvery: number | null = null) =>
  createPace({size: () => size, now: () => now, random: () => random, pingEvery});

describe('pings', () => {
  test.each([8, 9_000])('come as often as is set, whether of %i nodes', size => {
    for (const random of [0, 0.5, 1]) {
      const until = pace(size, random, 10_060, 30_000).untilNextPing();
      expect(until).toBeGreaterThanOrEqual(27_000);
      expect(until).toBeLessThanOrEqual(33_500);
    }
  });

  test.each([
    [8, 2_000],
    [64, 2_000],
    [1_000, 5_000],
    [9_000, 5_000],
  ])('of %i nodes come some %i ms after the answer', (size, ms) => {
    for (const random of [0, 0.5, 1]) {
      const until = pace(size, random).untilNextPing();
      expect(until).toBeGreaterThanOrEqual(ms * 0.9);
      expect(until).toBeLessThanOrEqual(ms * 1.1 + 500);
    }
  });

  test('that are due within half a second go out together', () => {
    const due = (now: number, random: number) => now + pace(32, random, now).untilNextPing();
    expect([due(10_010, 0.5), due(10_090, 0.5), due(10_200, 0.5)]).toEqual([12_500, 12_500, 12_500]);
    expect(due(10_010, 0)).not.toBe(due(10_010, 1));
  });
});

describe('tries to connect', () => {
  const pauses = (size: number) => Array.from({length: 9}, (_, failures) => pace(size, 1).untilRetry(failures));

  test('follow at once on each other, then more and more rarely, up to 5 s', () => {
    const [first, second, third, ...rest] = pauses(8);
    expect([first, second, third]).toEqual([200, 400, 800]);
    expect(rest.every(pause => pause >= 1_600 && pause <= 5_500)).toBe(true);
    expect(rest.at(-1)).toBeGreaterThanOrEqual(5_000);
  });

  test('of a thousand nodes up to 20 s', () => {
    expect(pauses(1_000).at(-1)).toBeGreaterThanOrEqual(20_000);
    expect(pauses(1_000).at(-1)).toBeLessThanOrEqual(20_500);
  });

  test('of nodes that went down together are not made together', () => {
    expect(pace(8, 0).untilRetry(2)).toBe(560);
    expect(pace(8, 1).untilRetry(2)).toBe(800);
  });
});

test('heartbeats are fewer where there are many nodes', () => {
  expect(pace(64, 0).heartbeats()).toEqual({interval: 4_000, timeout: 5_000});
  expect(pace(65, 0).heartbeats()).toEqual({interval: 10_000, timeout: 10_000});
});
