import {cleanText} from '../text/clean-text.js';

/** Characters; typed text that is repeated is not longer, its middle left out. */
const LONGEST_SENTENCE = 600;
const GAP = ' ... ';

/**
 * Text for standard output or error: line ends and tabs stay; every other control character, and those that turn text around,
 * become ASCII that names them (`\x1b`).
 */
export function printable(text: string): string {
  return text
    .split(/([\n\t])/)
    .map(part => (part === '\n' || part === '\t' ? part : cleanText(part, Number.POSITIVE_INFINITY)))
    .join('');
}

/** One sentence on one line, and not as long as what was typed. */
export function oneSentence(text: string): string {
  const line = cleanText(text.trim().replace(/\s+/g, ' '), Number.POSITIVE_INFINITY);
  if (line.length <= LONGEST_SENTENCE) return line;
  const half = (LONGEST_SENTENCE - GAP.length) / 2;
  return `${line.slice(0, Math.ceil(half))}${GAP}${line.slice(-Math.floor(half))}`.replace(/\p{Surrogate}/gu, '');
}

/** One line of JSON that a terminal shows as it is: what `printable` would change is escaped as JSON has it. */
export function jsonLine(value: object): string {
  const text = JSON.stringify(value).replace(/[\u007f-\u{10ffff}]/gu, character =>
    cleanText(character) === character ? character : character.split('').map(escaped).join(''),
  );
  return `${text}\n`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
