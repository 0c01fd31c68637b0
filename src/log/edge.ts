import type {LogPosition} from '../model/log.js';
import type {LogRow} from '../model/log-window.js';

export type Direction = 'older' | 'newer';

/** What of one log lies beyond one end of the window. */
export interface Edge {
  /** Where reading goes on; null: from the log's very end (older), or its very begin (newer). */
  place: LogPosition | null;
  /** Rows that are read and not in the window yet, the next one last. */
  queue: LogRow[];
  /** No row that is still to be read is beyond this (older: later, newer: earlier); ms since 1970 by our clock. */
  bound: number;
  /** Whether nothing is to be read in that direction, as far as is known. */
  isOver: boolean;
  /** Whether it is told already that the file of `place` is gone: it is so at each look, until there is one again. */
  isGone: boolean;
}

export function newEdge(direction: Direction, place: LogPosition | null): Edge {
  const bound = direction === 'older' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {place, queue: [], bound, isOver: false, isGone: false};
}

/** Whether rows of it are to be read before any of its log can be put into the window. */
export function isWaitingFor(edge: Edge): boolean {
  return edge.queue.length === 0 && !edge.isOver;
}

/**
 * Takes rows of several logs off their edges, the nearest to the window first, as far as is certain: a row stays while a log of which
 * nothing is here may have one that is nearer. Of rows of the same moment that of the first log is the older one.
 *
 * @param edges in the order of the logs
 */
export function takeMerged(edges: readonly Edge[], direction: Direction, most: number): LogRow[] {
  const sign = direction === 'older' ? 1 : -1;
  const isNearer = (at: number, index: number, than: {readonly at: number; readonly index: number}) =>
    at > than.at || (at === than.at && sign * index > sign * than.index);
  const rows: LogRow[] = [];
  while (rows.length < most) {
    let best = {at: Number.NEGATIVE_INFINITY, index: -sign * edges.length};
    let limit = best;
    for (const [index, {queue, isOver, bound}] of edges.entries()) {
      const head = queue.at(-1);
      const at = sign * (head?.at ?? bound);
      if (head !== undefined) {
        if (isNearer(at, index, best)) best = {at, index};
      } else if (!isOver && isNearer(at, index, limit)) {
        limit = {at, index};
      }
    }
    const row = isNearer(best.at, best.index, limit) ? edges[best.index]?.queue.pop() : undefined;
    if (row === undefined) break;
    rows.push(row);
  }
  return rows;
}
