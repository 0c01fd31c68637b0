import {graphemesOf} from '../text/graphemes.js';
import {widthOf} from '../text/width.js';
import {sureWidth} from '../text/width-table.js';

/** What a reader sees as one character, and its width. */
interface Character {
  readonly text: string;
  /** Columns; 0 for what is invisible by itself. */
  readonly width: number;
  /** Whether every terminal gives it this width. They differ about emoji, and about most joined characters. */
  readonly isSure: boolean;
}

/** One unit that is no surrogate, and marks that every terminal joins to it. */
const CERTAIN = /^[^\uD800-\uDFFF][\u0300-\u036F]*$/;

/** The characters of a text without escape sequences. */
export function charactersOf(text: string): readonly Character[] {
  return text.length === 1 ? [measured(text)] : graphemesOf(text).map(measured);
}

function measured(text: string): Character {
  const width = widthOf(text);
  return {text, width, isSure: CERTAIN.test(text) && (width === 1 || sureWidth(text.charCodeAt(0)) === width)};
}
