import stringWidth from 'string-width';

/** What a reader takes for one character, and what is known of it. */
export interface Character {
  readonly text: string;
  /** Columns; 0 for what cannot be seen by itself. */
  readonly width: number;
  /** Whether every terminal gives it this width. They differ about emoji, and about most of what is joined. */
  readonly isSure: boolean;
}

type Ranges = readonly (readonly [first: number, last: number])[];

/** One unit, one column, and never joined to the character before it. */
const NARROW: Ranges = [
  [0x20, 0x7e],
  [0xa0, 0xa8],
  [0xaa, 0xac],
  [0xaf, 0x2ff],
  [0x2010, 0x2027],
  [0x2190, 0x2193],
  [0x2500, 0x25a9],
  [0x25b2, 0x25b5],
  [0x25b7, 0x25bf],
  [0x25c1, 0x25fa],
  [0x2800, 0x28ff],
];

/** The same with two columns: kana, ideographs, Hangul syllables, full-width forms. */
const WIDE: Ranges = [
  [0x3041, 0x3096],
  [0x309b, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
];

const widths = new Uint8Array(0x1_0000);
for (const [first, last] of NARROW) widths.fill(1, first, last + 1);
for (const [first, last] of WIDE) widths.fill(2, first, last + 1);

/** Columns of a unit that is a character by itself unless something is joined to it, as a mark would be; else 0. */
export function simpleWidth(unit: number): number {
  return widths[unit] ?? 0;
}

/** One unit that is not of a pair, and marks that every terminal joins. */
const CERTAIN = /^[^\uD800-\uDFFF][\u0300-\u036F]*$/;

/** The characters of a text without escape sequences. */
export function charactersOf(text: string): readonly Character[] {
  if (text.length === 1) return [measured(text)];
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({segment}) => measured(segment));
}

/** Made when it is first needed: it costs 9 ms. */
let segmenter: Intl.Segmenter | undefined;

function measured(text: string): Character {
  const width = stringWidth(text);
  return {text, width, isSure: CERTAIN.test(text) && (width === 1 || simpleWidth(text.charCodeAt(0)) === width)};
}
