import {readdir, rm, stat} from 'node:fs/promises';
import {entriesOf, type JournalEntry} from './names.js';

/** Bytes of disk that the journal may take. */
const MOST = 64 * 1024 * 1024;
/** However large they are, so many of the newest stay. */
const ALWAYS_KEPT = 100;
/** A job that has not ended may still be written to, for so many ms after it last was. */
const MAY_BE_WRITTEN = 86_400_000;
/** The unit of `blocks`, in bytes. */
const BLOCK = 512;

export interface RotateOptions {
  readonly most?: number;
  readonly alwaysKept?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Removes the oldest jobs where all together take more room than they may. @throws Error of the file system */
export async function rotateJournal(jobs: string, options: RotateOptions): Promise<void> {
  const {most = MOST, alwaysKept = ALWAYS_KEPT, now} = options;
  const newestFirst = entriesOf(jobs, await readdir(jobs)).toReversed();
  let taken = 0;
  for (const [index, entry] of newestFirst.entries()) {
    const found = await stat(entry.file).catch(() => null);
    taken += (found?.blocks ?? 0) * BLOCK;
    if (found === null || taken <= most || index < alwaysKept) continue;
    if (!mayBeWritten(entry, found.mtimeMs, now)) await rm(entry.file, {force: true});
  }
}

function mayBeWritten({isOpen}: JournalEntry, writtenAt: number, now: number): boolean {
  return isOpen && now - writtenAt < MAY_BE_WRITTEN;
}
