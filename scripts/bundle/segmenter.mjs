// Replaces an Intl.Segmenter of graphemes, which takes 9 ms to make, in the packages of the bundle: see src/text/width-table.ts.
import {tableWidth} from '../../src/text/width-table.js';
import {lazily} from './lazily.mjs';

/** Each character of the table is a grapheme; only texts with other characters, and other methods, need the real one. */
export const segmenter = lazily(() => new Intl.Segmenter(), {segment});

let real;

function segment(given) {
  const input = String(given);
  if (tableWidth(input) !== null) return new OneByOne(input);
  real ??= new Intl.Segmenter();
  return real.segment(input);
}

/** What `segment` returns (`Segments` in ECMA-402) for a text whose code units are all graphemes. */
class OneByOne {
  #input;

  constructor(input) {
    this.#input = input;
  }

  containing(index) {
    const at = Math.trunc(Number(index)) || 0;
    return at >= 0 && at < this.#input.length ? this.#at(at) : undefined;
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.#input.length; index++) yield this.#at(index);
  }

  #at(index) {
    return {segment: this.#input[index], index, input: this.#input};
  }
}
