import {changeOfPen, DEFAULT_PEN, type Pen} from './pen.js';

/** Writes cells, knowing where the cursor is and what pen the terminal has, so that only what differs is written. */
export interface Brush {
  /** What to write. The pen is known afterwards, the cursor's position is not. */
  readonly text: () => string;
  readonly pen: () => Pen;
  /** The cursor's column if it is known to be in this row, else -1. */
  readonly columnIn: (row: number) => number;
  /** Writes a sequence that moves no cursor. */
  readonly add: (sequence: string) => void;
  /** Puts the cursor there. `costOfMove` says how many characters that takes. */
  readonly move: (row: number, column: number) => void;
  readonly costOfMove: (row: number, column: number) => number;
  /** Draws one character, `width` columns wide, at the cursor. */
  readonly draw: (text: string, width: number, pen: Pen) => void;
  /** Whether a character would be drawn without a change of the pen. */
  readonly isRight: (text: string, pen: Pen) => boolean;
  /** Erases from the cursor to the end of its row. */
  readonly erase: () => void;
  /** Gives the cursor's column up: what was drawn may have another width in this terminal. */
  readonly loseColumn: () => void;
}

const UNKNOWN = -1;
/** The most line feeds that are written to reach a row below; further rows are reached by their number. */
const LINE_FEEDS = 3;

/** @param columns the terminal's width: in its last column the cursor stays, or waits to wrap */
export function createBrush(start: Pen, columns: number): Brush {
  let written = '';
  let pen = start;
  let row = UNKNOWN;
  let column = UNKNOWN;

  const isRight = (text: string, wanted: Pen) => (text === ' ' ? wanted.blank === pen.blank : wanted.key === pen.key);
  const change = (wanted: Pen) => {
    written += changeOfPen(pen, wanted);
    pen = wanted;
  };
  const wayTo = (y: number, x: number) => shortest(waysTo(y, x));

  function waysTo(y: number, x: number): string[] {
    if (y === row && x === column) return [''];
    const ways = [x === 0 ? `\u001B[${y === 0 ? '' : y + 1}H` : `\u001B[${y + 1};${x + 1}H`];
    if (y === row) {
      ways.push(x === 0 ? '\r' : `\u001B[${x + 1}G`);
      if (column !== UNKNOWN) ways.push(x > column ? forward(x - column) : '\b'.repeat(column - x));
    } else if (row !== UNKNOWN && y > row && y - row <= LINE_FEEDS) {
      ways.push(`\r${'\n'.repeat(y - row)}${forward(x)}`);
    }
    return ways;
  }

  return {
    text: () => written,
    pen: () => pen,
    columnIn: y => (y === row ? column : UNKNOWN),
    add: sequence => {
      written += sequence;
    },
    move: (y, x) => {
      written += wayTo(y, x);
      row = y;
      column = x;
    },
    costOfMove: (y, x) => wayTo(y, x).length,
    draw: (text, width, wanted) => {
      if (!isRight(text, wanted)) change(wanted);
      written += text;
      column = column + width >= columns ? UNKNOWN : column + width;
    },
    isRight,
    erase: () => {
      // Erased cells get the pen's background.
      if (pen.blank !== '') change(DEFAULT_PEN);
      written += '\u001B[K';
    },
    loseColumn: () => {
      column = UNKNOWN;
    },
  };
}

function forward(columns: number): string {
  if (columns === 0) return '';
  return columns === 1 ? '\u001B[C' : `\u001B[${columns}C`;
}

function shortest(ways: readonly string[]): string {
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}
