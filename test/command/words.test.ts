import {describe, expect, test} from '@jest/globals';
import {joinWords, quoteWord, splitWords, wordsFromArgv} from '../../src/command/words.js';

describe('a typed line', () => {
  test('is parted into words at white space, each with its place', () => {
    expect(splitWords(' start  titan')).toEqual({
      ok: true,
      value: [
        {text: 'start', at: 1},
        {text: 'titan', at: 8},
      ],
    });
  });

  test('keeps white space inside quotes', () => {
    expect(splitWords(`start "web app" 'a "b"'`)).toMatchObject({
      value: [{text: 'start'}, {text: 'web app'}, {text: 'a "b"'}],
    });
  });

  test('with an open quote is a problem at that quote', () => {
    expect(splitWords('start "web')).toMatchObject({ok: false, problem: {at: 6}});
  });

  test.each(['titan', 'web app', 'say "hi"', '', 'a;b'])('%j is read as one word again when quoted', word => {
    expect(splitWords(quoteWord(word))).toMatchObject({value: [{text: word}]});
  });
});

test("a shell's words are kept whole", () => {
  expect(wordsFromArgv(['start', 'web app']).map(word => word.text)).toEqual(['start', 'web app']);
});

test('words know their place in the line that they make', () => {
  const words = wordsFromArgv(['start', 'web app', 'on', 'x']);
  const line = joinWords(words);
  expect(line).toBe('start "web app" on x');
  expect(words.map(word => line.slice(word.at).split(' ')[0])).toEqual(['start', '"web', 'on', 'x']);
});
