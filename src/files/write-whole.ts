import {open, rename, rm} from 'node:fs/promises';
import path from 'node:path';

/** Number of the next temporary file of this process: two writes of one file may be under way. */
let written = 0;

/**
 * Puts a file in its place whole: whoever reads it sees the one before or this one, also when the machine goes down meanwhile.
 *
 * @throws Error of the file system; the file is as it was then, and nothing is left beside it
 */
export async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  // Hidden: a name of a cluster never begins so.
  const made = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${++written}.new`);
  try {
    const handle = await open(made, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(made, file);
  } catch (error) {
    await rm(made, {force: true}).catch(() => {});
    throw error;
  }
}
