import {describe, expect, test} from '@jest/globals';
import {joinTokens, placed, quoteName, quoteWord, splitLine, tokenOfArgument} from '../../src/command/tokens.js';

/** Words that a shell has parted. */
const ofArguments = (argv: readonly string[]) => placed(argv.map(tokenOfArgument));

/** The words of each command; literal ones with a `!` before them. */
function read(line: string): readonly (readonly string[])[] {
  const commands = splitLine(line);
  if (!commands.ok) throw new Error(commands.problem.message);
  return commands.value.map(words => words.map(({text, isLiteral}) => (isLiteral === true ? `!${text}` : text)));
}

describe('a typed line', () => {
  test('is parted into words at white space, each with its place', () => {
    expect(splitLine(' start  titan')).toEqual({
      ok: true,
      value: [
        [
          {text: 'start', at: 1},
          {text: 'titan', at: 8},
        ],
      ],
    });
  });

  test('keeps white space inside quotes', () => {
    expect(read(`start "web app" 'a "b"' "c \\"d\\" \\e" f"g h"`)).toEqual([
      ['start', '!web app', '!a "b"', '!c "d" \\e', 'fg h'],
    ]);
  });

  test('is parted into commands at each ; that is not quoted', () => {
    expect(read('stop a;start b ; ; start "c;d" \\;')).toEqual([
      ['stop', 'a'],
      ['start', 'b'],
      ['start', '!c;d', '\\'],
    ]);
    expect(splitLine('a; b')).toMatchObject({value: [[{at: 0}], [{at: 3}]]});
  });

  test('with an open quote is a problem at that quote', () => {
    expect(splitLine('start "web')).toMatchObject({ok: false, problem: {at: 6}});
  });

  const odd = [
    'titan',
    'web app',
    'say "hi"',
    '',
    'a;b',
    'on',
    '--x',
    'web*',
    `it's "so"`,
    '\\',
    'a\\"',
    `'\\"`,
    '[a]',
  ];
  test.each(odd)('%j is read as one word again when quoted', word => {
    expect(splitLine(quoteWord(word))).toMatchObject({value: [[{text: word}]]});
    expect(splitLine(quoteName(word))).toMatchObject({value: [[{text: word}]]});
  });

  test('a name that reads like something else is quoted, and so is taken for a name', () => {
    for (const name of ['on', '--x', 'web*', '[a]']) {
      expect(splitLine(quoteName(name))).toMatchObject({value: [[{text: name, isLiteral: true}]]});
    }
  });
});

test("a shell's words are kept whole", () => {
  expect(ofArguments(['start', 'web app']).map(word => word.text)).toEqual(['start', 'web app']);
  expect(ofArguments(['"on"', "'a b'", '"a', '"a" b"']).map(({text, isLiteral}) => [text, isLiteral])).toEqual([
    ['on', true],
    ['a b', true],
    ['"a', undefined],
    ['"a" b"', undefined],
  ]);
});

test('words know their place in the line that they make', () => {
  const words = ofArguments(['start', 'web app', 'on', 'x']);
  const line = joinTokens(words);
  expect(line).toBe('start "web app" on x');
  expect(words.map(word => line.slice(word.at).split(' ')[0])).toEqual(['start', '"web', 'on', 'x']);
});
