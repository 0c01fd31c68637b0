import {graphemesOf} from './graphemes.js';
import {widthOf} from './width.js';

/** The text in lines of at most so many columns: whole words, except those that are longer than a line. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const add = (part: string, own: number) => {
    line += part;
    used += own;
  };
  const end = () => {
    lines.push(line);
    line = '';
    used = 0;
  };
  for (const word of text.split(' ')) {
    const own = widthOf(word);
    if (line !== '' && used + 1 + own > width) end();
    else if (line !== '') add(' ', 1);
    if (own <= width) add(word, own);
    else
      for (const char of graphemesOf(word)) {
        const one = widthOf(char);
        if (line !== '' && used + one > width) end();
        add(char, one);
      }
  }
  end();
  return lines;
}

/** As `wrapText`, in at most so many lines: the last one ends in an ellipsis where there would be more. */
export function wrapped(
  text: string,
  width: number,
  most: number,
  theme: {readonly fit: (text: string, width: number) => string},
): readonly string[] {
  if (text === '' || most <= 0) return [];
  const lines = wrapText(text, width);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), theme.fit(lines.slice(most - 1).join(' '), width)];
}
