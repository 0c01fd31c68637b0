import {mkdirSync, type Stats, statSync} from 'node:fs';
import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../model/system-error.js';

/**
 * Makes a folder that this user alone may use, and those above it, where they are missing. Node's own way calls a disk that is read-only
 * a missing folder.
 *
 * @throws Error of the file system, or with a sentence
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, {mode: 0o700});
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    if (await stat(above).then(isFolder, () => false)) throw notMade(above);
    await makeFolder(above);
    await makeFolder(folder);
  }
}

/** The same before it returns. @throws Error of the file system, or with a sentence */
export function makeFolderNow(folder: string): void {
  try {
    mkdirSync(folder, {mode: 0o700});
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    if (statSync(above, {throwIfNoEntry: false})?.isDirectory() === true) throw notMade(above);
    makeFolderNow(above);
    makeFolderNow(folder);
  }
}

function isFolder(found: Stats): boolean {
  return found.isDirectory();
}

/** What is above it is there, as /proc is, and the system calls it missing all the same. */
function notMade(above: string): Error {
  return new Error(`no folder can be made in ${above}`);
}
