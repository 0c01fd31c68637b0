import {createHash} from 'node:crypto';
import {cleanText, LONGEST_TEXT, nameOf} from '../text/clean-text.js';

/** A backslash that could be taken for one of those by which `cleanText` names a character. */
const LOOKS_CLEANED = /\\(?=[xu])/gi;
/** Spaces that cannot be seen or look like others: at the ends, and all but U+0020. */
const UNSEEN_SPACE = /^ +| +$|[^\S ]/gu;
const HASH = 8;

/**
 * The name of a watcher, safe to show, and so that no two names look the same: what cannot be seen becomes ASCII that
 * names it (`\x20`, `\u200d`, `\xa0`), and what is too long ends in `...` and a few digits that stand for the rest.
 */
export function cleanName(name: string): string {
  // One of 10 MB must not be walked through.
  const head = name.length > LONGEST_TEXT ? name.slice(0, LONGEST_TEXT + 1) : name;
  const visible = head
    .replace(LOOKS_CLEANED, '\\x5c')
    .replace(UNSEEN_SPACE, spaces => Array.from(spaces, nameOf).join(''));
  const clean = cleanText(visible, Number.POSITIVE_INFINITY);
  if (clean.length <= LONGEST_TEXT) return clean;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH);
  return cleanText(clean, LONGEST_TEXT - HASH) + hash;
}
