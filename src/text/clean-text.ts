/** Conjoining vowels and finals of Hangul: they have no width of their own. */
const JAMO = '\\u1160-\\u11ff\\ud7b0-\\ud7ff';
/** What is read into the character after it, by some terminals only. */
const PREPENDED = '\\u0d4e\\u{111c2}\\u{111c3}\\u{1193f}\\u{11941}\\u{11a84}-\\u{11a89}\\u{11d46}';

/**
 * What must not reach a terminal, or would stand for another width there than here, so that all that follows in its row
 * would be shifted: controls, line separators, halves of surrogate pairs, code points without a meaning; what turns the direction of
 * text around; and what has no width of its own: format characters, and all that Unicode calls ignorable (U+00AD, U+200D, variation
 * selectors, tag characters, the fillers of Hangul).
 *
 * Marks stay where they belong to a letter or digit, three at the most, as every terminal puts those over it: "naïve" typed in two
 * parts is one word. A mark that begins a text, or follows a space, would join what stands before it. Emoji stay, but not what joins
 * or changes them, as terminals do not keep to Unicode there: tmux 3.3 draws U+1F44D U+1F3FD in four columns instead of two, U+2764
 * U+FE0F in one, and after a U+200D it draws whatever comes next, such as the border of a column, into the same cell.
 */
const unsafe = (): RegExp =>
  (made ??= new RegExp(
    [
      `[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Emoji_Modifier}\\u20e3${PREPENDED}]`,
      '(?<=^|\\p{Default_Ignorable_Code_Point}|[^\\p{L}\\p{N}\\p{M}])\\p{M}+',
      '(?<=[\\p{L}\\p{N}]\\p{M}{3})\\p{M}+',
      `(?<![\\u1100-\\u115f\\ua960-\\ua97f\\uac00-\\ud7a3${JAMO}])[${JAMO}]+`,
    ].join('|'),
    'gu',
  ));
/** Made at its first use: most names are ASCII, and it takes 0.6 ms. */
let made: RegExp | undefined;
const PRINTABLE_ASCII = /^[ -~]*$/;

/** No name, reason or message that people can read is longer. */
export const LONGEST_TEXT = 300;
const CUT = '...';

/**
 * Text from the network, safe to show: each unsafe character becomes ASCII that names it (`\x1b`, `\u202e`, `\u{e0041}`), and
 * what is longer than `longest` code units is cut and ends in `...`. Text that is already clean comes back as it is.
 */
export function cleanText(text: string, longest: number = LONGEST_TEXT): string {
  // What is far too long is cut first: a reason of 10 MB must not be walked through.
  const head = text.length > longest ? text.slice(0, longest + 1) : text;
  const clean = PRINTABLE_ASCII.test(head) ? head : head.replace(unsafe(), nameAll);
  return clean.length <= longest && head.length === text.length ? clean : cut(clean, longest);
}

function nameAll(characters: string): string {
  return Array.from(characters, nameOf).join('');
}

/** The ASCII that names a character: `\x1b`, `\u202e`, `\u{e0041}`. */
export function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\u{${hex}}`;
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

function cut(text: string, longest: number): string {
  const end = longest - CUT.length;
  const isInsidePair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return text.slice(0, isInsidePair ? end - 1 : end) + CUT;
}
