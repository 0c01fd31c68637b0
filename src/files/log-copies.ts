import {lstat, mkdir, readdir, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {LogCopies, LogCopyProblem} from '../model/log-copy.js';
import {codeOf, problemOf} from '../model/system-error.js';
import {type CopyPlace, OwnSentence, toProblem} from './copy-problem.js';
import {lockFolder} from './folder-lock.js';
import {openLogCopy} from './log-copy.js';
import {safeName} from './safe-name.js';

/** By it a folder is known to be one of copies. */
const MARK = '.circusman-logs';
const MARK_TEXT = 'Logs that circusman fetched from nodes (log save). The hidden files say how far each of them is.\n';
const PRIVATE = 0o700;

/**
 * Opens the copies of a watcher's logs below a folder, `FOLDER/<node>/<watcher>`, whose names are made safe. The folder is made where it is
 * missing, not those above it. Never rejects.
 *
 * @param home what `~/` stands for; null: nothing
 */
export async function openLogCopies(
  named: string,
  home: string | null,
  owner: {readonly node: string; readonly watcher: string},
): Promise<LogCopies | LogCopyProblem> {
  const wanted = home !== null && /^~(\/|$)/.test(named) ? path.join(home, named.slice(1)) : path.resolve(named);
  const problem = await makeOurs(wanted, named);
  if (problem !== null) return {problem};
  const place = {named, folder: wanted, shown: (file: string) => path.join(named, path.relative(wanted, file))};
  let folder = wanted;
  try {
    for (const name of [owner.node, owner.watcher]) {
      folder = path.join(folder, safeName(name));
      await makeInside(folder);
    }
    const lock = await lockFolder(folder);
    if ('holder' in lock) return {problem: `${place.shown(folder)}: ${lock.holder} is saving there`};
    const inside: CopyPlace = {...place, folder};
    return {open: source => openLogCopy(inside, {...owner, source}), close: lock.release};
  } catch (error) {
    return toProblem(place, folder, error);
  }
}

/** Sees to it that the folder is there and one of copies. @returns why it is not, for people */
async function makeOurs(folder: string, named: string): Promise<string | null> {
  try {
    await makeLast(folder);
    const names = await readdir(folder);
    if (names.includes(MARK)) return null;
    if (names.length > 0) return `${named} holds other things: name a new folder, or one that log save has made`;
    await writeFile(path.join(folder, MARK), MARK_TEXT, {flag: 'wx', mode: 0o600});
    return null;
  } catch (error) {
    // Another target made it at the same time.
    if (codeOf(error) === 'EEXIST' && (await isFolder(folder))) return null;
    if (codeOf(error) === 'ENOTDIR') return `${named} cannot be made: ${path.dirname(named)} is no folder`;
    if (codeOf(error) === 'ENOENT') return `${named} cannot be made: there is no folder ${path.dirname(named)}`;
    if (codeOf(error) === 'EEXIST') return `${named} is a file, no folder`;
    return `${named} cannot be used: ${problemOf(error)}`;
  }
}

async function makeLast(folder: string): Promise<void> {
  try {
    await mkdir(folder, PRIVATE);
  } catch (error) {
    // An existing one is told from here, whatever mkdir says first: of a disk that is read-only, too.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    found => found.isDirectory(),
    () => false,
  );
}

/** A folder of ours within the one that was named. @throws OwnSentence it is a link or a file; Error of the file system */
async function makeInside(folder: string): Promise<void> {
  try {
    await mkdir(folder, PRIVATE);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const found = await lstat(folder);
    if (found.isSymbolicLink()) throw new OwnSentence('is a link: nothing is written through one');
    if (!found.isDirectory()) throw new OwnSentence('is a file, no folder');
  }
}
