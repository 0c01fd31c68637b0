import {constants} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {codeOf, problemOf} from '../model/system-error.js';
import {kindOf} from './file-kind.js';

/** Which part of a file counts, should it be longer than its limit. */
interface RegularFileOptions {
  /** Bytes. */
  readonly limit: number;
  /** `end`: its last bytes. Absent: its first ones. */
  readonly part?: 'start' | 'end';
  /** How long its disk may take, in ms; absent: 2 s. */
  readonly withinMs?: number;
}

type RegularFile =
  | {readonly kind: 'text'; readonly text: string; readonly isWhole: boolean}
  | {readonly kind: 'missing'}
  /** A folder, a pipe, a device: nothing of it was read. `what` is for people. */
  | {readonly kind: 'other'; readonly what: string}
  | {readonly kind: 'failed'; readonly problem: string};

const WITHIN = 2_000;
const SLOW = 'its disk does not answer';

/**
 * Reads a regular file, never more of it than its limit, and never for longer than that. A pipe would keep us waiting for a
 * writer, a device may never end; both may be put there between the check and the opening, so what was opened is checked, too.
 * Never rejects.
 */
export async function readRegularFile(file: string, options: RegularFileOptions): Promise<RegularFile> {
  return withinTime(read(file, options), options.withinMs ?? WITHIN, {kind: 'failed', problem: SLOW});
}

/**
 * Appends to a regular file, which is made where there is none, in one write; once more where the file was replaced meanwhile. @returns why it could not be, for people
 */
export async function appendToRegularFile(file: string, text: string, mode: number): Promise<string | null> {
  return withinTime(append(file, text, mode, TRIES), WITHIN, SLOW);
}

/** Gives up after that time; the system may go on with it. */
export async function withinTime<T>(act: Promise<T>, ms: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>(resolve => {
    timer = setTimeout(resolve, ms, otherwise);
  });
  try {
    return await Promise.race([act, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function read(file: string, {limit, part = 'start'}: RegularFileOptions): Promise<RegularFile> {
  try {
    // To open a device may have done something already.
    const before = await stat(file);
    if (!before.isFile()) return {kind: 'other', what: kindOf(before)};
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const opened = await handle.stat();
      if (!opened.isFile()) return {kind: 'other', what: kindOf(opened)};
      const bytes = await bytesOf(handle, part === 'end' ? Math.max(0, opened.size - limit) : 0, limit + 1);
      const isWhole = bytes.length <= limit && (part === 'start' || opened.size <= limit);
      return {kind: 'text', text: bytes.subarray(0, limit).toString('utf8'), isWhole};
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {kind: 'missing'};
    return {kind: 'failed', problem: problemOf(error)};
  }
}

/** At most so many bytes from there on: a file may grow while it is read, or report no size, as those of /proc do. */
async function bytesOf(handle: FileHandle, from: number, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, limit - length));
    const {bytesRead} = await handle.read(chunk, 0, chunk.length, from + length);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}

const CHUNK = 64 * 1024;

/** Some file systems number a file anew each time it is opened: there it would always seem replaced, and be appended to for ever. */
const TRIES = 2;

async function append(file: string, text: string, mode: number, tries: number): Promise<string | null> {
  const {O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY} = constants;
  try {
    const handle = await open(file, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY, mode);
    try {
      const opened = await handle.stat();
      if (!opened.isFile()) return `it is ${kindOf(opened)}, not a plain file`;
      await handle.appendFile(text);
      if (tries === 1 || (await stat(file)).ino === opened.ino) return null;
    } finally {
      await handle.close();
    }
    return await append(file, text, mode, tries - 1);
  } catch (error) {
    return problemOf(error);
  }
}
