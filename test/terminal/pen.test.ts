import {expect, test} from '@jest/globals';
import {applySgr, changeOfPen, DEFAULT_PEN} from '../../src/terminal/pen.js';

const penOf = (params: string) => applySgr(DEFAULT_PEN, params);

test.each([
  ['', '31', '\u001B[31m'],
  ['31', '', '\u001B[m'],
  ['31', '32', '\u001B[32m'],
  ['1;31', '31', '\u001B[22m'],
  ['1;2', '2', '\u001B[0;2m'],
  ['31;44', '44', '\u001B[39m'],
  ['7;38;2;1;2;3', '38;2;1;2;3', '\u001B[27m'],
  ['38;2;1;2;3;48;5;17', '31', '\u001B[0;31m'],
  ['38;5;9', '38;5;9;1', '\u001B[1m'],
  ['4;31', '4;31', ''],
])('from pen %p to %p it is the shortest sequence', (from, to, expected) => {
  expect(changeOfPen(penOf(from), penOf(to))).toBe(expected);
});

test('a pen is the sum of all its sequences', () => {
  const one = applySgr(applySgr(penOf('1;31'), '0;32;1'), '22;39;7');
  expect(one).toBe(penOf('7'));
  expect(penOf('58;5;1;31').key).toBe(penOf('31').key);
});

test('spaces look the same when no part of the foreground is visible', () => {
  expect(penOf('31').blank).toBe('');
  expect(penOf('1;32;44').blank).toBe(penOf('44').blank);
  expect(penOf('7').blank).not.toBe('');
  expect(penOf('4;31').blank).not.toBe(penOf('4;32').blank);
});
