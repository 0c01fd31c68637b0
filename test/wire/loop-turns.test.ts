import {expect, test} from '@jest/globals';
import {createLoopTurns} from '../../src/wire/loop-turns.js';

/** A loop whose time passes only with what is done: each act takes 1 ms. */
function loop() {
  let now = 0;
  const done: string[] = [];
  const later: (() => void)[] = [];
  const loopTurns = createLoopTurns(
    () => now,
    next => later.push(next),
  );
  return {
    done,
    act: (name: string) => {
      loopTurns.act(() => {
        now++;
        done.push(name);
      });
    },
    /** One time round the loop. */
    turn: () => {
      for (const next of later.splice(0)) next();
    },
    isAtRest: () => later.length === 0,
  };
}

test('what comes alone is done at once', () => {
  const {act, turn, done, isAtRest} = loop();
  act('a');
  expect(done).toEqual(['a']);
  turn();
  expect(isAtRest()).toBe(true);
  act('b');
  expect(done).toEqual(['a', 'b']);
});

test('of much some is done at once and the rest one by one, in its order, behind it what comes meanwhile', () => {
  const {act, turn, done, isAtRest} = loop();
  const names = Array.from({length: 6}, (_, index) => `a${index}`);
  for (const name of names) act(name);
  expect(done).toEqual(names.slice(0, 4));
  turn();
  expect(done).toEqual(names.slice(0, 5));
  act('b');
  expect(done).toEqual(names.slice(0, 5));
  turn();
  turn();
  expect(done).toEqual([...names, 'b']);
  turn();
  expect(isAtRest()).toBe(true);
  act('c');
  expect(done.at(-1)).toBe('c');
});
