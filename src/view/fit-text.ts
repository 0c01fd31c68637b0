import stringWidth from 'string-width';
import {tableWidth} from './width-table.js';

/** How text is cut that is too long: at its end, or in the middle where the ends tell texts apart. */
type CutAt = 'end' | 'middle';

export interface FitOptions {
  readonly cutAt?: CutAt;
  readonly align?: 'left' | 'right';
  /** Cut text does not say so: where there is room for a few letters only, they are worth more. */
  readonly isBare?: boolean;
}

/** Columns that a text takes on the terminal: wide characters take two, combining marks none. */
export function widthOf(text: string): number {
  return tableWidth(text) ?? stringWidth(text);
}

/** The text in exactly so many columns: padded with spaces at its right (or left), or cut with an ellipsis. */
export function fitText(
  text: string,
  width: number,
  ellipsis: string,
  {cutAt = 'end', align = 'left'}: FitOptions = {},
): string {
  if (width <= 0) return '';
  const own = widthOf(text);
  if (own > width) return cut(text, width, ellipsis, cutAt);
  const padding = ' '.repeat(width - own);
  return align === 'left' ? text + padding : padding + text;
}

function cut(text: string, width: number, ellipsis: string, cutAt: CutAt): string {
  const room = width - ellipsis.length;
  if (room <= 0) return ellipsis.slice(0, width);
  const head = cutAt === 'end' ? room : Math.ceil(room / 2);
  const start = take(characters(text), head);
  const end = [...take(characters(text).reverse(), room - head)].reverse();
  const made = [...start, ellipsis, ...end].join('');
  return made + ' '.repeat(Math.max(0, width - widthOf(made)));
}

const SGR = /(\u001B\[[0-9;]*m)/;

/** A painted line (with SGR sequences) as far as it has room; the colours end where they did. */
export function cutPainted(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  let room = width;
  return line
    .split(SGR)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const taken = take(characters(part), room).join('');
      // A wide character that has no room leaves some; nothing after it may take that.
      room = taken === part ? room - widthOf(taken) : 0;
      return taken;
    })
    .join('');
}

/** The text in lines of at most so many columns: whole words, but for those that are longer than a line. */
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
      for (const char of characters(word)) {
        const one = widthOf(char);
        if (line !== '' && used + one > width) end();
        add(char, one);
      }
  }
  end();
  return lines;
}

/** As `wrapText`, in at most so many lines: the last one says when there is more. */
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

function take(chars: readonly string[], width: number): readonly string[] {
  const taken: string[] = [];
  let left = width;
  for (const char of chars) {
    left -= widthOf(char);
    if (left < 0) break;
    taken.push(char);
  }
  return taken;
}

/** What a reader takes for one character, so that none is cut in two. */
function characters(text: string): string[] {
  // No character of the table ever joins another one.
  if (tableWidth(text) !== null) return [...text];
  segmenter ??= new Intl.Segmenter();
  return [...segmenter.segment(text)].map(({segment}) => segment);
}

/** Made when it is first needed: it costs 9 ms, and most clusters have plain names. */
let segmenter: Intl.Segmenter | undefined;
