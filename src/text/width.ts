import stringWidth from 'string-width';
import {tableWidth} from './width-table.js';

/** Columns that a text takes on the terminal: wide characters take two, combining marks and colours (SGR) none. */
export function widthOf(text: string): number {
  return tableWidth(text) ?? stringWidth(text);
}
