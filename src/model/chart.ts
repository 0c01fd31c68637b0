import type {NodeFigure, WatcherFigure} from './figure.js';
import type {Target} from './job.js';

/** Any figure that has a history; of a watcher only some are known. */
export type Figure = NodeFigure | WatcherFigure;

/** What is drawn: each figure of each target. */
export interface ChartSelection {
  /** In the cluster's order; `watcher` null: the node itself. */
  readonly targets: readonly Target[];
  readonly figures: readonly Figure[];
  /** How many targets more were meant, for which there is no room. */
  readonly left: number;
}

/** How a chart is to begin; null: as the operator last had it. */
export interface ChartRequest {
  readonly selection: ChartSelection;
  /** Seconds that are shown. */
  readonly seconds: number | null;
  /** Whether each series has a plot of its own, on one scale. */
  readonly isApart: boolean | null;
}

/** More series cannot be told apart. */
export const MOST_CHARTED = 8;
/** Seconds that a chart can show: those of a history, and the fewest that are worth it. */
export const SHORTEST_CHART = 60;
export const LONGEST_CHART = 7_200;

/** As many of the targets as have room with so many figures of each. */
export function selectionOf(targets: readonly Target[], figures: readonly Figure[]): ChartSelection {
  const room = Math.max(1, Math.floor(MOST_CHARTED / figures.length));
  return {targets: targets.slice(0, room), figures, left: Math.max(0, targets.length - room)};
}
