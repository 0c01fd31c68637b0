/** What a piece of a chart is: a series, by its number in the whole chart, or a part of the drawing itself. */
type Ink = number | 'line' | 'text';

/** Cells beside each other that look the same. */
export interface Piece {
  readonly text: string;
  readonly ink: Ink;
  /** Under the cursor. */
  readonly isReversed?: true;
}

export type Row = readonly Piece[];

/** Puts cells together that look the same, so that a row is a few pieces. */
export function joined(cells: readonly Piece[]): Row {
  const pieces: Piece[] = [];
  for (const cell of cells) {
    const last = pieces.at(-1);
    if (last !== undefined && last.ink === cell.ink && last.isReversed === cell.isReversed) {
      pieces[pieces.length - 1] = {...last, text: last.text + cell.text};
    } else {
      pieces.push(cell);
    }
  }
  return pieces;
}

/** How series are told apart where there are no colours: eight marks, and in ASCII eight letters. */
export const MARKS = ['●', '■', '▲', '◆', '○', '□', '△', '◇'] as const;
export const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
/** More cannot be told apart. */
export const MOST_SERIES = MARKS.length;

/** The mark of a series, by its number in the whole chart. */
export function markOf(series: number, isAscii: boolean): string {
  return (isAscii ? LETTERS : MARKS)[series % MOST_SERIES] ?? '?';
}
