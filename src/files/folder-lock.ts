import {readFileSync} from 'node:fs';
import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {codeOf} from '../model/system-error.js';

/** Who holds a folder. */
interface Holder {
  readonly pid: number;
  /** When it was started, as the system tells processes of one number apart; null: it does not. */
  readonly started: string | null;
  readonly host: string;
}

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
  const own = JSON.stringify(ownHolder());
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
    if (holder !== null && isAlive(holder)) {
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

function ownHolder(): Holder {
  return {pid: process.pid, started: startOf(process.pid), host: os.hostname()};
}

function holderIn(text: string): Holder | null {
  try {
    const {pid, started, host}: Partial<Holder> = Object(JSON.parse(text));
    return typeof pid === 'number' && typeof host === 'string' ? {pid, started: started ?? null, host} : null;
  } catch {
    return null;
  }
}

function isAlive({pid, started}: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/** The boot, and the clock ticks from there to the process's start. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}
