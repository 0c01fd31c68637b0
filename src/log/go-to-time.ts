import type {LogPosition} from '../model/log.js';
import type {Desk} from './desk.js';
import {fetchFirst, tell} from './fetch-page.js';
import {isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {NEWLINE} from './raw-line.js';
import {seekTime} from './seek-time.js';
import {AGE_OF_BYTE} from './take-older.js';
import {placeAt, type Tape} from './tape.js';

/** Bytes in which the begin of a line is looked for. */
const LINE = 16_384;
/** Bytes of the end of a log, where all of it is of before. */
const END = 16_384;

/** Places the window in a log at a time, ms since 1970 by our clock; what goes wrong is told of the log. */
export async function goToTime(pages: Pages, tape: Tape, at: number): Promise<void> {
  const {nodeOf, signal} = pages;
  const {older, dating} = tape;
  let isAway = false;
  const sought = await seekTime({
    read: async read => {
      const piece = await nodeOf(tape).reader.read(read);
      isAway = isFailure(piece) && piece.isAway;
      return piece;
    },
    log: tape,
    dating,
    at,
  });
  // It was gone elsewhere meanwhile.
  if (signal.aborted || tape.older !== older) return;
  switch (sought.kind) {
    case 'failed':
      tell(pages, tape, {...sought, isAway});
      return;
    case 'after':
      await fetchFirst(pages, tape, END);
      return;
    case 'no-times':
      await placeAtLine(pages, tape, sought.position);
      return;
    case 'found':
      placeAt(tape, sought.position);
  }
}

/**
 * Places the window in a log beside a line of another one. Where its lines have no times, it is as far from its end as lines of that
 * age are taken to be: what is read together stays together.
 */
export async function goBeside(pages: Pages, tape: Tape, at: number): Promise<void> {
  if (tape.dating.pattern !== null) {
    await goToTime(pages, tape, at);
    return;
  }
  await placeAtLine(pages, tape, takenPlace(tape, at));
}

/** Places the window where the line begins that a place is in. */
async function placeAtLine(pages: Pages, tape: Tape, place: LogPosition | null): Promise<void> {
  const {older, watcher, source} = tape;
  if (place === null || place.offset === 0) {
    placeAt(tape, place);
    return;
  }
  const read = {watcher, source, from: place, isBackwards: true, bytes: LINE};
  const piece = await pages.nodeOf(tape).reader.read(read);
  if (pages.signal.aborted || tape.older !== older) return;
  if (isFailure(piece)) {
    tell(pages, tape, piece);
    return;
  }
  const {start, data} = piece;
  const newline = data.lastIndexOf(NEWLINE);
  const isFound = start !== null && (newline !== -1 || start.offset === 0);
  placeAt(tape, isFound ? {file: start.file, offset: start.offset + newline + 1} : place);
}

function takenPlace({files, dating}: Tape, at: number): LogPosition | null {
  for (const {file, size, modified} of files.toReversed()) {
    const offset = size - Math.round(Math.max(0, modified - dating.clockOffset - at) / AGE_OF_BYTE);
    if (offset >= 0) return {file, offset};
  }
  return null;
}

/** Why none of the logs that are open can be gone to a time in. */
export function noTimes({logs}: Desk): string {
  const watchers = [...new Set(logs.map(({watcher}) => watcher))].join(', ');
  return `lines of ${watchers} have no known times, so this place is a guess by when their files were written (circus/README.md: [log_files])`;
}
