import {wrapText} from '../text/wrap-text.js';
import type {NodeLine, NodePlace} from './node-place.js';
import {spread, widthOfSpans} from './spread.js';
import type {Span, Theme} from './theme.js';

/** What a line of the node screen says; the left text gives way. */
export interface LineText {
  readonly left: readonly Span[];
  readonly right: readonly Span[];
}

/** A line with the cursor at its left. */
export function nodeLine(place: NodePlace, {left, right}: LineText, width: number, theme: Theme): NodeLine {
  return {
    place,
    draw: isHere => spread([cursorSpan(isHere, theme), ...left], right, width, theme),
    whole: () => wholeIfCut(left, width - 1 - widthOfSpans(right), theme),
  };
}

export function cursorSpan(isHere: boolean, theme: Theme): Span {
  return {text: isHere ? theme.glyph('cursor') : ' ', isBold: true};
}

/** The whole text of what has no room in so many columns; null: it has. */
export function wholeIfCut(spans: readonly Span[], room: number, theme: Theme): string | null {
  const printed = spans.map(({text}) => ({text: theme.printable(text)}));
  if (widthOfSpans(printed) <= room) return null;
  return printed
    .map(({text}) => text)
    .join('')
    .trim();
}

/** Of a text that is too long to be seen at once so many lines: the part that is looked at, and of how many. */
export interface WholePart {
  readonly lines: readonly string[];
  /** From 0. */
  readonly part: number;
  readonly parts: number;
}

/** The text in lines of at most so many columns; beyond the last part the first one comes again. */
export function partOf(text: string | null, part: number, width: number, most: number): WholePart {
  if (text === null || most <= 0) return {lines: [], part: 0, parts: 0};
  const lines = wrapText(text, Math.max(1, width));
  const parts = Math.ceil(lines.length / most);
  const shown = part % parts;
  return {lines: lines.slice(shown * most, (shown + 1) * most), part: shown, parts};
}
