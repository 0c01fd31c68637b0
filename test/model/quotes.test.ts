import {describe, expect, test} from '@jest/globals';
import {quotedWords, unquote} from '../../src/model/quotes.js';

describe('a word without its quotes', () => {
  test.each([
    ['plain', 'plain', 'plain'],
    ['"my web":ready', 'my web:ready', '______:ready'],
    [`a'b c'd`, 'ab cd', 'a___d'],
    ['"a\\"b\\\\c\\d"', 'a"b\\c\\d', '_______'],
    [`'a\\'b`, 'a\\b', '__b'],
    ['say"hi', 'say"hi', 'say"hi'],
    ['""', '', ''],
  ])('%s', (word, text, plain) => {
    const read = unquote(word);
    expect([read.text, read.plain.replaceAll('\u0000', '_')]).toEqual([text, plain]);
    expect(read.places.map(at => word[at] ?? '').join('')).toBe(text);
    expect(read.places).toHaveLength(text.length + 1);
  });
});

test('words are parted at white space that is not quoted', () => {
  expect(quotedWords(` a "b c":d  'e "f' "g`)).toEqual([
    {word: 'a', at: 1},
    {word: '"b c":d', at: 3},
    {word: `'e "f'`, at: 12},
    {word: '"g', at: 19},
  ]);
});

test('quotes that are never closed are looked for once, however many there are', () => {
  for (const unit of ['"\\', '"\\"', `"'\\`]) {
    const text = unit.repeat(100_000);
    const began = performance.now();
    expect(quotedWords(text).length + unquote(text).text.length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
