import type {LogFilter, LogHit, LogHits, LogPosition} from '../model/log.js';
import {dated, ownTime} from './dated.js';
import type {Direction} from './edge.js';
import type {FetchPage} from './extend.js';
import {tell} from './fetch-page.js';
import {createForwardLines} from './forward-lines.js';
import {isFailure} from './node-reader.js';
import type {Pages} from './pages.js';
import {type RawLine, rawLine} from './raw-line.js';
import {AGE_OF_BYTE, CLOCK_ERROR, lostNote} from './take-older.js';
import type {Tape} from './tape.js';

/** Bytes that are read where a search has come to, to see of what time that is. */
const PROBE = 4_096;

/**
 * Reads on in logs by having the nodes look for lines: only what they find lies at the edge, some megabytes at a step. How far a step
 * came is seen by the time of a line there, so that what was found elsewhere need not wait for more than it must.
 *
 * @param most hits of a step
 * @param onStep told how many bytes are still to be looked through in a log
 */
export function createFetchHits(
  pages: Pages,
  {
    filter,
    most,
    onStep,
  }: {
    readonly filter: LogFilter;
    readonly most: number;
    readonly onStep?: (tape: Tape, left: number) => void;
  },
): FetchPage {
  const {nodeOf, now, signal} = pages;
  return async (tape, direction) => {
    const edge = tape[direction];
    const {place} = edge;
    const {watcher, source} = tape;
    const isBackwards = direction === 'older';
    const found = await nodeOf(tape).reader.find({watcher, source, from: place, isBackwards, filter, most});
    const isOver = !isFailure(found) && (found.left === 0 || found.end === null);
    const reached =
      isFailure(found) || isOver || found.end === null ? null : await timeAt(pages, tape, direction, found.end);
    // It was gone elsewhere meanwhile, or something else has read on here.
    if (signal.aborted || tape[direction] !== edge || edge.place !== place) return;
    if (isFailure(found)) {
      tell(pages, tape, found);
      return;
    }
    take(tape, direction, found, {reached, now: now()});
    edge.place = found.end ?? place;
    edge.isOver = isOver;
    onStep?.(tape, found.left);
  };
}

function take(
  tape: Tape,
  direction: Direction,
  found: LogHits,
  {reached, now}: {readonly reached: number | null; readonly now: number},
): void {
  const {hits, scanned, lost} = found;
  const edge = tape[direction];
  const isOlder = direction === 'older';
  const lines = hits.map(lineOf);
  if (isOlder) lines.reverse();
  const latest = now + CLOCK_ERROR;
  const age = scanned * AGE_OF_BYTE;
  const ceiling = isOlder ? Math.min(edge.bound, latest) : latest;
  const floor = isOlder ? (reached ?? Number.NEGATIVE_INFINITY) : edge.bound;
  const otherwise = ({position}: RawLine) => {
    if (Number.isFinite(floor) && tape.dating.pattern !== null) return floor;
    return isOlder ? Math.min(ceiling, now) - bytesBefore(position, edge.place, found) * AGE_OF_BYTE : now - age;
  };
  const rows = dated(lines, tape.dating, {floor: Math.min(floor, ceiling), ceiling, otherwise});
  const end = isOlder ? rows[0]?.at : rows.at(-1)?.at;
  edge.queue = isOlder ? [...rows] : rows.toReversed();
  if (lost !== 0) edge.queue.push(lostNote(tape, lost, isOlder ? ceiling : Math.max(floor, rows[0]?.at ?? floor)));
  if (tape.dating.pattern === null) edge.bound = isOlder ? ceiling - age : (end ?? edge.bound);
  else
    edge.bound = isOlder
      ? Math.min(ceiling, reached ?? end ?? ceiling)
      : Math.max(edge.bound, reached ?? end ?? edge.bound);
}

/** How far before the place where a step began that line is, about. */
function bytesBefore(line: LogPosition, from: LogPosition | null, {end, scanned}: LogHits): number {
  if (from?.file === line.file) return Math.max(0, from.offset - line.offset);
  return end?.file === line.file ? Math.max(0, scanned - (line.offset - end.offset)) : scanned;
}

function lineOf({at, data, bytes}: LogHit): RawLine {
  return rawLine(at, Buffer.from(data.buffer, data.byteOffset, data.length), bytes);
}

/** When the line was written that is at that place, by our clock; null: none near it says so. */
async function timeAt(
  {nodeOf, now}: Pages,
  {node, watcher, source, dating}: Tape,
  direction: Direction,
  from: LogPosition,
): Promise<number | null> {
  if (dating.pattern === null) return null;
  const isBackwards = direction === 'older';
  const {reader} = nodeOf({node});
  const piece = await reader.read({watcher, source, from, isBackwards, bytes: PROBE});
  if (piece.kind === 'failed' || piece.start === null) return null;
  const lines = createForwardLines().take(piece.data, piece.start);
  const times = lines.map(line => ownTime(line, dating, now() + CLOCK_ERROR)).filter(time => time !== null);
  return (isBackwards ? times.at(-1) : times[0]) ?? null;
}
