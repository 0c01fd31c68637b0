import type {LogLine, LogRow} from '../model/log-window.js';
import {dated} from './dated.js';
import type {RawLine} from './raw-line.js';
import {AGE_OF_BYTE, CLOCK_ERROR, type DataPiece, lostNote, modifiedAt} from './take-older.js';
import type {Tape} from './tape.js';

/** What comes after that which was read of a log. */
export interface Newer {
  /** The last row had no end, and is replaced by this. */
  readonly grown: {readonly row: LogLine; readonly by: LogLine} | null;
  /** Oldest first. */
  readonly rows: readonly LogRow[];
}

interface Taking {
  /** Ms since 1970, as all times by our clock. */
  readonly now: number;
  /** Nothing of it is older than this. */
  readonly floor: number;
  /** Whether it came just now: lines without a time are of now. */
  readonly isLive: boolean;
  /** Whether a line that has no end yet waits for it. */
  readonly isWhole?: boolean;
}

/** Takes what is behind that which was read of a log. */
export function takeNewer(tape: Tape, piece: DataPiece, {now, floor, isLive, isWhole = false}: Taking): Newer {
  const {newer} = tape;
  const from = Math.max(floor, newer.bound);
  const modified = modifiedAt(tape, piece, now);
  const rows: LogRow[] = [];
  const hasGap = piece.lost !== 0 && !newer.isGone;
  if (hasGap) {
    tape.forward.breakOff();
    tape.growing = null;
  }
  const lines: RawLine[] = piece.start === null ? [] : [...tape.forward.take(piece.data, piece.start)];
  newer.place = piece.end ?? newer.place;
  newer.isOver = piece.left === 0;
  newer.isGone = piece.lost !== 0 && piece.end === null;
  const {growing} = tape;
  const ended = growing === null ? undefined : lines.shift();
  if (ended !== undefined) tape.growing = null;
  // A line of which the rest is still to be read is not shown before that: it may be whole in a moment.
  const unfinished = newer.isOver && !isWhole ? tape.forward.unfinished() : null;
  const isNew = unfinished !== null && tape.growing === null;
  if (isNew) lines.push(unfinished);
  const newLines = dated(lines, tape.dating, {
    floor: from,
    ceiling: Math.max(from, modified + CLOCK_ERROR),
    otherwise: () => (isLive ? modified : modified - piece.left * AGE_OF_BYTE),
  });
  // Before the first line behind it, whose own time is earlier than that at which its file was written to.
  if (hasGap) rows.push(lostNote(tape, piece.lost, newLines[0]?.at ?? Math.max(from, modified)));
  rows.push(...newLines);
  newer.bound = rows.at(-1)?.at ?? newer.bound;
  const grown = growing === null ? null : grownTo(growing, ended ?? (isNew ? null : unfinished));
  if (isNew) tape.growing = newLines.at(-1) ?? null;
  else if (tape.growing !== null) tape.growing = grown?.by ?? growing;
  return {grown, rows};
}

function grownTo(row: LogLine, line: RawLine | null): Newer['grown'] {
  if (line === null || (line.raw === row.raw && line.cut === row.cut)) return null;
  return {row, by: {...row, raw: line.raw, cut: line.cut}};
}
