import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';

const STAMP = '.circusman-set-up';

/** Whether the step was finished, with the inputs as they are now. */
export function isUpToDate({folder, fingerprint}) {
  const made = readText(path.join(folder, STAMP));
  return made !== null && made === fingerprint();
}

/** Call it before a step's work: a step that is interrupted is then run again. */
export function markUndone({folder}) {
  rmSync(path.join(folder, STAMP), {force: true});
}

/** Call it after a step's work. */
export function markDone({folder, fingerprint}) {
  mkdirSync(folder, {recursive: true});
  writeFileSync(path.join(folder, STAMP), fingerprint());
}

/** One text for all parts: it changes when one of them does. */
export function fingerprintOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** A file's text, or null when it is not there. */
export function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Path and text of every file in a folder and the folders in it, in a fixed order. */
export function readTree(folder) {
  const entries = readdirSync(folder, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap(entry => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? readTree(file) : [file, readText(file) ?? ''];
  });
}
