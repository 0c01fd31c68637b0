import type {Brush} from './brush.js';
import type {CellLine} from './cell-line.js';
import {DEFAULT_PEN} from './pen.js';

/** Up to so many cells are erased with spaces; beyond, the sequence that erases the rest of the row is shorter. */
const SPACES = 3;

/** Draws what turns one row, as it is on the terminal, into another. */
export function drawRow(brush: Brush, row: number, before: CellLine, after: CellLine, columns: number): void {
  const endBefore = endOf(before);
  const endAfter = endOf(after);
  // Where terminals give a character different widths, what follows is drawn again: it may have been overwritten.
  let isDrawnAnew = false;
  for (let column = 0; column < columns; column++) {
    const text = textAt(after, column);
    if (text === '' || (!isDrawnAnew && isSame(before, after, column))) continue;
    if (column >= endAfter) {
      if (isDrawnAnew || endBefore - column > SPACES) {
        brush.move(row, column);
        brush.erase();
        return;
      }
      if (column >= endBefore) return;
    }
    const width = after.texts[column + 1] === '' ? 2 : 1;
    goTo(brush, row, column, after);
    if (after.unsure.has(column)) {
      drawUnsure(brush, row, column, width, after);
      isDrawnAnew = true;
    } else brush.draw(text, width, penAt(after, column));
  }
}

/** Without wrapping (DECAWM), so that a character that is wider on the terminal does not spoil the next row. */
const NO_WRAP = '\u001B[?7l';
const WRAP = '\u001B[?7h';

/** Blank first: if the character is narrower on the terminal, nothing old is left beside it. */
function drawUnsure(brush: Brush, row: number, column: number, width: number, line: CellLine): void {
  const pen = penAt(line, column);
  for (let blank = 0; blank < width; blank++) brush.draw(' ', 1, pen);
  brush.move(row, column);
  brush.add(NO_WRAP);
  brush.draw(textAt(line, column), width, pen);
  brush.add(WRAP);
  brush.loseColumn();
}

/** Moves there, or writes the text in between again where that is shorter. */
function goTo(brush: Brush, row: number, column: number, line: CellLine): void {
  const from = brush.columnIn(row);
  const isShort = from !== -1 && column - from <= brush.costOfMove(row, column);
  if (!isShort || !isPlainFrom(brush, from, column, line)) brush.move(row, column);
  else for (let at = from; at < column; at++) brush.draw(textAt(line, at), 1, penAt(line, at));
}

/** Whether the cells from one column to before another are ASCII, to be drawn with the pen as it is. */
function isPlainFrom(brush: Brush, from: number, to: number, line: CellLine): boolean {
  for (let column = from; column < to; column++) {
    const text = textAt(line, column);
    if (text.length !== 1 || text > '~' || line.unsure.has(column)) return false;
    if (!brush.isRight(text, penAt(line, column))) return false;
  }
  return true;
}

function isSame(before: CellLine, after: CellLine, column: number): boolean {
  const text = textAt(after, column);
  if (text !== textAt(before, column)) return false;
  const [old, pen] = [penAt(before, column), penAt(after, column)];
  return text === ' ' ? old.blank === pen.blank : old.key === pen.key;
}

function textAt(line: CellLine, column: number): string {
  return line.texts[column] ?? ' ';
}

function penAt(line: CellLine, column: number) {
  return line.pens[column] ?? DEFAULT_PEN;
}

/** The column after the last cell that is not empty. */
function endOf(line: CellLine): number {
  let end = line.texts.length;
  while (end > 0 && line.texts[end - 1] === ' ' && line.pens[end - 1]?.blank === '') end--;
  return end;
}
