import {expect, test} from '@jest/globals';
import {cleanText} from '../../src/text/clean-text.js';

test('leaves text alone that can be shown as it is', () => {
  expect(cleanText('neo4j-core.1 naïve nai\u0308ve 数据库 \u1112\u1161\u11ab 🙂 🇩🇪 ไทย हिन्दी [x] *')).toBe(
    'neo4j-core.1 naïve nai\u0308ve 数据库 \u1112\u1161\u11ab 🙂 🇩🇪 ไทย हिन्दी [x] *',
  );
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
  ['what joins the next character', 'web\u200d', 'web\\u200d'],
  ['what joins emoji', '👩\u200d🔬', '👩\\u200d🔬'],
  ['a variation selector', '❤\ufe0f \ufe0e\u{e0101}', '❤\\ufe0f \\ufe0e\\u{e0101}'],
  ['a skin colour', '👍\u{1f3fd}', '👍\\u{1f3fd}'],
  ['a keycap', '1\ufe0f\u20e3 2\u20e3', '1\\ufe0f\\u20e3 2\\u20e3'],
  ['a soft hyphen', 'neo\u00ad4j', 'neo\\xad4j'],
  ['tag characters', 'web\u{e0041}\u{e007f}', 'web\\u{e0041}\\u{e007f}'],
  ['a word joiner', 'a\u2060b', 'a\\u2060b'],
  ['what is no sign of its own', 'a\u034f\u180e\u{1d173}', 'a\\u034f\\u180e\\u{1d173}'],
  ['fillers of Hangul', '\u3164\u115f\u1160\uffa0', '\\u3164\\u115f\\u1160\\uffa0'],
  ['a vowel of Hangul without its consonant', 'a\u1161\u1161', 'a\\u1161\\u1161'],
  ['a mark at the begin', '\u0301\u0302web', '\\u0301\\u0302web'],
  ['a mark after a space', 'a \u0301b', 'a \\u0301b'],
  ['a mark after what was made visible', 'a\u200d\u0301b', 'a\\u200d\\u0301b'],
  ['a heap of marks', `a${'\u0301'.repeat(5)}b`, `a${'\u0301'.repeat(3)}\\u0301\\u0301b`],
  ['what is read into the next character', '\u0600\u06dd\u0d4e1', '\\u0600\\u06dd\\u0d4e1'],
  ['a code point without a meaning', 'a\u0378\uffff', 'a\\u0378\\uffff'],
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

test('leaves nothing of what Unicode calls ignorable, in any text', () => {
  for (let code = 0; code < 0x11_0000; code++) {
    const character = String.fromCodePoint(code);
    if (/\p{Default_Ignorable_Code_Point}/u.test(character))
      expect(cleanText(`a${character}b`)).toMatch(/^a\\[ux].*b$/);
  }
});
