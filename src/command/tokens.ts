import type {Token} from './arguments.js';
import type {Result} from './plan.js';

/** The words of one command, at least one. */
export type CommandTokens = readonly Token[];

/**
 * Splits a line into commands at `;`, and each of them into words at white space. Quotes keep both together, as in a shell: in "…" a
 * backslash takes the next mark or backslash as it is. A word that begins with a quote is literal.
 */
export function splitLine(line: string): Result<readonly CommandTokens[]> {
  const commands: Token[][] = [[]];
  let word: {text: string; readonly at: number; readonly isLiteral: boolean} | null = null;
  let quote: {readonly mark: string; readonly at: number} | null = null;
  let isEscaped = false;
  const endWord = (end: number) => {
    if (word !== null) {
      const {text, at, isLiteral} = word;
      const raw = line.slice(at, end);
      commands.at(-1)?.push({text, at, ...(isLiteral ? {isLiteral} : {}), ...(raw === text ? {} : {raw})});
    }
    word = null;
  };
  for (const [index, char] of characters(line)) {
    if (quote !== null) {
      const isEscape: boolean =
        quote.mark === '"' && !isEscaped && char === '\\' && /["\\]/.test(line[index + 1] ?? '');
      if (char === quote.mark && !isEscaped) quote = null;
      else if (!isEscape && word !== null) word.text += char;
      isEscaped = isEscape;
    } else if (char === ';') {
      endWord(index);
      commands.push([]);
    } else if (/\s/.test(char)) {
      endWord(index);
    } else {
      const isQuote = char === '"' || char === "'";
      word ??= {text: '', at: index, isLiteral: isQuote};
      if (isQuote) quote = {mark: char, at: index};
      else word.text += char;
    }
  }
  if (quote !== null) {
    return {ok: false, problem: {message: `this ${quote.mark} is not closed`, at: quote.at, kind: 'usage'}};
  }
  endWord(line.length);
  return {ok: true, value: commands.filter(words => words.length > 0)};
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
  return word !== '' && !/[\s"';]/.test(word) ? word : quoted(word);
}

/** A name as it must be typed to mean just that: quoted if it would read as something else. */
export function quoteName(name: string): string {
  return name === 'on' || name.startsWith('--') || /[*?[]/.test(name) ? quoted(name) : quoteWord(name);
}

function quoted(word: string): string {
  if (!word.includes('"') && !word.includes('\\')) return `"${word}"`;
  return word.includes("'") ? `"${word.replace(/["\\]/g, '\\$&')}"` : `'${word}'`;
}

/** A word that a shell has unquoted already. One that begins with quotes of its own is read as it would be in the bar. */
export function tokenOfArgument(argument: string): Token {
  const read = /^["']/.test(argument) ? splitLine(argument) : null;
  const [command, another] = read?.ok === true ? read.value : [];
  const [only, second] = command ?? [];
  const isOne = only !== undefined && second === undefined && another === undefined;
  return isOne ? only : {text: argument, at: 0};
}

/** The words, each at its place in the line that they make. */
export function placed(words: CommandTokens): CommandTokens {
  let at = 0;
  return words.map(word => {
    const here = {...word, at};
    at += typedText(word).length + 1;
    return here;
  });
}

/** The text whose words these are, each at its place. */
export function joinTokens(words: CommandTokens): string {
  return words.map(typedText).join(' ');
}

/** The word as it was typed, or as it must be typed to be read as it was. */
export function typedText({text, raw}: Token): string {
  return raw ?? quoteWord(text);
}
