import type {Row} from './piece.js';
import {columnOfTime, type TimeSpan} from './time-axis.js';

/** Something that happened while the figures were taken. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'begin' | 'end' | 'mark';
  /** Printable, one column a character at best; what has no room is cut. */
  readonly text: string;
}

const GLYPHS: Readonly<Record<Moment['kind'], readonly [string, string]>> = {
  begin: ['▲', '^'],
  end: ['△', "'"],
  mark: ['◆', '!'],
};

/**
 * The row of ticks below a plot: where each moment was, and what it was as far as there is room before the next one. Null: none was in
 * the span.
 *
 * @param indent cells at the left
 * @param cutTo the text in exactly so many columns
 */
export function momentRow(
  moments: readonly Moment[],
  span: TimeSpan,
  indent: number,
  isAscii: boolean,
  cutTo: (text: string, width: number) => string,
): Row | null {
  const byColumn = new Map<number, Moment>();
  for (const moment of moments) {
    const column = columnOfTime(moment.at, span);
    if (column < 0 || column >= span.width) continue;
    // Of those in one cell a begin says most.
    if (byColumn.get(column)?.kind !== 'begin' || moment.kind === 'begin') byColumn.set(column, moment);
  }
  if (byColumn.size === 0) return null;
  const columns = [...byColumn].sort(([one], [other]) => one - other);
  let text = ' '.repeat(indent);
  let end = 0;
  columns.forEach(([column, {kind, text: said}], index) => {
    const next = columns[index + 1]?.[0] ?? span.width;
    text += ' '.repeat(column - end) + GLYPHS[kind][isAscii ? 1 : 0];
    const room = next - column - 1;
    const isLast = index === columns.length - 1;
    text +=
      kind === 'end' || room <= 2 ? ' '.repeat(room) : `${cutTo(said, isLast ? room : room - 1)}${isLast ? '' : ' '}`;
    end = next;
  });
  return [{text, ink: 'text'}];
}
