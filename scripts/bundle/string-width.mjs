// Replaces string-width in the packages of the bundle: see src/text/width-table.ts.
import stringWidth from 'string-width';
import {tableWidth} from '../../src/text/width-table.js';

/** @param options only the real one knows them; without options both give the same width */
export function width(text, options) {
  const own = options === undefined && typeof text === 'string' ? tableWidth(text) : null;
  return own ?? stringWidth(text, options);
}
