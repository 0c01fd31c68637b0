// What the packages of the bundle get for an Intl.Segmenter of graphemes, which takes 9 ms to make: see src/view/width-table.ts.
import {tableWidth} from '../../src/view/width-table.ts';

let real;

export const segmenter = {
  /** Characters of the table are graphemes each; only a text with others needs the real one. */
  segment(text) {
    if (tableWidth(text) !== null) return oneByOne(text);
    real ??= new Intl.Segmenter();
    return real.segment(text);
  },
};

function oneByOne(text) {
  const segments = new Array(text.length);
  for (let index = 0; index < text.length; index++) segments[index] = {segment: text[index], index};
  return segments;
}
