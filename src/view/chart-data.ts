import type {Figure} from '../model/chart.js';
import type {FigureWindow} from '../model/figure-window.js';
import type {Target} from '../model/job.js';
import {type Summary, summaryOf} from '../model/summary.js';
import type {Instant} from '../model/time.js';
import type {HistoryReader} from '../store/history.js';
import {type ChartView, shownRange} from './chart-view.js';

/** One line of a chart, with what an experimenter writes down of it. */
export interface ChartedSeries {
  /** Its place among all, of which its mark and colour come. */
  readonly number: number;
  readonly target: Target;
  readonly figure: Figure;
  readonly window: FigureWindow;
  /** Of what is shown; null: nothing is known of it. */
  readonly summary: Summary | null;
}

export interface ChartData {
  readonly series: readonly ChartedSeries[];
  /** Milliseconds since 1970: the window that is shown. */
  readonly from: number;
  readonly to: number;
  /** Seconds of a value. */
  readonly step: number;
  /** Which of the values the cursor is on; null: the picture follows the time. */
  readonly cursor: number | null;
  /** The value that the table shows: that under the cursor, else the newest that is known. */
  readonly read: number;
  /** When that value begins, ms since 1970. */
  readonly readAt: number;
}

/** All that a chart shows of the history. It is read anew for each picture, which costs less than to keep it. */
export function chartData(view: ChartView, now: Instant, history: HistoryReader): ChartData {
  const range = shownRange(view, now.monotonic / 1_000);
  const {targets = [], figures = []} = view.selection ?? {};
  const series = figures
    .flatMap(figure => targets.map(target => ({figure, target})))
    .map(({figure, target}, number): ChartedSeries => {
      const window = history.window(target, figure, range);
      return {number, target, figure, window, summary: summaryOf(window, figure)};
    });
  const wallOf = (second: number) => wallTime(second, now);
  const cursor = view.held === null ? null : Math.floor((view.held.cursor - range.from) / range.step);
  const read = cursor ?? newestKnown(series);
  return {
    series,
    from: wallOf(range.from),
    to: wallOf(range.to),
    step: range.step,
    cursor,
    read,
    readAt: wallOf(range.from + read * range.step),
  };
}

/** The time of day of a second on our monotonic clock, ms since 1970: whole seconds, so that a picture does not tremble. */
export function wallTime(second: number, now: Instant): number {
  return Math.round((now.wall - now.monotonic) / 1_000) * 1_000 + second * 1_000;
}

/** Values that one series may be behind another: nodes sample at different moments of a second, and an answer takes its time. */
const BEHIND = 3;

/** The newest value that all series have which go on; one that has ceased keeps the others from nothing. */
function newestKnown(series: readonly ChartedSeries[]): number {
  const newest = series.map(({window}) => window.known.findLastIndex(known => known > 0));
  const last = Math.max(0, ...newest);
  return Math.min(last, ...newest.filter(index => index >= 0 && index >= last - BEHIND));
}
