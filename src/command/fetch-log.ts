import type {NodeReader} from '../log/node-reader.js';
import type {LogPiece, LogPosition, LogSource} from '../model/log.js';
import {addLost, type LogCopies, type LogCopy, type SavedLog} from '../model/log-copy.js';
import type {Clock} from '../model/time.js';
import {pause} from '../model/wait-for.js';
import {cleanText} from '../text/clean-text.js';
import type {LogBegin} from './log-begin.js';
import type {Patience} from './while-away.js';

/** How a source's copy came to its end. */
export type FetchEnd =
  /** All there was when it began; or as much as was wanted, as nobody wants more. `lost`: bytes that this run could not get. */
  | {
      readonly kind: 'ended';
      readonly saved: SavedLog;
      readonly isWhole: boolean;
      readonly lost: number | null;
      /** It begins with a file, as its lines have no times. */
      readonly isByFile: boolean;
    }
  /** There is no such file there yet. */
  | {readonly kind: 'none'}
  /** The node's reason. */
  | {readonly kind: 'failed'; readonly reason: string; readonly saved: SavedLog | null}
  /** This machine's reason: all others have it, too. */
  | {readonly kind: 'refused'; readonly reason: string};

export interface FetchOptions {
  readonly read: NodeReader['read'];
  readonly copies: LogCopies;
  /** Where a new copy begins; or why that cannot be told, for people. */
  readonly begin: () => Promise<LogBegin | string>;
  readonly clock: Clock;
  readonly isFollowing: boolean;
  /** Whoever wants no more of it aborts this. */
  readonly stop: AbortSignal;
  /** Called with each change. */
  readonly onProgress: (done: number, of: number) => void;
  /** With a node that does not answer. */
  readonly patience: Patience;
}

/** A node that says that there is more and gives nothing, so often, in ms between: it would be asked for ever. */
const EMPTY_READS = 40;
const EMPTY_PAUSE = 250;

/** Fetches a source from where its copy ends. Never rejects. */
export async function fetchLog(source: LogSource, options: FetchOptions): Promise<FetchEnd> {
  const {copies, isFollowing, stop} = options;
  if (source.problem !== null)
    return {kind: 'failed', reason: `${cleanText(source.source)}: ${source.problem}`, saved: null};
  if (source.files.length === 0 && !isFollowing) return {kind: 'none'};
  const copy = await copies.open(source.source);
  if ('problem' in copy) return {kind: 'refused', reason: copy.problem};
  const begin = copy.position === null ? await options.begin() : {position: copy.position, isByFile: false};
  const course =
    typeof begin === 'string' ? {lost: 0, failure: begin} : await follow(source, copy, begin.position, options);
  const problem = 'problem' in course ? course.problem : ((await copy.keep(true))?.problem ?? null);
  if (problem !== null || 'problem' in course) return {kind: 'refused', reason: problem ?? ''};
  const isByFile = typeof begin !== 'string' && begin.isByFile;
  const lost = addLost(copy.lost, course.lost);
  const saved = {source: source.source, file: copy.path, bytes: copy.bytes(), lost};
  if (course.failure !== null) return {kind: 'failed', reason: `${cleanText(source.source)}: ${course.failure}`, saved};
  return {kind: 'ended', saved, isWhole: !stop.aborted || isFollowing, lost: course.lost, isByFile};
}

/** What came of reading: `failure`: the node's, for people; null: none. `problem`: this machine's. */
type Course = {readonly lost: number | null; readonly failure: string | null} | {readonly problem: string};

async function follow(
  {watcher, source}: LogSource,
  copy: LogCopy,
  begin: LogPosition | null,
  options: FetchOptions,
): Promise<Course> {
  const {isFollowing, stop, clock, onProgress, patience} = options;
  const read = (from: LogPosition | null) => options.read({watcher, source, from, isBackwards: false, bytes: null});
  let position = begin;
  let lost: number | null = 0;
  let done = 0;
  /** What there is to fetch, as it was at the begin: a log that is written to faster than it is read would have no end. */
  let of: number | null = null;
  let empty = 0;
  let coming = read(position);
  for (;;) {
    const piece = await coming;
    if (stop.aborted) return {lost, failure: null};
    if (piece.kind === 'failed') {
      if (!piece.isAway || !(await patience.wait())) return {lost, failure: stop.aborted ? null : piece.reason};
      coming = read(position);
      continue;
    }
    patience.answered();
    const {data, end, left} = piece;
    of ??= data.length + left;
    done += data.length;
    lost = addLost(lost, piece.lost);
    const isAll = left === 0 || (!isFollowing && done >= of);
    empty = data.length > 0 ? 0 : empty + 1;
    if (empty > EMPTY_READS && !isAll) return {lost, failure: 'the node says that there is more, and does not give it'};
    const isNew = end !== null && isElsewhere(position, piece);
    position = end ?? position;
    // The next one is under way while this one is written.
    if (!isAll && empty === 0) coming = read(position);
    const problem = isNew
      ? await copy.append({data, end, lost: piece.lost, isAll})
      : isAll
        ? await copy.keep(false)
        : null;
    if (problem !== null) return problem;
    onProgress(done, of);
    if (isAll && !isFollowing) return {lost, failure: null};
    if (isAll) await pause(untilNextLook(clock), stop);
    else if (empty > 0) await pause(EMPTY_PAUSE, stop);
    if (stop.aborted) return {lost, failure: null};
    if (isAll || empty > 0) coming = read(position);
  }
}

/** Whether it says anything new. */
function isElsewhere(from: LogPosition | null, {data, end, lost}: Extract<LogPiece, {kind: 'data'}>): boolean {
  return data.length > 0 || lost !== 0 || from?.file !== end?.file || from?.offset !== end?.offset;
}

/** Milliseconds. */
const LOOK = 1_000;

/** Until logs that are read to their end are looked at again: all at the same moment, so that those of a node go together. */
function untilNextLook(clock: Clock): number {
  return LOOK - (clock().monotonic % LOOK);
}
