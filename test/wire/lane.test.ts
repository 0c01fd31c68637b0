import {expect, test} from '@jest/globals';
import {createLane} from '../../src/wire/lane.js';

/** A lane whose work ends when the test says so. */
function lane(width: number) {
  let time = 0;
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const made = createLane<string>({
    width,
    work: item => {
      begun.push(item);
      return new Promise(resolve => ends.push(resolve));
    },
    onDone: () => {},
    now: () => time,
  });
  const endOne = async () => {
    ends.shift()?.();
    await Promise.resolve();
  };
  return {...made, begun, endOne, setTime: (ms: number) => (time = ms)};
}

test('so much is done at a time, in order', async () => {
  const two = lane(2);
  two.put(['a', 'b', 'c']);
  expect(two.begun).toEqual(['a', 'b']);
  await two.endOne();
  expect(two.begun).toEqual(['a', 'b', 'c']);
  expect(two.isIdle()).toBe(false);
  await two.endOne();
  await two.endOne();
  expect(two.isIdle()).toBe(true);
});

test('what was not begun can be taken out', async () => {
  const one = lane(1);
  one.put(['a', 'b']);
  one.empty();
  await one.endOne();
  expect([one.begun, one.isIdle()]).toEqual([['a'], true]);
});

test('the time that is left counts on the patience of all that wait, and of the newest where none does', async () => {
  const two = lane(2);
  expect(two.left(1_000, 0)).toBe(0);
  two.put(['a', 'b', 'c', 'd', 'e']);
  expect(two.left(1_000, 0)).toBe(3_000);
  expect(two.left(1_000, 400)).toBe(2_600);
  two.setTime(500);
  await two.endOne();
  two.setTime(1_000);
  await two.endOne();
  // c since 500, d since 1,000, and e, which begins when c is given up.
  expect(two.left(1_000, 1_000)).toBe(1_500);
  await two.endOne();
  two.setTime(1_200);
  await two.endOne();
  expect(two.left(1_000, 1_200)).toBe(800);
});
