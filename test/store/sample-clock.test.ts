import {describe, expect, test} from '@jest/globals';
import {placeSample, type SampleClock, startClock} from '../../src/store/sample-clock.js';
import {nodeSample} from '../support/node-sample.js';

/** A sample by its node's time, and when it came. */
type Came = readonly [time: number, at: number];

const first = (time: number, at: number) => startClock(nodeSample({time}), at);
/** At which of our seconds each was placed. */
function places(clock: SampleClock, samples: readonly Came[], life = 'a'): readonly number[] {
  let now = clock;
  return samples.map(([time, at]) => {
    now = placeSample(now, nodeSample({time, life}), at);
    return now.last.time + now.offset;
  });
}
const each = (count: number, came: (index: number) => Came) =>
  Array.from({length: count}, (_, index) => came(index + 1));

describe('samples of a node are placed', () => {
  test('from the first one on a whole second of ours, by the node’s own time', () => {
    const clock = first(500.3, 20.4);
    expect(
      places(clock, [
        [501.3, 21.4],
        [502.3, 22.9],
        [503.3, 22.9],
        [504.4, 24.1],
      ]),
    ).toEqual([21, 22, 23, expect.closeTo(24.1)]);
  });

  test('where they were read though they come late, all together', () => {
    const clock = first(500, 20);
    expect(
      places(
        clock,
        each(60, index => [500 + index, 20 + Math.max(index, 40)]),
      ),
    ).toEqual(each(60, index => [0, 20 + index]).map(([, at]) => at));
  });

  test('earlier as soon as one comes before it can have been read: the first one was late', () => {
    const clock = first(500, 23);
    expect(
      places(clock, [
        [501, 23.1],
        [502, 23.1],
        [503, 23.2],
        [504, 24.2],
        [505, 25.2],
      ]),
    ).toEqual([23, 23, 23, 24, 25]);
  });

  test('later once they have come late for ten seconds: the node’s clock is slow, or its machine was suspended', () => {
    const clock = first(500, 20);
    const placed = places(
      clock,
      each(20, index => [500 + index, 60 + index]),
    );
    expect(placed.slice(0, 10)).toEqual(each(10, index => [0, 20 + index]).map(([, at]) => at));
    expect(placed.slice(10)).toEqual(each(10, index => [0, 70 + index]).map(([, at]) => at));
  });

  test('later only by as much as all of them were late', () => {
    const placed = places(
      first(500, 20),
      each(12, index => [500 + index, 20 + index + (index % 3 === 1 ? 2.1 : 7)]),
    );
    expect(Math.max(...placed.map((place, index) => place - (20 + index + 1)))).toBe(2);
    expect(placed.at(-1)).toBe(20 + 12 + 2);
  });

  test('anew for another life whose times are not those that are awaited, as after a boot', () => {
    const clock = first(500, 20);
    expect(
      places(
        clock,
        [
          [3, 90],
          [4, 91],
        ],
        'b',
      ),
    ).toEqual([90, 91]);
    expect(
      places(
        clock,
        [
          [502, 22.3],
          [503, 23.3],
        ],
        'b',
      ),
    ).toEqual([22, 23]);
  });

  test('never more than a second from when they came, by a clock that gains or loses half a second an hour', () => {
    for (const rate of [1 + 1 / 7_200, 1 - 1 / 7_200]) {
      const samples = each(40_000, index => [500 + index * rate, 20 + index]);
      const late = places(first(500, 20), samples).map((place, index) => Math.abs(place - 20 - (index + 1)));
      expect(Math.max(...late)).toBeLessThan(1.01);
    }
  });
});
