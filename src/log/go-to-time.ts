import type {Desk} from './desk.js';
import {fetchFirst, tell} from './fetch-page.js';
import {isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {seekTime} from './seek-time.js';
import {placeAt, type Tape} from './tape.js';

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
    case 'found':
    case 'no-times':
      placeAt(tape, sought.position);
  }
}

/** Why none of the logs that are open can be gone to a time in. */
export function noTimes({logs}: Desk): string {
  const watchers = [...new Set(logs.map(({watcher}) => watcher))].join(', ');
  return `the lines of ${watchers} have no times that are known: it is gone to the files that were written to nearest to it (circus/README.md: [log_files])`;
}
