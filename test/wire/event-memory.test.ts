import {expect, test} from '@jest/globals';
import {createEventMemory, placeOfCursor} from '../../src/wire/event-memory.js';

const place = (number: number, life = 'a') => ({life, number});

test('asks for all that is kept at first, then for what comes after what is known', () => {
  const memory = createEventMemory();
  expect(memory.cursor()).toBeNull();
  memory.knowsUpTo(place(7));
  expect(memory.cursor()).toBe('a 7');
  expect(memory.heard(place(8))).toBe(false);
  expect([memory.cursor(), memory.hasGap()]).toEqual(['a 8', false]);
});

test('knows what has come, and what was recalled before it came', () => {
  const memory = createEventMemory();
  expect(memory.heard(place(5))).toBe(false);
  expect(memory.heard(place(5))).toBe(true);
  expect(memory.hasGap()).toBe(true);
  memory.knowsUpTo(place(4));
  expect([memory.cursor(), memory.hasGap()]).toEqual(['a 5', false]);
  memory.knowsUpTo(place(9));
  expect([7, 9, 10].map(number => memory.has(place(number)))).toEqual([true, true, false]);
  expect(memory.heard(place(8))).toBe(true);
});

test('a number that is left out is a gap until it is known', () => {
  const memory = createEventMemory();
  memory.knowsUpTo(place(1));
  memory.heard(place(3));
  memory.heard(place(4));
  expect([memory.cursor(), memory.hasGap()]).toEqual(['a 1', true]);
  memory.heard(place(2));
  expect([memory.cursor(), memory.hasGap()]).toEqual(['a 4', false]);
});

test('of another life nothing is known, though its numbers are the same', () => {
  const memory = createEventMemory();
  memory.knowsUpTo(place(7));
  expect(memory.heard(place(3, 'b'))).toBe(false);
  expect([memory.cursor(), memory.hasGap(), memory.has(place(3))]).toEqual(['a 7', true, true]);
  memory.knowsUpTo(place(2, 'b'));
  expect([memory.cursor(), memory.hasGap(), memory.has(place(3))]).toEqual(['b 3', false, false]);
});

test('is bounded, however long what is missing does not come', () => {
  const memory = createEventMemory();
  memory.knowsUpTo(place(0));
  for (let number = 2; number < 10_000; number++) memory.heard(place(number));
  expect([place(2), place(7_999), place(8_000), place(9_999)].map(memory.has)).toEqual([false, false, true, true]);
});

test.each([
  ['a 7', place(7)],
  ['', null],
  ['a', null],
  ['a b 7', null],
  ['a -7', null],
  ['a 1e9', null],
  [`a ${'9'.repeat(20)}`, null],
  [`${'a'.repeat(65)} 7`, null],
])('the cursor "%s" is of %j', (cursor, of) => {
  expect(placeOfCursor(cursor)).toEqual(of);
});
