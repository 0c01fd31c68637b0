import type {Result, Word} from './command.js';

/** Parts a line into words at white space; "…" and '…' keep it, as in a shell. */
export function splitWords(line: string): Result<readonly Word[]> {
  const words: Word[] = [];
  let text: string | null = null;
  let at = 0;
  let quote: {readonly mark: string; readonly at: number} | null = null;
  for (const [index, char] of characters(line)) {
    if (quote !== null) {
      if (char === quote.mark) quote = null;
      else text = (text ?? '') + char;
    } else if (/\s/.test(char)) {
      if (text !== null) words.push({text, at});
      text = null;
    } else {
      if (text === null) at = index;
      text ??= '';
      if (char === '"' || char === "'") quote = {mark: char, at: index};
      else text += char;
    }
  }
  if (quote !== null) {
    return {ok: false, problem: {message: `this ${quote.mark} is not closed`, at: quote.at, kind: 'usage'}};
  }
  if (text !== null) words.push({text, at});
  return {ok: true, value: words};
}

function* characters(line: string): Generator<[number, string]> {
  let index = 0;
  for (const char of line) {
    yield [index, char];
    index += char.length;
  }
}

/** The word as it must be typed to be read as one word again. */
export function quoteWord(word: string): string {
  if (word !== '' && !/[\s"';]/.test(word)) return word;
  return word.includes('"') ? `'${word}'` : `"${word}"`;
}

/** Words that a shell has parted and unquoted already, each at its place in the line that they make. */
export function wordsFromArgv(argv: readonly string[]): readonly Word[] {
  let at = 0;
  return argv.map(text => {
    const word = {text, at};
    at += quoteWord(text).length + 1;
    return word;
  });
}

/** The text whose words these are, each at its place. */
export function joinWords(words: readonly Word[]): string {
  return words.map(word => quoteWord(word.text)).join(' ');
}
