import type {LogRow} from '../model/log-window.js';
import {pause} from '../model/wait-for.js';
import type {Bell} from './bell.js';
import type {DeskNode} from './desk.js';
import {tell} from './fetch-page.js';
import {letThrough} from './matches.js';
import {isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {LARGEST_BACKLOG, passOver} from './pass-over.js';
import {takeNewer} from './take-newer.js';
import type {Tape} from './tape.js';

/** Milliseconds. */
const SOON = 250;
const SELDOM = 1_000;
const LOOK_AGAIN = 10_000;

interface Following {
  /** Wakes it when it is to follow again. */
  readonly bell: Bell;
  /** Whether what comes is to be taken in now. */
  readonly isWanted: () => boolean;
  /** Asks the node which logs there are. */
  readonly look: () => Promise<void>;
  /** Gives those logs their place that have none. */
  readonly join: () => Promise<void>;
}

/** Takes in what comes in the logs of one node while that is wanted, and looks now and then which logs there are. Never rejects. */
export async function followNode(pages: Pages, node: DeskNode, {bell, isWanted, look, join}: Following): Promise<void> {
  const {signal, now} = pages;
  let rest = SOON;
  let lookAt = now() + LOOK_AGAIN;
  while (!signal.aborted) {
    if (node.away !== null || now() >= lookAt) {
      await look();
      lookAt = now() + LOOK_AGAIN;
    }
    if (!signal.aborted) await join();
    if (signal.aborted) return;
    if (!isWanted() || node.away !== null) {
      rest = SELDOM;
    } else {
      const came = await readOn(pages, node);
      rest = came === 'more' ? 0 : came === 'something' ? SOON : Math.min(SELDOM, Math.max(SOON, rest * 2));
    }
    if (rest === 0) await pause(0, signal);
    else await bell.wait(rest, signal);
  }
}

async function readOn(pages: Pages, node: DeskNode): Promise<'nothing' | 'something' | 'more'> {
  const tapes = pages.desk.placed().filter(tape => tape.node === node.id);
  const came = await Promise.all(tapes.map(tape => readOnIn(pages, node, tape)));
  return came.includes('more') ? 'more' : came.includes('something') ? 'something' : 'nothing';
}

async function readOnIn(pages: Pages, node: DeskNode, tape: Tape): Promise<'nothing' | 'something' | 'more'> {
  const {desk, now, signal} = pages;
  const {newer, watcher, source} = tape;
  const {place} = newer;
  const piece = await node.reader.read({watcher, source, from: place, isBackwards: false, bytes: null});
  if (signal.aborted || tape.newer !== newer || newer.place !== place) return 'nothing';
  if (isFailure(piece)) {
    tell(pages, tape, piece);
    return 'nothing';
  }
  const {filter} = desk.shown;
  const taking = {now: now(), floor: desk.arrivalFloor(), isLive: true, isWhole: filter !== null};
  const {grown, rows} = takeNewer(tape, piece, taking);
  if (grown !== null) desk.replace(grown.row, grown.by);
  put(pages, tape, rows);
  if (desk.shown.isAtEnd && piece.left > LARGEST_BACKLOG) put(pages, tape, (await passOver(pages, tape)) ?? []);
  return tape.newer.isOver ? (piece.data.length > 0 ? 'something' : 'nothing') : 'more';
}

function put({desk}: Pages, tape: Tape, rows: readonly LogRow[]): void {
  const {filter, isAtEnd} = desk.shown;
  const shown = filter === null ? rows : letThrough(filter, rows);
  if (isAtEnd) desk.arrive(shown);
  // Meanwhile it was scrolled away from the end.
  else tape.newer.queue = [...shown.toReversed(), ...tape.newer.queue];
}
