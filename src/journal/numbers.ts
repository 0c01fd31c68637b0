import {closeSync, openSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {makeFolderNow} from '../files/make-folder.js';
import type {JobId} from '../model/job.js';
import {codeOf} from '../model/system-error.js';

/** Others may take a number between two steps: so often it is tried. */
const TRIES = 1_000;
const MODE = 0o600;

/**
 * Takes the next number for a job, by a file whose name it is: no other program gets it, now or later. Only the highest is kept, and a
 * lower one is never taken for new: whoever takes one looks again whether there is a higher one.
 *
 * @param folder where these files are; it is made
 * @param above the number is higher than this one
 * @param kept tells the highest number that a job has: asked where no file tells the last one
 * @throws Error of the file system
 */
export function takeNumber(folder: string, above: JobId, kept: () => JobId): JobId {
  makeFolderNow(folder);
  for (let tries = 0; tries < TRIES; tries++) {
    const given = numbersIn(folder);
    const number = Math.max(above, ...(given.length === 0 ? [kept()] : given)) + 1;
    if (!take(path.join(folder, String(number)))) continue;
    const taken = numbersIn(folder);
    const highest = Math.max(...taken);
    for (const lower of taken) if (lower < highest) rmSync(path.join(folder, String(lower)), {force: true});
    if (highest === number) return number;
  }
  throw new Error('other programs take every number');
}

/** @returns false: somebody else has it */
function take(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', MODE));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function numbersIn(folder: string): readonly JobId[] {
  return readdirSync(folder)
    .map(Number)
    .filter(number => Number.isSafeInteger(number) && number > 0);
}
