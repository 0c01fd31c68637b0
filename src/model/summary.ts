import type {NodeFigure, WatcherFigure} from './figure.js';
import type {FigureWindow} from './figure-window.js';

/** What an experimenter writes down of a window, in the figure's unit. */
export interface Summary {
  /** Of the known seconds. */
  readonly mean: number;
  /** The lowest mean of a span that half, and 95 %, of the known seconds do not exceed. */
  readonly p50: number;
  readonly p95: number;
  /** The highest second. */
  readonly max: number;
  /** What was used in the known seconds, in the figure's `totalUnit`; null: it has none. */
  readonly total: number | null;
  /** How many seconds are known. */
  readonly known: number;
}

/** What a figure adds up to over time: `cpu` to seconds of one core, rates to bytes; null: to nothing that means anything. */
export function totalUnit(figure: WatcherFigure | NodeFigure): 'core-seconds' | 'bytes' | null {
  switch (figure) {
    case 'cpu':
      return 'core-seconds';
    case 'read':
    case 'written':
    case 'received':
    case 'sent':
      return 'bytes';
    case 'memory':
    case 'busy':
    case 'wait':
    case 'load':
    case 'used':
      return null;
  }
}

/** Sums a window up; spans count by what is known of them. Null: nothing is known. */
export function summaryOf(window: FigureWindow, figure: WatcherFigure | NodeFigure): Summary | null {
  const {means, maxima, known} = window;
  const spans = [...known.keys()].filter(index => (known[index] ?? 0) > 0);
  if (spans.length === 0) return null;
  const knownOf = (index: number) => known[index] ?? 0;
  const meanOf = (index: number) => means[index] ?? 0;
  const seconds = spans.reduce((sum, index) => sum + knownOf(index), 0);
  const amount = spans.reduce((sum, index) => sum + meanOf(index) * knownOf(index), 0);
  spans.sort((one, other) => meanOf(one) - meanOf(other));
  const percentile = (share: number) => {
    let passed = 0;
    const found = spans.find(index => {
      passed += knownOf(index);
      // A second is a second, however its parts were added up.
      return passed >= share * seconds - 1e-6;
    });
    return meanOf(found ?? 0);
  };
  return {
    mean: amount / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    max: spans.reduce((max, index) => Math.max(max, maxima[index] ?? 0), 0),
    total: totalOf(amount, figure),
    known: seconds,
  };
}

function totalOf(amount: number, figure: WatcherFigure | NodeFigure): number | null {
  switch (totalUnit(figure)) {
    case 'core-seconds':
      return amount / 100;
    case 'bytes':
      return amount;
    case null:
      return null;
  }
}
