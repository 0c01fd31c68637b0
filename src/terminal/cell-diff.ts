import {createBrush} from './brush.js';
import {type CellLine, cellsOf} from './cell-line.js';
import {DEFAULT_PEN} from './pen.js';
import {drawRow} from './row-diff.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What is known of the frame on the terminal. */
export interface CellDiff {
  /** What to write for the terminal to show these lines; empty if it shows them. It counts as written. */
  readonly update: (lines: readonly string[], size: Size) => string;
  /** Assumes that the terminal shows these lines, with the default pen and nothing else on it. */
  readonly assume: (lines: readonly string[], size: Size) => void;
  /** Assumes nothing of what the terminal shows: the next update draws everything. */
  readonly forget: () => void;
}

interface ShownLine {
  readonly text: string;
  /** Made when they are first needed. */
  cells?: CellLine;
}

const CLEAR = '\u001B[m\u001B[2J';
const NO_CELLS: CellLine = cellsOf('', 0);

/**
 * Compares whole frames by the cell. Lines whose text is the same are skipped. A terminal that has another size than at the
 * last update is cleared and drawn again. Lines are cut at the terminal's edges.
 */
export function createCellDiff(): CellDiff {
  let shown: readonly ShownLine[] = [];
  let size: Size | null = null;
  let pen = DEFAULT_PEN;

  return {
    update: (lines, now) => {
      const isAnew = size === null || size.columns !== now.columns || size.rows !== now.rows;
      if (isAnew) {
        shown = [];
        pen = DEFAULT_PEN;
      }
      size = now;
      const brush = createBrush(pen, now.columns);
      if (isAnew) brush.add(CLEAR);
      const next: ShownLine[] = [];
      for (let row = 0; row < now.rows; row++) {
        const old = shown[row];
        const text = lines[row] ?? '';
        if (text === (old?.text ?? '')) {
          next.push(old ?? {text});
          continue;
        }
        const cells = cellsOf(text, now.columns);
        drawRow(brush, row, cellsOfShown(old, now.columns), cells, now.columns);
        next.push({text, cells});
      }
      shown = next;
      pen = brush.pen();
      return brush.text();
    },
    assume: (lines, now) => {
      shown = lines.slice(0, now.rows).map(text => ({text}));
      size = now;
      pen = DEFAULT_PEN;
    },
    forget: () => {
      size = null;
    },
  };
}

function cellsOfShown(line: ShownLine | undefined, columns: number): CellLine {
  if (line === undefined) return NO_CELLS;
  line.cells ??= cellsOf(line.text, columns);
  return line.cells;
}
