import type {LogFilter, LogPosition, LogSource} from '../model/log.js';
import {createBackwardLines} from './backward-lines.js';
import {type Failure, isFailure, type NodeReader} from './node-reader.js';
import {NEWLINE, type RawLine, rawLine} from './raw-line.js';

/** The last lines of a log, and where to go on behind them; null: it has no file yet. */
export interface LastLines {
  readonly lines: readonly RawLine[];
  readonly end: LogPosition | null;
}

interface LastLinesOptions {
  /** At most so many. */
  readonly count: number;
  /** Before that; null: before the log's end. */
  readonly before: LogPosition | null;
  /** Whether a line without an end counts, which may be in the midst of being written. */
  readonly takesUnfinished: boolean;
}

type Log = Pick<LogSource, 'watcher' | 'source'>;

/** Bytes of the first piece: so many lines are hardly longer. */
const FIRST = 16_384;

/** Reads back from a log's end until it has so many lines. */
export async function lastLines(
  reader: NodeReader,
  {watcher, source}: Log,
  {count, before, takesUnfinished}: LastLinesOptions,
): Promise<LastLines | Failure> {
  const back = createBackwardLines();
  let lines: readonly RawLine[] = [];
  let place = before;
  let end: LogPosition | null = null;
  let isUnfinished = false;
  for (let isFirst = true; ; isFirst = false) {
    const bytes = isFirst ? FIRST : null;
    const piece = await reader.read({watcher, source, from: place, isBackwards: true, bytes});
    if (piece.kind === 'failed') return piece;
    const {data, start, left} = piece;
    if (isFirst) {
      end = piece.end;
      isUnfinished = data.length > 0 && data.at(-1) !== NEWLINE;
    }
    if (start !== null) lines = [...back.take(data, start), ...lines];
    place = start;
    const isAtBegin = left === 0 || start === null;
    const first = isAtBegin ? back.begin() : null;
    if (first !== null) lines = [first, ...lines];
    if (isAtBegin || lines.length >= count + (isUnfinished ? 1 : 0)) break;
  }
  const last = lines.at(-1);
  if (!isUnfinished || takesUnfinished || last === undefined) return {lines: lastOf(lines, count), end};
  return {lines: lastOf(lines.slice(0, -1), count), end: last.position};
}

/** Has the node look back from there for so many lines that a filter lets through. */
export async function lastMatches(
  reader: NodeReader,
  {watcher, source}: Log,
  filter: LogFilter,
  {count, before}: Pick<LastLinesOptions, 'count' | 'before'>,
): Promise<readonly RawLine[] | Failure> {
  const lines: RawLine[] = [];
  for (let from = before; ; ) {
    const most = Math.min(MOST_HITS, count - lines.length);
    const found = await reader.find({watcher, source, from, isBackwards: true, filter, most});
    if (isFailure(found)) return found;
    for (const {at, data, bytes} of found.hits) lines.push(rawLine(at, Buffer.from(data), bytes));
    if (found.left === 0 || found.end === null || lines.length >= count) return lines.reverse();
    from = found.end;
  }
}

const MOST_HITS = 1_000;

function lastOf(lines: readonly RawLine[], count: number): readonly RawLine[] {
  return lines.slice(Math.max(0, lines.length - count));
}
