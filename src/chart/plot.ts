import {type Canvas, createCanvas, type Style} from './canvas.js';
import {createPieces, LETTERS, markOf, type Piece, type Row} from './piece.js';
import {type Scale, valuesOf} from './scale.js';
import {formatRound} from './unit.js';

/** A line of a plot. */
export interface Line {
  /** Its number in the whole chart, of which its mark and colour come. */
  readonly series: number;
  /** Oldest first; NaN where nothing is known: there the line has a gap. */
  readonly values: Float64Array;
}

interface PlotOptions {
  /** Cells for the dots, without the axis at their left. */
  readonly width: number;
  readonly height: number;
  /** Cells of the axis at the left: `axisWidth` says how many its values need. */
  readonly axis: number;
  readonly scale: Scale;
  readonly style: Style;
  /** Which of the values the cursor is on; null: it is nowhere. */
  readonly cursor: number | null;
}

/** So many cells apart stand the marks of a series on its line. */
const MARK_EVERY = 18;

/** Cells that the values of a scale need, with the line beside them. */
export function axisWidth(scale: Scale): number {
  return Math.max(...valuesOf(scale).map(value => formatRound(value, scale.unit).length)) + 2;
}

/** The cell in which a value is drawn, of so many values in so many cells. */
export function columnOfValue(index: number, count: number, width: number): number {
  return count <= 1 ? 0 : Math.floor((index / (count - 1)) * (width - 1) + 0.5);
}

/**
 * Lines over one scale, with their values at the left. Of the cursor only what it is on is drawn, reversed: a line from top to bottom
 * would change every row with each move.
 */
export function drawPlot(lines: readonly Line[], options: PlotOptions): readonly Row[] {
  const {width, height, axis, scale, style, cursor} = options;
  if (width <= 0 || height <= 0) return [];
  const canvas = createCanvas(width, height, style, LETTERS);
  const yOf = (value: number) => Math.round((1 - Math.min(1, value / scale.top)) * (canvas.height - 1));
  for (const line of lines) drawLine(line, canvas, yOf);
  const marks = lines.length > 1 && style !== 'ascii' ? marksOn(lines, canvas, width, yOf) : new Map<number, Piece>();
  const values = new Map(valuesOf(scale).map(value => [canvas.rowOf(yOf(value)), formatRound(value, scale.unit)]));
  const count = lines[0]?.values.length ?? 0;
  const cursorColumn = cursor === null ? null : columnOfValue(cursor, count, width);
  const rows: Row[] = [];
  for (let row = 0; row < height; row++) {
    const value = values.get(row);
    const label = `${(value ?? '').padStart(Math.max(0, axis - 2))} `.slice(0, Math.max(0, axis - 1));
    const pieces = createPieces({text: label + (value === undefined ? '│' : '┤'), ink: 'line'});
    for (let column = 0; column < width; column++) {
      const mark = marks.get(row * width + column);
      const text = mark?.text ?? canvas.glyphAt(column, row);
      const ink = mark?.ink ?? canvas.seriesAt(column, row) ?? 'text';
      pieces.add(text, ink, column === cursorColumn && text !== ' ');
    }
    rows.push(pieces.all());
  }
  return rows;
}

function drawLine({series, values}: Line, canvas: Canvas, yOf: (value: number) => number): void {
  let before: {readonly x: number; readonly y: number} | null = null;
  values.forEach((value, index) => {
    if (Number.isNaN(value)) {
      before = null;
      return;
    }
    const dot = {x: columnOfValue(index, values.length, canvas.width), y: yOf(value)};
    canvas.line(before ?? dot, dot, series);
    before = dot;
  });
}

/** Each series has its mark on its line now and then, not above each other, and at its end where it is short, so that lines are told apart without colours. */
function marksOn(
  lines: readonly Line[],
  canvas: Canvas,
  width: number,
  yOf: (value: number) => number,
): ReadonlyMap<number, Piece> {
  const marks = new Map<number, Piece>();
  lines.forEach(({series, values}, place) => {
    const first = Math.floor(((place + 0.5) / lines.length) * MARK_EVERY);
    let hasMark = false;
    for (let column = first; column < width; column += MARK_EVERY) {
      const value = values[Math.round((column / Math.max(1, width - 1)) * (values.length - 1))] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      marks.set(canvas.rowOf(yOf(value)) * width + column, {text: markOf(series, false), ink: series});
      hasMark = true;
    }
    const last = values.findLastIndex(value => !Number.isNaN(value));
    if (hasMark || last === -1) return;
    const column = Math.floor(columnOfValue(last, values.length, canvas.width) / (canvas.width / width));
    marks.set(canvas.rowOf(yOf(values[last] ?? 0)) * width + column, {text: markOf(series, false), ink: series});
  });
  return marks;
}
