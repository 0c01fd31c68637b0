import {pause} from '../model/wait-for.js';
import type {FetchPage} from './extend.js';
import {type Failure, isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {failed} from './sources.js';
import {takeFirst} from './take-first.js';
import {takeNewer} from './take-newer.js';
import {takeOlder} from './take-older.js';
import type {Tape} from './tape.js';

/** Milliseconds until a file is read again that was truncated in the moment that it was read. */
const AGAIN = 50;
/** Bytes of a page that is to find the begin of a log's last line. */
const LARGEST_FIRST = 131_072;

/** Reads pages as they stand in the files. */
export function createFetchPage(pages: Pages): FetchPage {
  const {desk, nodeOf, now, signal} = pages;
  return async (tape, direction, bytes) => {
    const edge = tape[direction];
    const {place} = edge;
    const {watcher, source} = tape;
    const read = {watcher, source, from: place, isBackwards: direction === 'older', bytes};
    const piece = await nodeOf(tape).reader.read(read);
    // It was gone elsewhere meanwhile, or something else has read on here.
    if (signal.aborted || tape[direction] !== edge || edge.place !== place) return;
    if (isFailure(piece)) {
      tell(pages, tape, piece);
    } else if (direction === 'older') {
      takeOlder(tape, piece, now());
    } else {
      const {grown, rows} = takeNewer(tape, piece, {now: now(), floor: edge.bound, isLive: false});
      if (grown !== null) desk.replace(grown.row, grown.by);
      edge.queue = rows.toReversed();
    }
    if (piece.kind === 'data' && piece.data.length === 0 && piece.left > 0) await pause(AGAIN, signal);
  };
}

/** Finds the end of a log, and reads the last of it, about so many bytes. */
export async function fetchFirst(pages: Pages, tape: Tape, bytes: number): Promise<void> {
  const {nodeOf, now, signal} = pages;
  const {older, watcher, source} = tape;
  for (let size = bytes; !tape.isPlaced; size = Math.min(LARGEST_FIRST, size * 4)) {
    const piece = await nodeOf(tape).reader.read({watcher, source, from: null, isBackwards: true, bytes: size});
    if (signal.aborted || tape.older !== older) return;
    if (isFailure(piece)) {
      tell(pages, tape, piece);
      return;
    }
    if (takeFirst(tape, piece, now())) return;
  }
}

/** A log that cannot be read says so itself; of a node that is away all do. */
export function tell({desk, nodeOf, now}: Pages, tape: Tape, failure: Failure): void {
  if (failure.isAway) failed(desk, nodeOf(tape), failure, now());
  else desk.setLog(tape.dating.log, {problem: failure.reason});
}
