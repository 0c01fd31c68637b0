import {tableWidth} from '../../src/text/width-table.js';

/**
 * Separates what Ink writes to its canvas: lines that are whole rows, and can be taken as they are; and the rest, with its
 * clipping.
 *
 * @param operations as Ink's `Output` collects them
 * @returns the rows by their number; null when rows and rest overlap, so that only Ink can decide what is visible
 */
export function partRows(operations, width, height) {
  const rows = new Map();
  const rest = [];
  const taken = new Set();
  const clips = [];
  for (const operation of operations) {
    if (operation.type === 'clip') clips.push(operation.clip);
    else if (operation.type === 'unclip') clips.pop();
    if (operation.type !== 'write') {
      rest.push(operation);
      continue;
    }
    const {y, text} = operation;
    const whole = wholeRow(operation, width, clips);
    const isRow = whole !== null;
    const last = isRow ? y : y + text.split('\n').length - 1;
    for (let row = y; row <= last; row++) {
      if (rows.has(row) || (isRow && taken.has(row))) return null;
      taken.add(row);
    }
    if (!isRow) rest.push(operation);
    else if (isSeen(y, height, clips)) rows.set(y, whole);
  }
  return {rows, rest, isAll: rest.every(({type}) => type !== 'write')};
}

/** The row as it is shown; null when the text is not a whole row. */
function wholeRow({x, text, transformers}, width, clips) {
  if (x !== 0 || clips.some(({x1 = 0, x2 = width}) => x1 > 0 || x2 < width)) return null;
  const own = tableWidth(text);
  if (own === null || own > width) return null;
  const row = transformers.reduce((line, transform) => transform(line, 0), text);
  return row === text || tableWidth(row) === own ? row : null;
}

function isSeen(y, height, clips) {
  return y >= 0 && y < height && clips.every(({y1 = 0, y2 = height}) => y >= y1 && y < y2);
}
