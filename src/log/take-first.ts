import {NEWLINE} from './raw-line.js';
import {takeNewer} from './take-newer.js';
import {type DataPiece, takeOlder} from './take-older.js';
import {placeAt, type Tape} from './tape.js';

/** Bytes of a last line of which the begin is looked for. */
const MOST_OF_LINE = 131_072;

/**
 * Takes the end of a log, by which it gets its place there: rows lie at the older edge, and newer ones are to be followed.
 *
 * @returns whether there was enough: else the begin of its last line is still to be found, in a larger piece
 */
export function takeFirst(tape: Tape, piece: DataPiece, now: number): boolean {
  const {start} = piece;
  if (start === null) {
    placeAt(tape, null);
    tape.newer.isOver = true;
    return true;
  }
  const bytes = Buffer.from(piece.data.buffer, piece.data.byteOffset, piece.data.length);
  const rest = bytes.lastIndexOf(NEWLINE) + 1;
  if (rest === 0 && piece.left > 0 && bytes.length < MOST_OF_LINE) return false;
  placeAt(tape, start);
  takeOlder(tape, {...piece, data: bytes.subarray(0, rest)}, now);
  const floor = tape.older.queue.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const last = {...piece, data: bytes.subarray(rest), start: {file: start.file, offset: start.offset + rest}};
  const {rows} = takeNewer(tape, {...last, left: 0, lost: 0}, {now, floor, isLive: true});
  tape.older.queue.push(...rows);
  tape.newer.bound = tape.older.queue.at(-1)?.at ?? tape.newer.bound;
  return true;
}
