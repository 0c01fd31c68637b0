/**
 * What must not reach a terminal: C0 and C1 controls, DEL, line separators, what turns the direction of text around, what
 * has no width, and halves of surrogate pairs.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** No name, reason or message that people can read is longer. */
export const LONGEST_TEXT = 300;
const CUT = '...';

/**
 * Text from the network, safe to show: each unsafe character becomes ASCII that names it (`\x1b`, `\u202e`), and what is
 * longer than `longest` code units is cut and ends in `...`. Text that is already clean comes back as it is.
 */
export function cleanText(text: string, longest: number = LONGEST_TEXT): string {
  // What is far too long is cut first: a reason of 10 MB must not be walked through.
  const head = text.length > longest ? text.slice(0, longest + 1) : text;
  const clean = head.replace(UNSAFE, name);
  return clean.length <= longest && head.length === text.length ? clean : cut(clean, longest);
}

function name(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

function cut(text: string, longest: number): string {
  const end = longest - CUT.length;
  const isInsidePair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return text.slice(0, isInsidePair ? end - 1 : end) + CUT;
}
