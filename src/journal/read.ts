import {constants} from 'node:fs';
import {open, readdir} from 'node:fs/promises';
import {StringDecoder} from 'node:string_decoder';
import {mayRun} from '../files/program.js';
import type {JobId} from '../model/job.js';
import {codeOf, isNothingThere} from '../model/system-error.js';
import {decodeLine} from './decode.js';
import {createJobFold, type JournaledJob} from './fold.js';
import {closedFile, entriesOf, isOpenName, type JournalEntry, journalFolders} from './names.js';

/** Which jobs are read; absent: all. */
export interface JournalRange {
  readonly from: JobId;
  readonly to: JobId;
}

/** A line beyond so many characters is none that circusman wrote. */
const LONGEST_LINE = 4_000_000;
/** Bytes that are read at once. */
const CHUNK = 65_536;

/**
 * The jobs that the journal has, lowest number first; one job at a time is in memory. It may be written to meanwhile: a job that began
 * since is left out, of one that runs there is what it was so far.
 *
 * @param state circusman's own folder for what outlasts a run
 * @param onUnreadable called with a job's file that cannot be read, and why; absent: that is thrown
 * @throws Error of the file system
 */
export async function* readJournal(
  state: string,
  range?: JournalRange,
  onUnreadable?: (file: string, error: unknown) => void,
): AsyncGenerator<JournaledJob> {
  for (const entry of await listJournal(state)) {
    if (range !== undefined && (entry.job < range.from || entry.job > range.to)) continue;
    const job = await readEntry(entry).catch((error: unknown) => {
      if (onUnreadable === undefined) throw error;
      onUnreadable(entry.file, error);
      return null;
    });
    if (job !== null) yield job;
  }
}

/** The jobs that were under way when their circusman ended, and that nobody has seen to since; what cannot be read is somebody else's. @throws Error of the file system */
export async function readInterrupted(state: string): Promise<readonly JournaledJob[]> {
  const jobs: JournaledJob[] = [];
  for (const entry of await listJournal(state, isOpenName)) {
    const read = await readEntry(entry).catch(() => null);
    if (read?.state === 'interrupted' && !read.isTakenUp) jobs.push(read);
  }
  return jobs;
}

/** @throws Error of the file system */
async function listJournal(state: string, isWanted = (_: string) => true): Promise<readonly JournalEntry[]> {
  const {jobs} = journalFolders(state);
  try {
    return entriesOf(jobs, (await readdir(jobs)).filter(isWanted));
  } catch (error) {
    if (isNothingThere(error)) return [];
    throw error;
  }
}

/** Null: it is gone meanwhile, or has no line that says what it is. @throws Error of the file system */
async function readEntry({file}: JournalEntry): Promise<JournaledJob | null> {
  for (const name of new Set([file, closedFile(file)])) {
    const fold = createJobFold(mayRun);
    try {
      for await (const text of linesOf(name)) {
        const line = decodeLine(text);
        if (line !== null) fold.add(line);
      }
      return fold.result();
    } catch (error) {
      // It has ended meanwhile, and has the other name; or it made room for newer ones.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  return null;
}

/** The whole lines of a file: what stands behind the last newline is still being written, or never was. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const {O_RDONLY, O_NONBLOCK, O_NOCTTY} = constants;
  // A pipe in its place would keep us waiting for who writes to it.
  const handle = await open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  try {
    const found = await handle.stat();
    if (!found.isFile()) return;
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, found.size));
    let rest = '';
    // What is written from now on is not read: a stream would ask once more for each of thousands of files.
    for (let left = found.size; left > 0; ) {
      const {bytesRead} = await handle.read(buffer, 0, Math.min(buffer.length, left));
      if (bytesRead === 0) return;
      left -= bytesRead;
      const lines = `${rest}${decoder.write(buffer.subarray(0, bytesRead))}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > LONGEST_LINE) rest = '';
    }
  } finally {
    await handle.close();
  }
}
