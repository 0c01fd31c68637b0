import {expect, test} from '@jest/globals';
import {cellsOf} from '../../src/terminal/cell-line.js';

const texts = (line: string, columns = 20) => cellsOf(line, columns).texts;

test.each([
  ['ASCII', 'ab', ['a', 'b']],
  ['a wide character', 'a世b', ['a', '世', '', 'b']],
  ['a mark after a simple character', 'ae\u0301b', ['a', 'e\u0301', 'b']],
  ['a mark separated from its character by a colour', 'e\u001B[31m\u0301b', ['e\u0301', 'b']],
  ['a mark without a character', '\u0301b', ['b']],
  ['an emoji by VS16', '⚠️!', ['⚠️', '', '!']],
  ['a joined emoji', '👩‍👩‍👧x', ['👩‍👩‍👧', '', 'x']],
  ['control characters', 'a\u0007\tb\u009B', ['a', 'b']],
  ['a hyperlink', '\u001B]8;;http://a/\u001B\\ab\u001B]8;;\u0007c', ['a', 'b', 'c']],
  ['other sequences', '\u001B[2Ja\u001B[?25hb\u001Bcd', ['a', 'b', 'd']],
])('the cells of %s', (_what, line, expected) => {
  expect(texts(line)).toEqual(expected);
});

test('a line is cut at the edge, and a wide character that is cut becomes a space', () => {
  expect(texts('abcdef', 3)).toEqual(['a', 'b', 'c']);
  expect(texts('ab世', 3)).toEqual(['a', 'b', ' ']);
  expect(texts('ab世d', 3)).toEqual(['a', 'b', ' ']);
  expect(texts('世', 1)).toEqual([' ']);
  expect(texts('世', 2)).toEqual(['世', '']);
});

test('each cell has its own colours', () => {
  const {pens} = cellsOf('a\u001B[31mb\u001B[0;1mc\u001B[md', 10);
  expect(pens.map(pen => [pen.attributes, pen.foreground])).toEqual([
    [0, ''],
    [0, '31'],
    [2, ''],
    [0, ''],
  ]);
});

test('the width of letters, marks and ideographs is sure, that of emoji is not', () => {
  expect([...cellsOf('aé e\u0301 世 ● д', 20).unsure]).toEqual([]);
  expect([...cellsOf('a🟢b⚠️', 20).unsure]).toEqual([1, 4]);
});
