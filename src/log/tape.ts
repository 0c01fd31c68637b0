import type {LogFile, LogPosition} from '../model/log.js';
import type {LogLine} from '../model/log-window.js';
import type {NodeId} from '../model/node.js';
import {type BackwardLines, createBackwardLines} from './backward-lines.js';
import type {Dating} from './dated.js';
import {type Edge, newEdge} from './edge.js';
import {createForwardLines, type ForwardLines} from './forward-lines.js';
import type {RawLine} from './raw-line.js';

/** One of the logs that are read together: what of it is in the window, and how reading goes on at either end of that. */
export interface Tape {
  readonly node: NodeId;
  readonly watcher: string;
  readonly source: string;
  /** As they were when the node was last asked, oldest first. */
  files: readonly LogFile[];
  dating: Dating;
  /** Whether it is known where the window stands in it; before that nothing of it is shown. */
  isPlaced: boolean;
  older: Edge;
  newer: Edge;
  backward: BackwardLines;
  forward: ForwardLines;
  /** The oldest lines that are read, whose time is in what is before them. */
  undated: readonly RawLine[];
  /** When the file of the last piece of older lines was written to, ms since 1970 by our clock; -Infinity: there was none. */
  olderModified: number;
  /** The row of the last line, while that has no end and may grow; null: it has. */
  growing: LogLine | null;
  /** Whether rows of it fell out of the window at its older end: `older` is to be found anew. */
  isCutOff: boolean;
}

export function newTape(log: Pick<Tape, 'node' | 'watcher' | 'source' | 'files' | 'dating'>): Tape {
  return {...log, ...unplaced()};
}

/** Forgets where the window stands in it. */
export function forgetPlace(tape: Tape): void {
  Object.assign(tape, unplaced());
}

/** The window stands there in it, and has nothing of it yet. */
export function placeAt(tape: Tape, place: LogPosition | null): void {
  forgetPlace(tape);
  tape.older = newEdge('older', place);
  tape.newer = newEdge('newer', place);
  // Before the very first byte there is nothing.
  tape.older.isOver = place === null;
  tape.isPlaced = true;
}

/** Reading older lines begins anew there, in front of rows that are in the window. */
export function placeOlderAt(tape: Tape, place: LogPosition | null, bound: number): void {
  tape.older = {...newEdge('older', place), bound};
  tape.backward = createBackwardLines();
  tape.undated = [];
  tape.olderModified = Number.NEGATIVE_INFINITY;
  tape.isCutOff = false;
}

/** Reading newer lines begins anew there, behind rows that are in the window. */
export function placeNewerAt(tape: Tape, place: LogPosition | null, bound: number): void {
  tape.newer = {...newEdge('newer', place), bound};
  tape.forward = createForwardLines();
  tape.growing = null;
}

function unplaced() {
  return {
    isPlaced: false,
    older: newEdge('older', null),
    newer: newEdge('newer', null),
    backward: createBackwardLines(),
    forward: createForwardLines(),
    undated: [],
    olderModified: Number.NEGATIVE_INFINITY,
    growing: null,
    isCutOff: false,
  };
}
