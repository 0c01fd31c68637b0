import type {Theme} from './theme.js';

/** Heights from nothing to full. */
const UNICODE = '▁▂▃▄▅▆▇█';
const ASCII = '_.-=^';

/** Percent of one core that a full bar stands for: the lowest of these that is not below any value shown. */
const SCALES = [10, 25, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400];

/** One scale for all rows, so that their bars can be compared; it moves in steps, so that it rarely changes. */
export function sparklineScale(rows: readonly Float64Array[]): number {
  let highest = 0;
  for (const values of rows) for (const value of values) if (value > highest) highest = value;
  return SCALES.find(scale => scale >= highest) ?? highest;
}

/** Values as bars, one character each; a blank where nothing is known. */
export function sparkline(values: Float64Array, scale: number, theme: Theme): string {
  const bars = theme.isAscii ? ASCII : UNICODE;
  let text = '';
  for (const value of values) {
    const step = Math.min(bars.length - 1, Math.floor((value / scale) * bars.length));
    text += Number.isNaN(value) ? ' ' : (bars[step] ?? ' ');
  }
  return text;
}
