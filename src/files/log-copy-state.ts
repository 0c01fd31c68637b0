import {constants} from 'node:fs';
import {open, readFile, rename} from 'node:fs/promises';
import path from 'node:path';
import type {LogPosition} from '../model/log.js';
import {codeOf} from '../model/system-error.js';
import {OwnSentence} from './copy-problem.js';

/** Whose log it is. The names on the disk were made safe, so they do not say it. */
export interface CopyOwner {
  readonly node: string;
  readonly watcher: string;
  readonly source: string;
}

/** What is kept beside a copy of a log, so that it can go on. */
export interface CopyState extends CopyOwner {
  readonly version: 1;
  /** Where to go on; null: nothing came yet. */
  readonly position: LogPosition | null;
  /** How much of the file that is about: what stands behind was written by a program that was killed then. */
  readonly bytes: number;
  /** CRC-32 of these bytes: by it is seen whether somebody changed them. */
  readonly sum: number;
  /** Bytes that the file lacks; null: nobody knows how many. */
  readonly lost: number | null;
  /** Whether somebody is writing to the file, or was when it was killed. */
  readonly isOpen: boolean;
  /** When the file was written to last, in ns: as long as that is so, nobody else has changed it. */
  readonly modified: string;
}

/** Where the state of a file is kept. */
export function stateFileOf(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.state`);
}

/**
 * @returns null: there is none
 * @throws Error it cannot be read, or is not what was written there
 */
export async function readState(file: string): Promise<CopyState | null> {
  const name = stateFileOf(file);
  try {
    const text = await readFile(name, {encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW});
    const state = stateIn(text);
    if (state === null)
      throw new OwnSentence(`cannot be gone on with: ${path.basename(name)} beside it is not as circusman wrote it`);
    return state;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whoever reads it finds this state or the one before, also when the machine goes down. @throws Error of the file system */
export async function writeState(file: string, state: CopyState): Promise<void> {
  const name = stateFileOf(file);
  const made = `${name}.new`;
  const {O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW} = constants;
  const handle = await open(made, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(state)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(made, name);
}

function stateIn(text: string): CopyState | null {
  try {
    const state: Partial<CopyState> = Object(JSON.parse(text));
    const {version, node, watcher, source, position, bytes, sum, lost, isOpen, modified} = state;
    if (version !== 1 || !isCount(bytes) || !isCount(sum) || typeof isOpen !== 'boolean') return null;
    if (typeof node !== 'string' || typeof watcher !== 'string' || typeof source !== 'string') return null;
    if (typeof modified !== 'string' || (lost !== null && !isCount(lost)) || !isPosition(position)) return null;
    return {version, node, watcher, source, position, bytes, sum, lost, isOpen, modified};
  } catch {
    return null;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isPosition(value: unknown): value is LogPosition | null {
  if (value === null) return true;
  const {file, offset}: Partial<LogPosition> = Object(value);
  return typeof file === 'string' && isCount(offset);
}
