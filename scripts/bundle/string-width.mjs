// What the packages of the bundle get for string-width: see src/text/width-table.ts.
import stringWidth from 'string-width';
import {tableWidth} from '../../src/text/width-table.js';

/** @param options only the real one knows them; with none of them the two agree */
export function width(text, options) {
  const own = options === undefined && typeof text === 'string' ? tableWidth(text) : null;
  return own ?? stringWidth(text, options);
}
