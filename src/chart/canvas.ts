/** What dots are made of. `ascii`: one a cell, which is the letter of its series. */
export type Style = 'braille' | 'blocks' | 'ascii';

interface Dots {
  readonly columns: number;
  readonly rows: number;
  /** The bit of each dot of a cell: row by row. */
  readonly bits: readonly number[];
}

const DOTS: Readonly<Record<Style, Dots>> = {
  braille: {columns: 2, rows: 4, bits: [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]},
  blocks: {columns: 2, rows: 2, bits: [1, 2, 4, 8]},
  ascii: {columns: 1, rows: 1, bits: [1]},
};
const BRAILLE = 0x2800;
const QUADRANTS = ' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█';

const NOBODY = -1;

/** A picture of dots, several to a cell of the terminal. A cell has one colour: that of the series that was drawn last. */
export interface Canvas {
  /** Dots. */
  readonly width: number;
  readonly height: number;
  /** From dot to dot; both ends are drawn. 0, 0 is at the top left. */
  readonly line: (from: Dot, to: Dot, series: number) => void;
  /** The series that is seen in a cell; null: none is. */
  readonly seriesAt: (column: number, row: number) => number | null;
  readonly glyphAt: (column: number, row: number) => string;
  /** The row of cells in which a dot is. */
  readonly rowOf: (y: number) => number;
  readonly columnOf: (x: number) => number;
}

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** @param columns cells @param letters what a series is drawn with in ASCII */
export function createCanvas(columns: number, rows: number, style: Style, letters: readonly string[]): Canvas {
  const dots = DOTS[style];
  const seen = new Uint8Array(columns * rows);
  const owner = new Int8Array(columns * rows).fill(NOBODY);

  function dot(x: number, y: number, series: number): void {
    const [column, row] = [Math.floor(x / dots.columns), Math.floor(y / dots.rows)];
    const cell = row * columns + column;
    seen[cell] = (seen[cell] ?? 0) | (dots.bits[(y % dots.rows) * dots.columns + (x % dots.columns)] ?? 0);
    owner[cell] = series;
  }

  return {
    width: columns * dots.columns,
    height: rows * dots.rows,
    line: (from, to, series) => {
      const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
      for (let at = 0; at <= steps; at++) {
        dot(
          Math.round(from.x + ((to.x - from.x) * at) / steps),
          Math.round(from.y + ((to.y - from.y) * at) / steps),
          series,
        );
      }
    },
    seriesAt: (column, row) => {
      const series = owner[row * columns + column] ?? NOBODY;
      return series === NOBODY ? null : series;
    },
    glyphAt: (column, row) => {
      const bits = seen[row * columns + column] ?? 0;
      if (bits === 0) return ' ';
      if (style === 'braille') return String.fromCharCode(BRAILLE + bits);
      if (style === 'blocks') return QUADRANTS[bits] ?? ' ';
      return letters[owner[row * columns + column] ?? 0] ?? '*';
    },
    rowOf: y => Math.floor(y / dots.rows),
    columnOf: x => Math.floor(x / dots.columns),
  };
}
