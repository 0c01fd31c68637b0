import {tableWidth} from './width-table.js';

/** The characters of a text as a reader sees them (grapheme clusters), so that none is cut in two. It has no escape sequences. */
export function graphemesOf(text: string): string[] {
  // No character of the table ever joins another one.
  if (tableWidth(text) !== null) return [...text];
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** Made when it is first needed: it costs 9 ms, and most clusters have plain names. */
let segmenter: Intl.Segmenter | undefined;
