/** Spans of time of which something is asked. Seconds on our monotonic clock. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** How long a span is: whole seconds, at least 1. */
  readonly step: number;
}

/**
 * What a figure was, span by span, oldest first. Spans begin at whole multiples of the step, so that a drawing of them moves once a
 * step and not each second.
 */
export interface FigureWindow {
  /** Where the first span begins, in seconds on our monotonic clock. */
  readonly from: number;
  readonly step: number;
  /** Of what is known of each span; NaN: nothing is. */
  readonly means: Float64Array;
  /** The highest second of each span; NaN where nothing is known. */
  readonly maxima: Float64Array;
  /** How many seconds of each span are known. */
  readonly known: Float64Array;
}

/** Spans from the one that holds `from` up to the one that holds `to`, without that; nothing is known of them yet. */
export function emptyWindow({from, to, step}: Range): FigureWindow {
  const first = Math.floor(from / step);
  const count = Math.max(0, Math.floor(to / step) - first);
  return {
    from: first * step,
    step,
    means: new Float64Array(count).fill(Number.NaN),
    maxima: new Float64Array(count).fill(Number.NaN),
    known: new Float64Array(count),
  };
}
