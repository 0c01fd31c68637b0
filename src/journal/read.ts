import {constants} from 'node:fs';
import {open, readdir, stat} from 'node:fs/promises';
import {StringDecoder} from 'node:string_decoder';
import {kindOf} from '../files/file-kind.js';
import {mayRun} from '../files/program.js';
import type {JobId} from '../model/job.js';
import {codeOf} from '../model/system-error.js';
import {watchDamage} from './damage.js';
import {decodeLine} from './decode.js';
import {createJobFold, type JournaledJob} from './fold.js';
import {closedFile, entriesOf, isOpenName, type JournalEntry, journalFolders} from './names.js';

/** Which jobs are read; absent: all. */
export interface JournalRange {
  readonly from: JobId;
  readonly to: JobId;
}

/** A job as it was read. */
export interface ReadJob extends JournaledJob {
  /** What is wrong with its file, of which all that could be read was, for people; null: nothing. */
  readonly damage: {readonly file: string; readonly problem: string} | null;
}

export interface ReadOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Called with a job's file that cannot be read, and why; absent: that is thrown. */
  readonly onUnreadable?: (file: string, error: unknown) => void;
}

/** Of a file that was written to within so many ms the first line may be on its way. */
const JUST_MADE = 60_000;

/** A line beyond so many characters is none that circusman wrote. */
const LONGEST_LINE = 4_000_000;
/** Bytes that are read at once. */
const CHUNK = 65_536;

/**
 * The jobs that the journal has, lowest number first; one job at a time is in memory. It may be written to meanwhile: a job that began
 * since is left out, of one that runs there is what it was so far.
 *
 * @param state circusman's own folder for what outlasts a run
 * @throws Error of the file system
 */
export async function* readJournal(state: string, options: ReadOptions, range?: JournalRange): AsyncGenerator<ReadJob> {
  for (const entry of await listJournal(state)) {
    if (range !== undefined && (entry.job < range.from || entry.job > range.to)) continue;
    const job = await readEntry(entry, options);
    if (job !== null) yield job;
  }
}

/** The jobs that were under way when their circusman ended, and that nobody has seen to since. @throws Error of the file system */
export async function readInterrupted(state: string, options: ReadOptions): Promise<readonly ReadJob[]> {
  const jobs: ReadJob[] = [];
  for (const entry of await listJournal(state, isOpenName)) {
    const read = await readEntry(entry, options);
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
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Null: it cannot be read, which was told, or is gone meanwhile, or is just being made. */
async function readEntry(entry: JournalEntry, {now, onUnreadable}: ReadOptions): Promise<ReadJob | null> {
  try {
    return await readFileOf(entry, now);
  } catch (error) {
    if (onUnreadable === undefined) throw error;
    onUnreadable(entry.file, error);
    return null;
  }
}

/** Null: it is gone meanwhile, or is just being made. @throws Error of the file system, or with what is wrong, for people */
async function readFileOf({file}: JournalEntry, now: number): Promise<ReadJob | null> {
  for (const name of new Set([file, closedFile(file)])) {
    const fold = createJobFold(mayRun);
    const watch = watchDamage();
    try {
      for await (const text of linesOf(name)) {
        const line = decodeLine(text);
        if (line !== null) fold.add(line);
        watch.add(text, line);
      }
      const job = fold.result();
      if (job === null) return await withoutJob(name, now);
      const problem = watch.found(!isOpenName(name));
      return {...job, damage: problem === null ? null : {file: name, problem}};
    } catch (error) {
      // It has ended meanwhile, and has the other name; or it made room for newer ones.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  return null;
}

/** A file that does not say what job it is of: null where that may be on its way. @throws Error of the file system, or with what is wrong */
async function withoutJob(file: string, now: number): Promise<null> {
  const {size, mtimeMs} = await stat(file);
  if (isOpenName(file) && now - mtimeMs < JUST_MADE) return null;
  throw new Error(size === 0 ? 'it is empty' : 'no line of it says what job it is of');
}

/** The whole lines of a file: what stands behind the last newline is still being written, or never was. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const {O_RDONLY, O_NONBLOCK, O_NOCTTY} = constants;
  // A pipe in its place would keep us waiting for who writes to it.
  const handle = await open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error(`it is ${kindOf(found)}, not a plain file`);
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
