import {createHash} from 'node:crypto';

/** Characters that every file system takes, and every shell as they are. */
const PLAIN = /^[\w@+=,.-]$/;
/** Names of devices on Windows, where a folder may be read one day, whatever stands behind a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Bytes; file systems take 255, and there are files beside it with some more in their names. */
const LONGEST = 180;
const MARK_LENGTH = 9;

/**
 * A name for a file that can be read back from it: what is not plain is written as in a URL (`a%2Fb`), so that two texts never have one name.
 * It is no hidden file's, does not lead to another folder, and is ASCII. A text that is too long is cut, and has a sum of all of it behind.
 */
export function safeName(text: string): string {
  const escaped = Array.from(text, character => (PLAIN.test(character) ? character : percent(character))).join('');
  const name = escaped === '' ? '%' : withoutOddBegin(escaped).replace(/\.$/, percent);
  if (name.length <= LONGEST) return name;
  // Half of a %XX would not be read back.
  return markedName(name.slice(0, LONGEST - MARK_LENGTH).replace(/%.?$/, ''), text);
}

/** The same name with a sum of the text behind it: for where another has taken it. */
export function markedName(name: string, text: string): string {
  return `${name}~${createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, MARK_LENGTH - 1)}`;
}

function withoutOddBegin(name: string): string {
  return name.startsWith('.') || DEVICE.test(name) ? percent(name.charAt(0)) + name.slice(1) : name;
}

function percent(character: string): string {
  // Half of a pair stands for a byte that is no UTF-8.
  if (/\p{Surrogate}/u.test(character)) return `%u${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return [...Buffer.from(character)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
