import type {Row} from './piece.js';

/** A span of time, ms since 1970, that is drawn in so many cells. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].map(seconds => seconds * SECOND);
/** Cells between two times at least. */
const APART = 12;

/** The cell of a moment; outside the span it is none of the span's cells. */
export function columnOfTime(at: number, {from, to, width}: TimeSpan): number {
  return Math.floor(((at - from) / Math.max(1, to - from)) * (width - 1) + 0.5);
}

/**
 * The line below a plot, and the round times below it, as the operator's clock has them.
 *
 * @param indent cells at the left
 * @param cursor the cell above which the cursor is; null: it is nowhere
 */
export function timeAxis(span: TimeSpan, indent: number, cursor: number | null = null): readonly Row[] {
  const {from, to, width} = span;
  if (width <= 0) return [];
  const most = Math.max(1, Math.floor(width / APART));
  const step = STEPS.find(ms => (to - from) / ms <= most) ?? STEPS.at(-1) ?? SECOND;
  const line = Array.from({length: width}, () => '─');
  const labels = Array.from({length: width}, () => ' ');
  // Half an hour east of Greenwich a round hour is none in UTC.
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    const column = columnOfTime(at, span);
    line[column] = '┬';
    const text = timeText(at, step < MINUTE);
    const begin = Math.max(0, Math.min(width - text.length, column - Math.floor(text.length / 2)));
    if (begin + text.length <= width) labels.splice(begin, text.length, ...text);
  }
  const before = `${' '.repeat(Math.max(0, indent - 1))}└`;
  const axis: Row =
    cursor === null
      ? [{text: before + line.join(''), ink: 'line'}]
      : [
          {text: before + line.slice(0, cursor).join(''), ink: 'line'},
          {text: '▲', ink: 'text'},
          {text: line.slice(cursor + 1).join(''), ink: 'line'},
        ];
  return [axis, [{text: ' '.repeat(indent) + labels.join(''), ink: 'line'}]];
}

/** "04:31", or "04:31:20": the operator's own time. */
export function timeText(at: number, hasSeconds: boolean): string {
  return new Date(at).toTimeString().slice(0, hasSeconds ? 8 : 5);
}
