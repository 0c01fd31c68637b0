import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {codeOf} from '../model/system-error.js';
import {mayRun, type Program, programIn, thisProgram} from './program.js';

/** A folder that no other program, nor another part of this one, writes to until it is released. */
interface FolderLock {
  readonly release: () => Promise<void>;
}

const NAME = '.lock';
/** Somebody else may take it first, or give it up, between two steps. */
const TRIES = 3;

/**
 * Takes the lock of a folder, which is a file in it. One whose program is gone, killed perhaps, counts for nothing.
 *
 * @returns the lock; or who holds it, for people
 * @throws Error of the file system
 */
export async function lockFolder(folder: string): Promise<FolderLock | {readonly holder: string}> {
  const file = path.join(folder, NAME);
  const own = JSON.stringify(thisProgram());
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      await writeFile(file, own, {flag: 'wx', mode: 0o600});
      return {release: () => rm(file, {force: true}).catch(() => {})};
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    const holder = holderIn(text);
    // One that is being written holds it, too: it is empty for a moment; of a program that was killed then it stays so.
    if (holder !== null && holder.host !== os.hostname()) return {holder: `circusman on ${holder.host}`};
    if (holder !== null && mayRun(holder)) {
      return {holder: holder.pid === process.pid ? 'another job' : `another circusman (process ${holder.pid})`};
    }
    await takeAway(file, text);
  }
  return {holder: 'another circusman'};
}

/** Only one of those that take it away at once succeeds: the file that it moved is looked at again. */
async function takeAway(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
    const moved = await readFile(aside, 'utf8');
    if (moved === text) await rm(aside, {force: true});
    else await rename(aside, file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function holderIn(text: string): Program | null {
  try {
    return programIn(JSON.parse(text));
  } catch {
    return null;
  }
}
