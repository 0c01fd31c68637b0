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

/** Puts cells together that look the same, so that a row is a few pieces; a space looks like whatever is before it. */
export function createPieces(first: Piece) {
  const pieces: Piece[] = [];
  let last = first;
  return {
    add: (text: string, ink: Ink, isReversed: boolean): void => {
      const isSame = last.isReversed !== true && !isReversed && (text === ' ' || last.ink === ink);
      if (isSame) {
        last = {...last, text: last.text + text};
        return;
      }
      pieces.push(last);
      last = isReversed ? {text, ink, isReversed} : {text, ink};
    },
    all: (): Row => [...pieces, last],
  };
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
