import {expect, test} from '@jest/globals';
import {createTurns} from '../../src/wire/turns.js';

test('so many at a time, the others in their order as those give up', async () => {
  const takeTurn = createTurns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  for (const number of [1, 2, 3, 4]) {
    void takeTurn().then(giveUp => {
      begun.push(number);
      ends.push(giveUp);
    });
  }
  const settled = () => new Promise(resolve => setImmediate(resolve));
  await settled();
  expect(begun).toEqual([1, 2]);
  ends[1]?.();
  await settled();
  expect(begun).toEqual([1, 2, 3]);
  for (const end of [ends[0], ends[2]]) end?.();
  await settled();
  ends[3]?.();
  (await takeTurn())();
  expect(begun).toEqual([1, 2, 3, 4]);
});
