import {type ChartRequest, type ChartSelection, LONGEST_CHART, SHORTEST_CHART} from '../model/chart.js';

/** What of the figures is drawn, and where the operator is in them. */
export interface ChartView {
  /** As it was opened; null: never. */
  readonly selection: ChartSelection | null;
  /** How much time is shown, in seconds. */
  readonly seconds: number;
  /** Whether each series has a plot of its own. */
  readonly isApart: boolean;
  /** Whether dots are drawn with blocks, for fonts without braille. */
  readonly hasBlocks: boolean;
  /** The picture stands still: where it ends, and where the cursor is; null: it goes on with the time. */
  readonly held: ChartPlace | null;
}

/** Seconds on our monotonic clock. */
export interface ChartPlace {
  readonly to: number;
  readonly cursor: number;
}

export const FIRST_CHART_VIEW: ChartView = {
  selection: null,
  seconds: 600,
  isApart: false,
  hasBlocks: false,
  held: null,
};

/** How much time can be shown: 1 min to 2 h. */
const ZOOMS = [SHORTEST_CHART, 120, 300, 600, 1_200, 1_800, 3_600, LONGEST_CHART];
/** A window moves by this part of it, so that between two moves only what is new is drawn. */
const PARTS = 60;
/** Watchers are known by the second for this long; what is older only nodes have, by tens of seconds. */
export const SECONDS_KNOWN = 600;
const LONG_STEP = 10;

export function openedChart(view: ChartView, {selection, seconds, isApart}: ChartRequest): ChartView {
  return {...view, selection, seconds: seconds ?? view.seconds, isApart: isApart ?? view.isApart, held: null};
}

/** How long a value is of which the chart is drawn, in seconds. */
export function stepOf(seconds: number): number {
  return seconds <= SECONDS_KNOWN ? 1 : LONG_STEP;
}

/** By so many seconds the window moves, and the cursor with its big steps: whole values. */
export function stride(seconds: number): number {
  const step = stepOf(seconds);
  return Math.max(step, Math.ceil(seconds / PARTS / step) * step);
}

/** Where a window ends that has the second `now` as its last. */
export function endWith(now: number, seconds: number): number {
  const by = stride(seconds);
  return Math.floor(now / by) * by + by;
}

/** The window that is shown at `now`, in seconds on our monotonic clock. */
export function shownRange({seconds, held}: ChartView, now: number) {
  const to = held?.to ?? endWith(now, seconds);
  const step = stepOf(seconds);
  return {from: to - Math.ceil(seconds / step) * step, to, step};
}

/** Moves the cursor by so many seconds; the window goes with it. Past the newest second it follows the time again. */
export function moveCursor(view: ChartView, by: number, now: number): ChartView {
  const {seconds, held} = view;
  const step = stepOf(seconds);
  const newest = Math.floor(now / step) * step;
  const oldest = newest - LONGEST_CHART + step;
  const from = held?.cursor ?? newest;
  const cursor = Math.max(oldest, Math.floor((from + by) / step) * step);
  if (cursor > newest) return {...view, held: null};
  return {...view, held: {cursor, to: endFor(cursor, held?.to ?? endWith(now, seconds), seconds)}};
}

/** To the oldest value of the window. */
export function moveToOldest(view: ChartView, now: number): ChartView {
  const range = shownRange(view, now);
  return {...view, held: {cursor: range.from, to: range.to}};
}

/** More time, or less; a cursor stays where it is, in the middle where there is room. */
export function zoom(view: ChartView, by: 1 | -1, now: number): ChartView {
  const longer = ZOOMS.find(seconds => seconds > view.seconds);
  const shorter = ZOOMS.findLast(seconds => seconds < view.seconds);
  const seconds = (by === 1 ? longer : shorter) ?? view.seconds;
  if (view.held === null) return {...view, seconds};
  const step = stepOf(seconds);
  const cursor = Math.floor(view.held.cursor / step) * step;
  const to = Math.min(endWith(now, seconds), endWith(cursor + seconds / 2, seconds));
  return {...view, seconds, held: {cursor, to}};
}

/** The end of the window that has the cursor in it, as near as it can be to where it ended. */
function endFor(cursor: number, to: number, seconds: number): number {
  const by = stride(seconds);
  if (cursor >= to) return endWith(cursor, seconds);
  const from = to - seconds;
  return cursor >= from ? to : to - Math.ceil((from - cursor) / by) * by;
}
