import {widthOf} from '../text/width.js';
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
 * The row of ticks below a plot: where each moment was, and what it was behind it or, where there is more room, before it. Null: none was in
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
    const before = byColumn.get(column);
    byColumn.set(column, before === undefined ? moment : inOne(before, moment));
  }
  if (byColumn.size === 0) return null;
  const columns = [...byColumn].sort(([one], [other]) => one - other);
  let text = ' '.repeat(indent);
  /** The cell behind what stands there already. */
  let end = 0;
  columns.forEach(([column, {kind, text: said}], index) => {
    const isLast = index === columns.length - 1;
    const next = (columns[index + 1]?.[0] ?? span.width) - (isLast ? 0 : 1);
    const tick = GLYPHS[kind][isAscii ? 1 : 0];
    const [before, behind, wanted] = [column - end, next - column - 1, widthOf(said)];
    if (behind < wanted && before > Math.min(wanted, behind)) {
      const room = Math.min(before, wanted);
      text += ' '.repeat(before - room) + cutTo(said, room) + tick;
      end = column + 1;
    } else {
      const room = Math.min(Math.max(0, behind), wanted);
      text += ' '.repeat(before) + tick + cutTo(said, room);
      end = column + 1 + room;
    }
  });
  return [{text: text + ' '.repeat(span.width - end), ink: 'text'}];
}

/** Of two in one cell the text of both, and the tick of one that says more than an end. */
function inOne(one: Moment, other: Moment): Moment {
  const text = [one.text, other.text].filter(each => each !== '').join(', ');
  return {...one, kind: one.kind === 'end' ? other.kind : one.kind, text};
}
