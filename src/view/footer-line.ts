import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** The line under the rows: what one must know to read them, and which of the rows these are. */
export function footerLine(
  notes: readonly string[],
  rows: {readonly first: number; readonly visible: number; readonly count: number},
  width: number,
  theme: Theme,
): string {
  const left = notes.length === 0 ? '' : `  ${notes.join(` ${theme.glyph('separator')} `)}`;
  const last = Math.min(rows.first + rows.visible, rows.count);
  const more = last < rows.count ? theme.glyph('below') : rows.first > 0 ? theme.glyph('above') : ' ';
  const right = rows.count === 0 ? '' : `  ${rows.first + 1}-${last} of ${rows.count} ${more}`;
  return spread([{text: left, tone: 'dim'}], [{text: right, tone: 'dim'}], width, theme);
}
