import {expect, test} from '@jest/globals';
import {cleanText} from '../../src/wire/clean-text.js';

test('leaves text alone that can be shown as it is', () => {
  expect(cleanText('neo4j-core.1 naïve 数据库 👩‍🔬 [x] *')).toBe('neo4j-core.1 naïve 数据库 👩‍🔬 [x] *');
});

test.each([
  ['an escape sequence', '\u001b[31mred', '\\x1b[31mred'],
  ['a line feed', 'a\nb', 'a\\x0ab'],
  ['NUL', '\u0000', '\\x00'],
  ['DEL', 'a\u007f', 'a\\x7f'],
  ['a C1 control', '\u009b2J', '\\x9b2J'],
  ['what turns text around', 'exe\u202etxt', 'exe\\u202etxt'],
  ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
  ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ['what has no width', 'web\u200b', 'web\\u200b'],
  ['half a surrogate pair', 'a\ud83d', 'a\\ud83d'],
])('makes %s visible in ASCII', (_what, text, shown) => {
  expect(cleanText(text)).toBe(shown);
});

test('cuts what is too long and says so', () => {
  expect(cleanText('abcdefgh', 6)).toBe('abc...');
  expect(cleanText('abcdef', 6)).toBe('abcdef');
});

test('cuts after cleaning, so that the result is never longer than allowed', () => {
  expect(cleanText('\u0001\u0002\u0003', 9)).toBe('\\x01\\x...');
});

test('does not cut a character in two', () => {
  expect(cleanText('ab😀cdef', 6)).toBe('ab...');
});
