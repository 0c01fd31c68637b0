import type {LogRow} from '../model/log-window.js';
import {tell} from './fetch-page.js';
import {createForwardLines} from './forward-lines.js';
import {isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {NEWLINE} from './raw-line.js';
import {takeNewer} from './take-newer.js';
import type {Tape} from './tape.js';

/** Bytes of a log that wait to be taken in: with more it is not followed line by line any more. */
export const LARGEST_BACKLOG = 4_194_304;
/** Bytes of its end that are shown then. */
const END = 65_536;

/**
 * Goes to the end of a log that is written to faster than it can be taken in.
 *
 * @returns what is shown instead, with a note of how many bytes are not; null: it was not to be, and it is followed as it was
 */
export async function passOver(pages: Pages, tape: Tape): Promise<readonly LogRow[] | null> {
  const {desk, nodeOf, now, signal} = pages;
  const {newer, watcher, source} = tape;
  const {place} = newer;
  const {reader} = nodeOf(tape);
  const backwards = {watcher, source, isBackwards: true};
  // A line of which a part was read and is not shown is passed over, too.
  const from = (tape.growing === null ? tape.forward.unfinished()?.position : undefined) ?? place;
  // In one call: what is before either of them is what there is at one moment.
  const [here, end] = await Promise.all([
    reader.read({...backwards, from, bytes: 1}),
    reader.read({...backwards, from: null, bytes: END}),
  ]);
  if (signal.aborted || tape.newer !== newer || newer.place !== place) return null;
  if (isFailure(here) || isFailure(end)) {
    for (const failure of [here, end].filter(isFailure)) tell(pages, tape, failure);
    return null;
  }
  if (end.start === null) return null;
  const bytes = Buffer.from(end.data.buffer, end.data.byteOffset, end.data.length);
  // What it begins in the midst of is no line.
  const begin = end.start.offset === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
  const passed = end.left + begin - (here.left + here.data.length);
  if ((begin === 0 && end.start.offset > 0) || passed <= 0) return null;
  const floor = Math.max(desk.arrivalFloor(), newer.bound);
  tape.forward = createForwardLines();
  tape.growing = null;
  const start = {file: end.start.file, offset: end.start.offset + begin};
  const piece = {...end, data: bytes.subarray(begin), start, left: 0, lost: 0};
  const {rows} = takeNewer(tape, piece, {now: now(), floor, isLive: true, isWhole: desk.shown.filter !== null});
  const note = {type: 'passed-over', bytes: passed} as const;
  return [{kind: 'note', log: tape.dating.log, at: rows[0]?.at ?? floor, note}, ...rows];
}
