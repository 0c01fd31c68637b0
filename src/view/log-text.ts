import type {LogFilter} from '../model/log.js';
import {cleanText} from '../text/clean-text.js';
import {graphemesOf} from '../text/graphemes.js';
import {widthOf} from '../text/width.js';
import {cutText} from '../wording/log.js';
import {type Look, lookAfter, PLAIN_LOOK, sgrOf} from './log-looks.js';
import type {Span, Theme} from './theme.js';

/** A line of a log, safe to show. */
export interface LogText {
  readonly text: string;
  /** Whether each of its units is a column. */
  readonly isPlain: boolean;
  /** From which of its units on it has which colours of its own, in order; empty: none. */
  readonly looks: readonly {readonly from: number; readonly look: Look}[];
}

/** A part of a text, from one unit to before another. */
export type Range = readonly [from: number, to: number];

/** Units of a line that are drawn at the most: nobody reads a megabyte line by line; what is left out is said, and `log save` has all of it. */
const LONGEST = 16_384;
const TAB = 8;
const PLAIN = /^[ -~]*$/;
const DIM: Look = {...PLAIN_LOOK, attributes: [2]};
const COLOURS = /\u001B\[([\d;:]*)m/;

/**
 * A line with its control characters made visible and its tabs filled up; its colours count where they are asked for.
 *
 * @param cut bytes of it that are missing already
 */
export function logText(raw: string, cut: number, theme: Theme, hasColours: boolean): LogText {
  const head = raw.length > LONGEST ? raw.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '') : raw;
  if (PLAIN.test(head) && head === raw && cut === 0) return {text: head, isPlain: true, looks: []};
  const looks: {from: number; look: Look}[] = [];
  let text = '';
  let column = 0;
  // With a group in the pattern every second part is the parameters of a sequence.
  for (const [index, part] of (hasColours ? head.split(COLOURS) : [head]).entries()) {
    if (index % 2 === 1) {
      looks.push({from: text.length, look: lookAfter(looks.at(-1)?.look ?? PLAIN_LOOK, part)});
      continue;
    }
    for (const [tab, piece] of part.split('\t').entries()) {
      const filled = tab === 0 ? '' : ' '.repeat(TAB - (column % TAB));
      const shown = filled + theme.printable(cleanText(piece, Number.POSITIVE_INFINITY));
      text += shown;
      column += widthOf(shown);
    }
  }
  const more = cut + (head === raw ? 0 : new TextEncoder().encode(raw.slice(head.length)).length);
  if (more > 0) {
    looks.push({from: text.length, look: DIM});
    text += theme.printable(` ${theme.glyph('ellipsis')} ${cutText(more)}`);
  }
  return {text, isPlain: PLAIN.test(text), looks};
}

/** The text in lines of at most so many columns, at least one. */
export function wrappedRanges({text, isPlain}: LogText, width: number): readonly Range[] {
  const ranges: Range[] = [];
  if (isPlain) {
    for (let from = 0; from < text.length; from += width) ranges.push([from, Math.min(text.length, from + width)]);
    return ranges.length > 0 ? ranges : [[0, 0]];
  }
  let [from, at, used] = [0, 0, 0];
  for (const character of graphemesOf(text)) {
    const own = widthOf(character);
    if (used + own > width && at > from) {
      ranges.push([from, at]);
      [from, used] = [at, 0];
    }
    at += character.length;
    used += own;
  }
  return [...ranges, [from, at]];
}

/** What of the text is seen from a column on, in so many columns. `indent`: columns of a character that is cut in two there. */
export function cutRange(
  {text, isPlain}: LogText,
  column: number,
  width: number,
): {readonly range: Range; readonly indent: number} {
  if (isPlain) {
    const from = Math.min(column, text.length);
    return {range: [from, Math.min(text.length, column + width)], indent: 0};
  }
  let [at, used, from, indent] = [0, 0, -1, 0];
  for (const character of graphemesOf(text)) {
    const own = widthOf(character);
    if (from === -1 && used >= column) [from, indent] = [at, used - column];
    if (used + own > column + width) break;
    at += character.length;
    used += own;
  }
  return from === -1 ? {range: [at, at], indent: 0} : {range: [from, at], indent};
}

/** Where the filter's text stands in it. */
export function hitsIn(text: string, filter: LogFilter | null): readonly Range[] {
  if (filter === null || filter.isInverted) return [];
  const pattern = new RegExp(filter.text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), filter.ignoresCase ? 'gi' : 'g');
  return Array.from(text.matchAll(pattern), ({index, 0: found}) => [index, index + found.length] as const);
}

/** The part of the text, parted where its colours change and where hits are, which are reversed. */
export function spansOf({text, looks}: LogText, [from, to]: Range, hits: readonly Range[]): readonly Span[] {
  const edges = [...looks.map(({from}) => from), ...hits.flat()].filter(edge => edge > from && edge < to);
  const starts = [from, ...new Set(edges.toSorted((one, other) => one - other))];
  return starts.flatMap((start, index): readonly Span[] => {
    const end = starts[index + 1] ?? to;
    if (end === start) return [];
    const look = sgrOf(looks.findLast(each => each.from <= start)?.look ?? PLAIN_LOOK);
    const isReversed = hits.some(hit => hit[0] <= start && start < hit[1]);
    return [{text: text.slice(start, end), ...(look === '' ? {} : {look}), ...(isReversed ? {isReversed} : {})}];
  });
}
