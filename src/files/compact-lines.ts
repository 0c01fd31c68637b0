import {constants} from 'node:fs';
import {type FileHandle, open, realpath, rename, rm, stat} from 'node:fs/promises';

interface CompactOptions {
  /** Bytes: a smaller file is left as it is. */
  readonly from: number;
  /** Bytes: a larger one, too, as nobody reads it whole. */
  readonly longest: number;
  /** The same in fewer lines. */
  readonly compact: (text: string) => Promise<string>;
}

/** A new file that is older than this, in ms, was left by a program that was killed. */
const LEFT_BEHIND = 60_000;

/**
 * Puts fewer lines in the place of a file to which lines are appended, when that makes it half as long. Programs that append
 * meanwhile lose nothing: what they add to the file that was, is added to the new one once that is in its place. Where it cannot be
 * done it is left, as nothing depends on it. Never rejects.
 */
export async function compactLines(file: string, {from, longest, compact}: CompactOptions): Promise<void> {
  const {O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NONBLOCK, O_APPEND} = constants;
  let made = '';
  let before: FileHandle | null = null;
  let after: FileHandle | null = null;
  try {
    const {size, mode} = await stat(file);
    if (size < from || size > longest) return;
    // A link stays one.
    const place = await realpath(file);
    made = `${place}.new`;
    await removeLeftBehind(made);
    // It is the lock, too: two of these at a time would lose what is added between their two renamings.
    after = await open(made, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, mode & 0o777);
    before = await open(place, O_RDONLY | O_NONBLOCK);
    const bytes = await restOf(before, 0, longest);
    const text = await compact(bytes.toString('utf8'));
    if (text.length * 2 > bytes.length) return await rm(made);
    await after.appendFile(text);
    await after.sync();
    await rename(made, place);
    await after.appendFile(Buffer.concat([Buffer.from('\n'), await restOf(before, bytes.length, longest)]));
  } catch {
    if (after !== null) await rm(made, {force: true}).catch(() => {});
  } finally {
    await before?.close();
    await after?.close();
  }
}

async function restOf(file: FileHandle, from: number, most: number): Promise<Buffer> {
  const {size} = await file.stat();
  const bytes = Buffer.alloc(Math.min(most, Math.max(0, size - from)));
  const {bytesRead} = await file.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}

async function removeLeftBehind(made: string): Promise<void> {
  try {
    const {mtimeMs} = await stat(made);
    if (Date.now() - mtimeMs > LEFT_BEHIND) await rm(made);
  } catch {
    // There is none.
  }
}
