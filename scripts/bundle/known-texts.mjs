import {tableWidth} from '../../src/text/width-table.js';

/**
 * Lets Ink's removal of control sequences skip texts whose characters are all in the table, which have none but colours: Ink
 * looks at each line twice in every frame.
 */
export function knownTextsFirst(sanitizeAnsi) {
  return text => (tableWidth(text) === null ? sanitizeAnsi(text) : text);
}
