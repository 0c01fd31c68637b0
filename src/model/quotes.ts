/** A word without its quotes. */
export interface Unquoted {
  readonly text: string;
  /** The text with a blank in the place of each quoted character: syntax is looked for here, values are taken from `text`. */
  readonly plain: string;
  /** Where in the word as it was typed each character stands (UTF-16 index); at the end, where the word ends. */
  readonly places: readonly number[];
}

/** Stands for a quoted character; text that was typed has no such one. */
const QUOTED = '\u0000';

/** Takes "…" and '…' off, wherever they are in a word; in "…" a backslash takes the mark or the backslash behind it as it is. A mark that is not closed is a character. */
export function unquote(word: string): Unquoted {
  let text = '';
  let plain = '';
  const places: number[] = [];
  const take = (index: number, isQuoted: boolean) => {
    text += word[index];
    plain += isQuoted ? QUOTED : word[index];
    places.push(index);
  };
  for (let index = 0; index < word.length; ) {
    const [quoted] =
      /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/s.exec(/["']/.test(word[index] ?? '') ? word.slice(index) : '') ?? [];
    if (quoted === undefined) {
      take(index, false);
      index += 1;
      continue;
    }
    const end = index + quoted.length - 1;
    for (let inside = index + 1; inside < end; inside += 1) {
      if (quoted[0] === '"' && word[inside] === '\\' && /["\\]/.test(word[inside + 1] ?? '')) inside += 1;
      take(inside, true);
    }
    index = end + 1;
  }
  return {text, plain, places: [...places, word.length]};
}

/** The words of a text, parted at white space that is not quoted, each as it was typed and with its place. */
export function quotedWords(text: string): readonly {readonly word: string; readonly at: number}[] {
  return [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\S)+/gs)].map(match => ({word: match[0], at: match.index}));
}
