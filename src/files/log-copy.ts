import {constants} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {crc32} from 'node:zlib';
import type {LogPosition} from '../model/log.js';
import {addLost, type CopiedPiece, type LogCopy, type LogCopyProblem} from '../model/log-copy.js';
import {codeOf} from '../model/system-error.js';
import {type CopyPlace, OwnSentence, toProblem} from './copy-problem.js';
import {type CopyOwner, type CopyState, readState, writeState} from './log-copy-state.js';
import {markedName, safeName} from './safe-name.js';

/** Bytes that are written at once: they stay in memory until they are so many. */
const BLOCK = 2 ** 20;
/** What a crash may cost: so many bytes, or those of so many ms, are fetched again then. */
const KEPT_EVERY_BYTES = 32 * 2 ** 20;
const KEPT_EVERY_MS = 5_000;
const {O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY} = constants;
const SAFELY = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

/** Opens the copy of a log in a folder that is locked; a new one is made where there is none. Never rejects. */
export async function openLogCopy(place: CopyPlace, owner: CopyOwner): Promise<LogCopy | LogCopyProblem> {
  let file = `${place.folder}/${safeName(owner.source)}`;
  try {
    const found = await find(file, owner);
    file = found.file;
    const state = await takeUp(file, owner, found.state);
    await writeState(file, state);
    return copyOf(place, file, state);
  } catch (error) {
    return toProblem(place, file, error);
  }
}

/** Its file, which has another name where that of its source is taken: two that differ in case alone are one on some file systems. */
async function find(
  file: string,
  owner: CopyOwner,
): Promise<{readonly file: string; readonly state: CopyState | null}> {
  const other = markedName(file, JSON.stringify(owner));
  const there = await readState(other);
  if (there !== null && isOf(there, owner)) return {file: other, state: there};
  const state = await readState(file);
  return state === null || isOf(state, owner) ? {file, state} : {file: other, state: null};
}

function isOf(state: CopyState, {node, watcher, source}: CopyOwner): boolean {
  return state.node === node && state.watcher === watcher && state.source === source;
}

/**
 * Looks whether the file is as it was left, and cuts off what was written behind that. @returns the state to go on with
 * @throws OwnSentence it is not; Error of the file system
 */
async function takeUp(file: string, owner: CopyOwner, state: CopyState | null): Promise<CopyState> {
  const handle = state === null ? null : await openFile(file);
  if (state === null || handle === null) {
    await (await open(file, SAFELY | O_CREAT | O_EXCL, 0o600).catch(refuseTaken)).close();
    return {version: 1, ...owner, position: null, bytes: 0, sum: 0, lost: 0, isOpen: true, modified: '0'};
  }
  try {
    const {size, mtimeNs} = await handle.stat({bigint: true});
    const isAsLeft = !state.isOpen && Number(size) === state.bytes && String(mtimeNs) === state.modified;
    const isLonger = Number(size) > state.bytes;
    if (!isAsLeft) {
      // Only a program that was killed leaves it longer than it is known to be.
      const isOurs = (state.isOpen || !isLonger) && (await sumOf(handle, state.bytes)) === state.sum;
      if (!isOurs)
        throw new OwnSentence('was changed by somebody since it was saved: move it away, or name another folder');
      if (isLonger) await handle.truncate(state.bytes);
    }
    return {...state, isOpen: true};
  } finally {
    await handle.close();
  }
}

/** Null: there is none. */
async function openFile(file: string): Promise<FileHandle | null> {
  try {
    const handle = await open(file, SAFELY);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw new OwnSentence('is no plain file');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function refuseTaken(error: unknown): never {
  if (codeOf(error) !== 'EEXIST') throw error;
  throw new OwnSentence('is there already, and was not saved by circusman: move it away, or name another folder');
}

/** The sum of the first so many bytes; null: it has not so many. */
async function sumOf(handle: FileHandle, bytes: number): Promise<number | null> {
  const chunk = Buffer.allocUnsafe(Math.min(BLOCK, bytes));
  let sum = 0;
  for (let at = 0; at < bytes; ) {
    const {bytesRead} = await handle.read(chunk, 0, Math.min(chunk.length, bytes - at), at);
    if (bytesRead === 0) return null;
    sum = crc32(chunk.subarray(0, bytesRead), sum);
    at += bytesRead;
  }
  return sum;
}

function copyOf(place: CopyPlace, file: string, begun: CopyState): LogCopy {
  let pieces: Uint8Array[] = [];
  let waiting = 0;
  /** Of what is in the file. */
  let {bytes: written, sum} = begun;
  /** Of all that was added. */
  let {position, lost}: {position: LogPosition | null; lost: number | null} = begun;
  let kept = {bytes: written, at: performance.now(), position};

  async function write(): Promise<void> {
    if (waiting === 0) return;
    const handle = await open(file, SAFELY);
    try {
      if ((await handle.stat()).size !== written)
        throw new OwnSentence('was changed by somebody while it was being saved: move it away, or name another folder');
      for (let left = pieces; left.length > 0; ) {
        const {bytesWritten} = await handle.writev(left, written);
        for (const piece of covered(left, bytesWritten)) sum = crc32(piece, sum);
        left = behind(left, bytesWritten);
        pieces = left;
        written += bytesWritten;
        waiting -= bytesWritten;
      }
    } finally {
      await handle.close();
    }
  }

  async function keep(isLast: boolean): Promise<void> {
    await write();
    if (!isLast && position === kept.position) return;
    const handle = await open(file, SAFELY);
    try {
      await handle.datasync();
      const {mtimeNs} = await handle.stat({bigint: true});
      await writeState(file, {
        ...begun,
        position,
        bytes: written,
        sum,
        lost,
        isOpen: !isLast,
        modified: String(mtimeNs),
      });
    } finally {
      await handle.close();
    }
    kept = {bytes: written, at: performance.now(), position};
  }

  async function append({data, end, lost: missing, isAll}: CopiedPiece): Promise<void> {
    if (data.length > 0) pieces.push(data);
    waiting += data.length;
    position = end;
    lost = addLost(lost, missing);
    if (waiting >= BLOCK || isAll) await write();
    const isDue = written - kept.bytes >= KEPT_EVERY_BYTES || performance.now() - kept.at >= KEPT_EVERY_MS;
    if (isDue) await keep(false);
  }

  const attempt = (act: Promise<void>) =>
    act.then(
      () => null,
      (error: unknown) => toProblem(place, file, error),
    );
  return {
    path: place.shown(file),
    position: begun.position,
    bytes: () => written + waiting,
    lost: begun.lost,
    append: piece => attempt(append(piece)),
    keep: isLast => attempt(keep(isLast)),
  };
}

/** The first so many bytes of pieces. */
function covered(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  return pieces.flatMap(piece => {
    const part = piece.subarray(0, left);
    left -= part.length;
    return part.length === 0 ? [] : [part];
  });
}

/** What is behind them. */
function behind(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let left = bytes;
  return pieces.flatMap(piece => {
    const part = piece.subarray(Math.min(left, piece.length));
    left -= piece.length - part.length;
    return part.length === 0 ? [] : [part];
  });
}
