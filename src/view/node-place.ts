import type {NodeId} from '../model/node.js';
import {scrollTo} from './row-layout.js';

/** What a line of the node screen is about; both null: the node itself. */
export interface NodePlace {
  readonly watcher: string | null;
  /** Its pid, and its start in seconds after the machine's boot (null where the node does not tell it). */
  readonly process: {readonly pid: number; readonly started: number | null} | null;
}

/** Where the operator is on the node screen: by what the line is about, so that the cursor stays when lines move. */
export interface NodeView extends NodePlace {
  /** Which of the lines about it, from 0. */
  readonly nth: number;
  /** Which of all lines that was when the cursor was last moved: where to go on when it is no more. */
  readonly line: number;
  /** The first line that is shown. */
  readonly top: number;
  /** Whether all that the watchers are set to is shown. */
  readonly hasSettings: boolean;
  /** The environment that was asked for; it is kept nowhere else, and gone with the screen. Null: none was. */
  readonly environment: {readonly node: NodeId; readonly watcher: string; readonly lines: readonly string[]} | null;
  /** The number of the question for it whose answer is awaited; 0: none is. */
  readonly asked: number;
  /** Which part of the cursor's line is seen at the bottom, where its text is too long for one: beyond the last one the first again. */
  readonly part: number;
}

export const AT_TOP: NodeView = {
  watcher: null,
  process: null,
  nth: 0,
  line: 0,
  top: 0,
  hasSettings: false,
  environment: null,
  part: 0,
  asked: 0,
};

/** A line, and how it is drawn. */
export interface NodeLine {
  readonly place: NodePlace;
  readonly draw: (isHere: boolean) => string;
  /** All that it says, where it is cut; null: it is not. */
  readonly whole: () => string | null;
}

/** From so many lines on the first one names the node, the last one says which lines are seen, and some show a line that is cut. */
export const NODE_HEIGHTS = {head: 3, footer: 7, whole: 10} as const;

/** How many lines of a body of so many scroll. */
export function nodeRowsIn(height: number): number {
  return Math.max(1, height - (height >= NODE_HEIGHTS.head ? 1 : 0) - (height >= NODE_HEIGHTS.footer ? 1 : 0));
}

/** Where the cursor is, and which lines are seen. */
export interface SeenLines {
  readonly cursor: number;
  readonly top: number;
}

export function seenLines(lines: readonly NodeLine[], view: NodeView, height: number): SeenLines {
  const cursor = cursorLine(lines, view);
  return {cursor, top: scrollTo(cursor, view.top, Math.max(1, height), lines.length)};
}

/**
 * The line of the cursor, on which keys act; where what it was on is no more, the one in its place. From a process that has ended it
 * goes to its watcher: a key that is pressed again must not hit the process beside it.
 */
function cursorLine(lines: readonly NodeLine[], view: NodeView): number {
  let found = -1;
  let nth = -1;
  for (const [index, {place}] of lines.entries()) {
    if (!isSamePlace(place, view)) continue;
    nth++;
    found = index;
    if (nth === view.nth) break;
  }
  if (found === -1 && view.process !== null) {
    found = lines.findIndex(({place}) => place.watcher === view.watcher && place.process === null);
  }
  return found === -1 ? Math.max(0, Math.min(view.line, lines.length - 1)) : found;
}

/** The view with the cursor on that line. */
export function viewAt(lines: readonly NodeLine[], wanted: number, view: NodeView, height: number): NodeView {
  const line = Math.max(0, Math.min(wanted, lines.length - 1));
  const place = lines[line]?.place ?? {watcher: null, process: null};
  const nth = lines.slice(0, line).filter(each => isSamePlace(each.place, place)).length;
  const top = scrollTo(line, view.top, Math.max(1, height), lines.length);
  return {...view, watcher: place.watcher, process: place.process, nth, line, top, part: 0};
}

function isSamePlace(one: NodePlace, other: NodePlace): boolean {
  if (one.watcher !== other.watcher) return false;
  return one.process?.pid === other.process?.pid && one.process?.started === other.process?.started;
}
