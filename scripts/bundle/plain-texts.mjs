import {tableWidth} from '../../src/text/width-table.js';

/**
 * Makes of Ink's search for control sequences one that does not look into a text which has none but colours: Ink looks at
 * each line twice in every frame.
 */
export function plainTextsFirst(sanitizeAnsi) {
  return text => (tableWidth(text) === null ? sanitizeAnsi(text) : text);
}
