import type {LogPiece, LogPosition} from '../model/log.js';
import type {LogNote, LogRow} from '../model/log-window.js';
import {countUndated, dated, ownTime} from './dated.js';
import type {RawLine} from './raw-line.js';
import type {Tape} from './tape.js';

export type DataPiece = Extract<LogPiece, {kind: 'data'}>;

/** Milliseconds by which what a node's clock said may be wrong. */
export const CLOCK_ERROR = 1_000;
/** Lines without a time that wait for what is before them. */
const MOST_UNDATED = 1_000;
/** Milliseconds that one byte of a log without times is taken to be older than the next: that several such logs are read together. */
export const AGE_OF_BYTE = 1;

/** Takes what is before that which was read of a log; then it lies at the older edge. */
export function takeOlder(tape: Tape, piece: DataPiece, now: number): void {
  const {older} = tape;
  const isFirst = piece.left === 0;
  const atGap: RawLine[] = [];
  if (piece.lost !== 0) push(atGap, tape.backward.begin());
  const lines: RawLine[] = [];
  if (piece.start !== null) lines.push(...tape.backward.take(piece.data, piece.start));
  if (isFirst) {
    const first = tape.backward.begin();
    if (first !== null) lines.unshift(first);
  }
  lines.push(...atGap, ...tape.undated);
  const modified = modifiedAt(tape, piece, now);
  // A line of which the end was in the piece before may be of the time of that one's file.
  const ceiling = Math.min(older.bound, Math.max(modified, tape.olderModified) + CLOCK_ERROR);
  tape.olderModified = modified;
  const undated = isFirst ? 0 : countUndated(lines, tape.dating, ceiling);
  const held = undated > MOST_UNDATED ? 0 : undated;
  tape.undated = lines.slice(0, held);
  const rows: LogRow[] = [...datedOlder(tape, lines.slice(held), {ceiling, end: endOf(piece), modified})];
  if (piece.lost !== 0) rows.push(lostNote(tape, piece.lost, ceiling));
  older.queue = rows;
  older.bound = rows[0]?.at ?? older.bound;
  older.place = piece.start ?? older.place;
  older.isOver = isFirst;
}

function datedOlder(
  tape: Tape,
  lines: readonly RawLine[],
  {ceiling, end, modified}: {readonly ceiling: number; readonly end: LogPosition | null; readonly modified: number},
) {
  const first =
    tape.dating.pattern === null ? undefined : lines.find(line => ownTime(line, tape.dating, ceiling) !== null);
  const firstTime = first === undefined ? null : ownTime(first, tape.dating, ceiling);
  const age = ({position}: RawLine) =>
    end !== null && position.file === end.file ? Math.max(0, end.offset - position.offset) * AGE_OF_BYTE : 0;
  const floor = Number.NEGATIVE_INFINITY;
  return dated(lines, tape.dating, {
    floor,
    ceiling,
    otherwise: line => firstTime ?? Math.min(ceiling, modified) - age(line),
  });
}

/** Behind the piece's last byte, in its own file. */
function endOf({start, data}: DataPiece): LogPosition | null {
  return start === null ? null : {file: start.file, offset: start.offset + data.length};
}

/** By our clock: nothing that was read is younger than its file, or than now. */
export function modifiedAt({dating}: Tape, {modified}: DataPiece, now: number): number {
  return modified === null ? now : Math.min(now, modified - dating.clockOffset);
}

export function lostNote(tape: Tape, bytes: number | null, at: number): LogNote {
  return {kind: 'note', log: tape.dating.log, at, note: {type: 'lost', bytes}};
}

function push<Item>(items: Item[], item: Item | null): void {
  if (item !== null) items.push(item);
}
