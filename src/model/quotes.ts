/** A word without its quotes. */
interface Unquoted {
  readonly text: string;
  /** The text with a blank in the place of each quoted character: syntax is looked for here, values are taken from `text`. */
  readonly plain: string;
  /** Where in the word as it was typed each character stands (UTF-16 index); at the end, where the word ends. */
  readonly places: readonly number[];
}

/** Stands for a quoted character; text that was typed has no such one. */
const QUOTED = '\u0000';

/**
 * Takes "…" and '…' off, wherever they are in a word; in "…" a backslash takes the mark or the backslash behind it as it is. A mark
 * that is not closed is a character.
 */
export function unquote(word: string): Unquoted {
  if (!/["']/.test(word))
    return {text: word, plain: word, places: Array.from({length: word.length + 1}, (_, at) => at)};
  const ends = endFinder(word);
  let text = '';
  let plain = '';
  const places: number[] = [];
  const take = (index: number, isQuoted: boolean) => {
    text += word[index];
    plain += isQuoted ? QUOTED : word[index];
    places.push(index);
  };
  for (let index = 0; index < word.length; index += 1) {
    const end = ends(index);
    if (end === null) {
      take(index, false);
      continue;
    }
    for (let inside = index + 1; inside < end; inside += 1) {
      if (word[index] === '"' && isEscape(word, inside)) inside += 1;
      take(inside, true);
    }
    index = end;
  }
  return {text, plain, places: [...places, word.length]};
}

/** The words of a text, parted at white space that is not quoted, each as it was typed and with its place. */
export function quotedWords(text: string): readonly {readonly word: string; readonly at: number}[] {
  const ends = endFinder(text);
  const words: {readonly word: string; readonly at: number}[] = [];
  let at: number | null = null;
  for (let index = 0; index <= text.length; index += 1) {
    const char = text[index] ?? ' ';
    if (/\s/.test(char)) {
      if (at !== null) words.push({word: text.slice(at, index), at});
      at = null;
      continue;
    }
    at ??= index;
    index = ends(index) ?? index;
  }
  return words;
}

/** Where the quote ends that begins at a place; null: none begins there, or it is not closed. Each mark is looked for once in vain. */
function endFinder(text: string): (index: number) => number | null {
  const open = new Set<string>();
  return index => {
    const mark = text[index];
    if ((mark !== '"' && mark !== "'") || open.has(mark)) return null;
    for (let end = index + 1; end < text.length; end += 1) {
      if (text[end] === mark) return end;
      if (mark === '"' && isEscape(text, end)) end += 1;
    }
    open.add(mark);
    return null;
  };
}

function isEscape(text: string, index: number): boolean {
  const next = text[index + 1];
  return text[index] === '\\' && (next === '"' || next === '\\');
}
