import {widthOf} from '../text/width.js';
import type {Span, Theme} from './theme.js';

/** Left text and right text on one line of exactly so many columns; the left one gives way. */
export function spread(left: readonly Span[], right: readonly Span[], width: number, theme: Theme): string {
  const ending = right.map(span => ({...span, text: theme.printable(span.text)}));
  const endingWidth = widthOfSpans(ending);
  const hasEnding = endingWidth <= width;
  const kept: Span[] = [];
  let room = hasEnding ? width - endingWidth : width;
  for (const span of left) {
    const text = theme.printable(span.text);
    const own = widthOf(text);
    kept.push({...span, text: own <= room ? text : theme.fit(text, room)});
    room = Math.max(0, room - own);
  }
  return theme.paint([...kept, {text: ' '.repeat(room)}, ...(hasEnding ? ending : [])]);
}

/** Columns that these take together. */
export function widthOfSpans(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + widthOf(span.text), 0);
}
