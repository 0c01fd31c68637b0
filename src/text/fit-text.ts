import {graphemesOf} from './graphemes.js';
import {widthOf} from './width.js';

/** How text is cut that is too long: at its end, or in the middle where the ends differ. */
type CutAt = 'end' | 'middle';

export interface FitOptions {
  readonly cutAt?: CutAt;
  readonly align?: 'left' | 'right';
  /** Cut text does not say so: where there is room for a few letters only, they are worth more. */
  readonly isBare?: boolean;
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
  const start = take(graphemesOf(text), head);
  const end = [...take(graphemesOf(text).reverse(), room - head)].reverse();
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
      const taken = take(graphemesOf(part), room).join('');
      // A wide character that has no room leaves some; nothing after it may take that.
      room = taken === part ? room - widthOf(taken) : 0;
      return taken;
    })
    .join('');
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
