import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {problemOf} from '../model/system-error.js';

/** The newest so many are kept. */
const KEPT = 10;
/** In characters: a stack that goes round in a circle is cut by Node already. */
const LONGEST = 64_000;
const NAME = /^fault-.*\.txt$/;

/** Where something was written, or why it was not, for people. */
type Written = {readonly file: string} | {readonly problem: string};

/**
 * Writes the details of a fault of the program's own where this user alone can read them, and removes the oldest of many. Never
 * throws, and waits for the disk: the program has nothing else left to do.
 *
 * @param folder circusman's own for what outlasts a run; null: there is none
 * @param name what distinguishes it from other faults, such as its time
 */
export function writeFault(folder: string | null, name: string, details: string): Written {
  if (folder === null) return {problem: 'there is no folder for them (XDG_STATE_HOME, HOME)'};
  const faults = path.join(folder, 'faults');
  const file = path.join(faults, `fault-${name.replaceAll(/[^\w.-]/g, '-')}.txt`);
  try {
    mkdirSync(faults, {recursive: true, mode: 0o700});
    // A new file, never one that is there already.
    writeFileSync(file, details.slice(0, LONGEST), {mode: 0o600, flag: 'wx'});
  } catch (error) {
    return {problem: `${file}: ${problemOf(error)}`};
  }
  forget(faults);
  return {file};
}

/** Their names are their times: the first ones are the oldest. */
function forget(faults: string): void {
  try {
    const files = readdirSync(faults).filter(name => NAME.test(name));
    for (const name of files.sort().slice(0, -KEPT)) rmSync(path.join(faults, name), {force: true});
  } catch {
    // The old ones stay: that is no reason to report a second fault.
  }
}
