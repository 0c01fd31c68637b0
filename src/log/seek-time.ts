import type {LogFile, LogPiece, LogPosition, LogRead, LogSource} from '../model/log.js';
import {type Dating, ownTime} from './dated.js';
import {createForwardLines} from './forward-lines.js';
import type {RawLine} from './raw-line.js';

export interface Seek {
  readonly read: (read: LogRead) => Promise<LogPiece>;
  readonly log: Pick<LogSource, 'watcher' | 'source' | 'files'>;
  /** How its lines are dated. */
  readonly dating: Omit<Dating, 'log'>;
  /** Milliseconds since 1970 by our clock. */
  readonly at: number;
}

export type Sought =
  /** The first line of that time or after. */
  | {readonly kind: 'found'; readonly position: LogPosition}
  /** All its lines are of before; null: there is no file. */
  | {readonly kind: 'after'; readonly position: LogPosition | null}
  /** Its lines have no times: the end of the file that was last written to nearest to that time; null: there is no file. */
  | {readonly kind: 'no-times'; readonly position: LogPosition | null}
  | {readonly kind: 'failed'; readonly reason: string};

/** Bytes that are read at one place. */
const PROBE = 8_192;
/** Within so many bytes the line is looked for from the first on. */
const NEAR = 65_536;
/** Bytes in which a line with a time must begin. */
const LONGEST_UNDATED = 1_048_576;
/** Milliseconds by which a file's time may be before that of its last line. */
const FILE_TIME_ERROR = 2_000;

/**
 * Finds the place of a time in a log, by halving: some small reads, however large it is. Where times go back in it, it is one of the
 * places that they fit.
 */
export async function seekTime(seek: Seek): Promise<Sought> {
  const {log, dating, at} = seek;
  const last = log.files.at(-1);
  if (dating.pattern === null) return {kind: 'no-times', position: nearestEnd(seek)};
  const onNode = at + dating.clockOffset - FILE_TIME_ERROR;
  for (const file of log.files.filter(({modified}) => modified >= onNode)) {
    const found = await seekIn(seek, file);
    if (found !== null) return found;
  }
  return {kind: 'after', position: last === undefined ? null : {file: last.file, offset: last.size}};
}

function nearestEnd({log: {files}, dating, at}: Seek): LogPosition | null {
  const distance = ({modified}: LogFile) => Math.abs(modified - dating.clockOffset - at);
  const [first, ...others] = files;
  if (first === undefined) return null;
  const {file, size} = others.reduce((best, one) => (distance(one) <= distance(best) ? one : best), first);
  return {file, offset: size};
}

/** Null: all lines in that file are of before. */
async function seekIn(seek: Seek, file: LogFile): Promise<Sought | null> {
  // At `low` a line begins, and those before it are of before; what is at `high` or behind it need not be looked at.
  let low = 0;
  let high = file.size;
  while (high - low > NEAR) {
    const middle = Math.floor((low + high) / 2);
    const next = await datedLine(seek, file, {from: middle, isAtLine: false, isFound: () => true});
    if ('kind' in next) return next;
    if (next.line === null || next.time >= seek.at) high = middle;
    else low = next.line.position.offset;
  }
  const found = await datedLine(seek, file, {from: low, isAtLine: true, isFound: time => time >= seek.at});
  if ('kind' in found) return found;
  return found.line === null ? null : {kind: 'found', position: found.line.position};
}

/** The first line from there on that has a time, of which `isFound` is true; the line null: there is none near. */
async function datedLine(
  {read, log: {watcher, source}, dating}: Seek,
  {file, size, modified}: LogFile,
  {
    from,
    isAtLine,
    isFound,
  }: {
    readonly from: number;
    readonly isAtLine: boolean;
    readonly isFound: (time: number) => boolean;
  },
): Promise<
  {readonly line: RawLine; readonly time: number} | {readonly line: null} | Extract<Sought, {kind: 'failed'}>
> {
  const lines = createForwardLines();
  const latest = modified - dating.clockOffset + FILE_TIME_ERROR;
  // What it is begun in the midst of is no line.
  let isLine = isAtLine;
  let bytes = PROBE;
  for (let offset = from; offset < size && offset - from < LONGEST_UNDATED; bytes = NEAR) {
    const piece = await read({watcher, source, from: {file, offset}, isBackwards: false, bytes});
    if (piece.kind === 'failed') return {kind: 'failed', reason: piece.reason};
    // It was rotated away.
    if (piece.data.length === 0 || piece.start?.offset !== offset || piece.lost !== 0) break;
    const here = lines.take(piece.data, piece.start);
    offset += piece.data.length;
    const last = offset < size ? null : lines.unfinished();
    for (const line of last === null ? here : [...here, last]) {
      const time = isLine ? ownTime(line, dating, latest) : null;
      isLine = true;
      if (time !== null && isFound(time)) return {line, time};
    }
  }
  return {line: null};
}
