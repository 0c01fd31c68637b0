import {NODE_FIGURES, type NodeFigure, WATCHER_FIGURES, type WatcherFigure} from '../model/figure.js';
import {emptyWindow, type FigureWindow, type Range} from '../model/figure-window.js';
import type {NodeId} from '../model/node.js';
import {holdValues} from './hold-values.js';
import {bytesOf, closeSeries, createRoom, type KeptSeries, openSeries, type Room} from './kept-series.js';
import {readWindow} from './read-window.js';

/** Whose figures; `watcher` null: the node's own. */
export interface Series {
  readonly node: NodeId;
  readonly watcher: string | null;
}

/** What may be asked of a history. */
export interface HistoryReader {
  /** What a figure was in these spans of time. Nothing is known of a series that there is not, nor of a figure that it has not. */
  readonly window: (series: Series, figure: NodeFigure | WatcherFigure, range: Range) => FigureWindow;
}

/**
 * What nodes and watchers used, second by second for ten minutes, nodes also for two hours: numbers in blocks outside the JavaScript
 * heap, so that a thousand nodes cost megabytes and no garbage. Mutable on purpose.
 */
export interface History extends HistoryReader {
  /**
   * These values, in the order of NODE_FIGURES or WATCHER_FIGURES and NaN where they are not known, hold between two moments: seconds
   * on our monotonic clock, with their parts. What holds already stays.
   */
  readonly hold: (series: Series, from: number, to: number, values: ArrayLike<number>) => void;
  /** A node is gone, or one of its watchers; its room is used again. */
  readonly forget: (series: Series) => void;
  readonly series: () => Iterable<Series>;
  /** How many series there are. */
  readonly size: () => number;
  /** Bytes outside the heap, also where nothing was written yet. */
  readonly bytes: () => number;
}

interface KeptNode {
  own: KeptSeries | null;
  readonly watchers: Map<string, KeptSeries>;
}

export function createHistory(): History {
  const ofNodes = createRoom(NODE_FIGURES.length, {isLong: true});
  const ofWatchers = createRoom(WATCHER_FIGURES.length, {isLong: false});
  const nodes = new Map<NodeId, KeptNode>();
  let size = 0;

  const roomOf = ({watcher}: Series): Room => (watcher === null ? ofNodes : ofWatchers);

  function find({node, watcher}: Series): KeptSeries | null {
    const kept = nodes.get(node);
    return (watcher === null ? kept?.own : kept?.watchers.get(watcher)) ?? null;
  }

  function open(id: Series, second: number): KeptSeries {
    const series = openSeries(roomOf(id), second);
    const kept = nodes.get(id.node) ?? {own: null, watchers: new Map()};
    nodes.set(id.node, kept);
    if (id.watcher === null) kept.own = series;
    else kept.watchers.set(id.watcher, series);
    size++;
    return series;
  }

  return {
    hold: (id, from, to, values) => {
      const begin = Math.max(0, from);
      holdValues(roomOf(id), find(id) ?? open(id, Math.floor(begin)), begin, to, values);
    },
    forget: id => {
      const series = find(id);
      const kept = nodes.get(id.node);
      if (series === null || kept === undefined) return;
      if (id.watcher === null) kept.own = null;
      else kept.watchers.delete(id.watcher);
      if (kept.own === null && kept.watchers.size === 0) nodes.delete(id.node);
      closeSeries(roomOf(id), series);
      size--;
    },
    *series() {
      for (const [node, {own, watchers}] of nodes) {
        if (own !== null) yield {node, watcher: null};
        for (const watcher of watchers.keys()) yield {node, watcher};
      }
    },
    size: () => size,
    window: (id, figure, range) => {
      const series = find(id);
      const names: readonly string[] = id.watcher === null ? NODE_FIGURES : WATCHER_FIGURES;
      const index = names.indexOf(figure);
      return series === null || index === -1 ? emptyWindow(range) : readWindow(roomOf(id), series, index, range);
    },
    bytes: () => bytesOf(ofNodes) + bytesOf(ofWatchers),
  };
}
