import {describe, expect, test} from '@jest/globals';
import {
  CRASHES_KEPT,
  type Crashes,
  type CrashFacts,
  flappingRate,
  noCrashes,
  recentCrashes,
  withCrash,
  withReportedCrashes,
  withSpawned,
} from '../../src/model/crashes.js';
import {at} from '../support/cluster-state.js';

const EXIT_3 = {code: 3, signal: null};
/** The node's clock is 100 s ahead. */
const end = (crashes: Crashes, second: number, pid: number) =>
  withCrash(crashes, {at: at(second), nodeTime: 100 + second, pid, exit: EXIT_3});
/** A crash loop: each process ends and another comes for it. */
const loop = (seconds: readonly number[], crashes = noCrashes(0)) =>
  seconds.reduce((before, second, index) => withSpawned(end(before, second, index), index + 1), crashes);
const facts = (crashes: Crashes, rest: Partial<CrashFacts> = {}): CrashFacts => {
  return {crashes, ready: null, readySince: null, ...rest};
};
const count = (crashes: Crashes, second: number, rest: Partial<CrashFacts> = {}) =>
  recentCrashes(facts(crashes, rest), at(second));

describe('one event is one crash', () => {
  test('however many processes it ends', () => {
    const five = [1, 2, 3, 4, 5].reduce((before, pid) => end(before, 10 + pid / 1_000, pid), noCrashes(0));
    expect(five.seen).toMatchObject([{pid: 1, ends: [1, 2, 3, 4, 5].map(pid => ({pid, exit: EXIT_3}))}]);
    expect(flappingRate(facts(five), at(11))).toBeNull();
  });

  test('also where circusd collected them at two looks, and had respawned some between', () => {
    const first = withSpawned(withSpawned(end(end(noCrashes(0), 10, 1), 10.01, 2), 11), 12);
    const all = end(end(first, 11.01, 3), 11.02, 4);
    expect(count(all, 12)).toBe(1);
    // What came for the first ones ends by an event of its own.
    expect(count(end(all, 11.03, 11), 12)).toBe(2);
  });

  test('but not later ones', () => {
    expect(count(end(end(noCrashes(0), 10, 1), 12, 2), 12)).toBe(2);
  });
});

describe('flapping', () => {
  test('is three in five minutes', () => {
    const three = loop([10, 60, 200]);
    expect(flappingRate(facts(three), at(201))).toBe('3/5min');
    expect(flappingRate(facts(three), at(311))).toBeNull();
  });

  test('is two at once, where the second was the one that came for the first: more sees nobody who has just come', () => {
    const two = loop([10, 11]);
    expect(flappingRate(facts(two), at(12))).toBe('2/10s');
    expect(flappingRate(facts(two), at(21))).toBeNull();
    const apart = end(end(noCrashes(0), 10, 1), 12, 2);
    expect(flappingRate(facts(apart), at(12))).toBeNull();
  });

  test.each<[crashes: number, within: number, last: number, rate: string | null]>([
    [3, 60_000, 100, null],
    [3, 60_000, 45, '3/1min'],
    [2, 25_000, 45, '2/25s'],
    [4, 600_000, 45, '4/10m'],
    [5, 600_000, 45, null],
    [3, 90_000, 45, '3/90s'],
    [3, 3_600_000, 400, '4/1h'],
    [3, 10_500, 33, null],
  ])('is what is set: %d within %d ms', (crashes, within, second, rate) => {
    const far = loop(
      [-300, 10, 30, 45].filter(each => each <= second),
      noCrashes(0, {crashes, within}),
    );
    expect(flappingRate(facts(far), at(second))).toBe(rate);
  });

  test('is not two at once where more than three are set', () => {
    const two = loop([10, 11], noCrashes(0, {crashes: 4, within: 300_000}));
    expect(flappingRate(facts(two), at(12))).toBeNull();
    expect(flappingRate(facts(loop([10, 11])), at(12))).toBe('2/10s');
  });

  test('keeps its width where the time that is set takes more of it', () => {
    const many = loop(
      Array.from({length: 120}, (_, index) => index),
      noCrashes(0, {crashes: 3, within: 600_000}),
    );
    expect(flappingRate(facts(many), at(130))).toBe('120');
  });

  test('keeps its width, and what is kept of it is bounded', () => {
    const many = loop(Array.from({length: 1_000}, (_, index) => 10 + index / 4));
    expect(many.seen).toHaveLength(CRASHES_KEPT);
    expect(flappingRate(facts(many), at(260))).toBe('300+');
    const atOnce = Array.from({length: 1_000}, (_, index) => index).reduce(
      (before, pid) => withSpawned(end(before, 10, pid), 10_000 + pid),
      noCrashes(0),
    );
    expect(atOnce.seen).toHaveLength(1);
    expect(atOnce.seen[0]?.ends.length).toBeLessThan(100);
    expect(atOnce.spawnedSince.size).toBeLessThanOrEqual(1_000);
  });

  test('ends when it was ready for half a minute, not before', () => {
    const three = loop([10, 20, 30]);
    const ready = {ready: true, readySince: at(40)};
    expect(count(three, 69, ready)).toBe(3);
    expect(count(three, 70, ready)).toBe(0);
    // A node may report a readiness that is older than the last crash.
    expect(count(three, 59, {ready: true, readySince: at(5)})).toBe(3);
  });
});

describe("the node's own count", () => {
  const reported = (recent: number, asOf: number) => ({recent, exit: EXIT_3, asOf: 100 + asOf});

  test('stands for everything until then; what events reported since is added', () => {
    const seen = loop([10, 20, 30]);
    const both = withReportedCrashes(seen, reported(7, 25), at(26));
    expect(count(both, 31)).toBe(8);
    expect(count(withReportedCrashes(both, reported(8, 32), at(33)), 33)).toBe(8);
  });

  test('of before the last start says nothing', () => {
    const anew = noCrashes(130);
    expect(withReportedCrashes(anew, reported(7, 25), at(31))).toBe(anew);
    expect(count(withReportedCrashes(anew, reported(0, 32), at(33)), 33)).toBe(0);
  });

  test('is the same object where it says nothing new', () => {
    const once = withReportedCrashes(noCrashes(0), reported(2, 10), at(10));
    expect(withReportedCrashes(once, reported(2, 12), at(12))).toBe(once);
    expect(withReportedCrashes(once, reported(1, 9), at(12))).toBe(once);
    expect(count(withReportedCrashes(once, reported(2, 200), at(200)), 450)).toBe(2);
  });

  test('is over the time that is set where the node says when they were, else over five minutes', () => {
    const rule = {crashes: 3, within: 60_000};
    const report = {...reported(4, 10), ages: [250, 61, 59.9, 1]};
    expect(count(withReportedCrashes(noCrashes(0, rule), report, at(10)), 11)).toBe(2);
    expect(count(withReportedCrashes(noCrashes(0, rule), reported(4, 10), at(10)), 11)).toBe(4);
  });

  test('that is five minutes old counts no more', () => {
    expect(count(withReportedCrashes(noCrashes(0), reported(2, 10), at(10)), 311)).toBe(0);
  });
});
