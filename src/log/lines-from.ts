import type {LogFilter, LogPosition, LogSource} from '../model/log.js';
import {createForwardLines} from './forward-lines.js';
import {isFailure, type NodeReader} from './node-reader.js';
import {type RawLine, rawLine} from './raw-line.js';

/** What comes of a log that is read on. */
export type LogWord =
  | {readonly type: 'lines'; readonly lines: readonly RawLine[]}
  /** Bytes that are gone; null: nobody knows how many. */
  | {readonly type: 'lost'; readonly bytes: number | null}
  /** There is no more for now; whoever waits for more asks on. `unfinished`: a line that has no end yet, which is told again once it has. */
  | {readonly type: 'end'; readonly unfinished: RawLine | null}
  /** Nothing came, for people. The next one is asked for where this one was, if the node is only away. */
  | {readonly type: 'failed'; readonly reason: string; readonly isAway: boolean};

interface LinesOptions {
  /** Null: from its first byte on. */
  readonly from: LogPosition | null;
  /** Only lines that it lets through, for which the node looks; null: all. */
  readonly filter: LogFilter | null;
}

/** Reads a log on, without end: nothing is read before the word that came is dealt with, so that whoever is slow holds it up. */
export function linesFrom(
  reader: NodeReader,
  log: Pick<LogSource, 'watcher' | 'source'>,
  {from, filter}: LinesOptions,
): AsyncGenerator<LogWord, never> {
  return filter === null ? allLines(reader, log, from) : matchingLines(reader, log, from, filter);
}

async function* allLines(
  reader: NodeReader,
  {watcher, source}: Pick<LogSource, 'watcher' | 'source'>,
  from: LogPosition | null,
): AsyncGenerator<LogWord, never> {
  const forward = createForwardLines();
  let isGone = false;
  for (let place = from; ; ) {
    const piece = await reader.read({watcher, source, from: place, isBackwards: false, bytes: null});
    if (piece.kind === 'failed') {
      yield {type: 'failed', reason: piece.reason, isAway: piece.isAway};
      continue;
    }
    const {data, start, lost} = piece;
    if (lost !== 0 && !isGone) {
      const rest = forward.unfinished();
      forward.breakOff();
      if (rest !== null) yield {type: 'lines', lines: [rest]};
      yield {type: 'lost', bytes: lost};
    }
    const lines = start === null ? [] : forward.take(data, start);
    if (lines.length > 0) yield {type: 'lines', lines};
    isGone = lost !== 0 && piece.end === null;
    const isStill = data.length === 0 && isSame(piece.end, place);
    place = piece.end ?? place;
    if (piece.left === 0 || isStill) yield {type: 'end', unfinished: forward.unfinished()};
  }
}

async function* matchingLines(
  reader: NodeReader,
  {watcher, source}: Pick<LogSource, 'watcher' | 'source'>,
  from: LogPosition | null,
  filter: LogFilter,
): AsyncGenerator<LogWord, never> {
  let isGone = false;
  for (let place = from; ; ) {
    const found = await reader.find({watcher, source, from: place, isBackwards: false, filter, most: MOST_HITS});
    if (isFailure(found)) {
      yield {type: 'failed', reason: found.reason, isAway: found.isAway};
      continue;
    }
    const {hits, lost, end, left} = found;
    if (lost !== 0 && !isGone) yield {type: 'lost', bytes: lost};
    isGone = lost !== 0 && end === null;
    if (hits.length > 0) {
      yield {type: 'lines', lines: hits.map(({at, data, bytes}): RawLine => rawLine(at, Buffer.from(data), bytes))};
    }
    const isStill = isSame(end, place);
    place = end ?? place;
    if (left === 0 || isStill) yield {type: 'end', unfinished: null};
  }
}

const MOST_HITS = 1_000;

function isSame(end: LogPosition | null, place: LogPosition | null): boolean {
  return end === null || (end.file === place?.file && end.offset === place.offset);
}
