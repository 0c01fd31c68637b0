import {mkdirSync, statSync} from 'node:fs';
import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../model/system-error.js';

/**
 * Makes a folder that this user alone may use, and those above it, where they are missing. Node's own way calls a disk that is read-only
 * a missing folder.
 *
 * @throws Error of the file system
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, {mode: 0o700});
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    await makeFolder(above);
    await makeFolder(folder);
  }
}

/** The same before it returns. @throws Error of the file system */
export function makeFolderNow(folder: string): void {
  try {
    mkdirSync(folder, {mode: 0o700});
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    makeFolderNow(above);
    makeFolderNow(folder);
  }
}
