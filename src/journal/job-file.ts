import {closeSync, constants, openSync, renameSync, writeSync} from 'node:fs';
import path from 'node:path';
import {makeFolderNow} from '../files/make-folder.js';
import type {JobId} from '../model/job.js';
import {codeOf, isNothingThere} from '../model/system-error.js';
import {closedFile, openName} from './names.js';

/** What a journal does to the disk; each step may throw an Error of the file system. */
export interface JournalDisk {
  /** Makes a file that was not there, to append to. */
  readonly create: (file: string) => number;
  /** @returns how many bytes were written: fewer on a disk that is full */
  readonly append: (handle: number, bytes: Uint8Array) => number;
  readonly rename: (from: string, to: string) => void;
  readonly close: (handle: number) => void;
}

export const DISK: JournalDisk = {
  create: file => {
    makeFolderNow(path.dirname(file));
    return openSync(file, 'ax', 0o600);
  },
  append: (handle, bytes) => writeSync(handle, bytes),
  rename: renameSync,
  close: closeSync,
};

/** The file of a job that this program runs. */
export interface JobFile {
  /** What `write` is to write next. */
  readonly add: (text: string) => void;
  /** Nothing more is to come. @param isLeft its name is to say that somebody has to see to it */
  readonly end: (isLeft: boolean) => void;
  /** Writes what is not written yet; what could not be stays so. @throws Error of the file system */
  readonly write: () => void;
  /** Whether it has ended and all of it is written. */
  readonly isDone: () => boolean;
  /** Gives up what is not written. */
  readonly close: () => void;
}

/** Each addition is written in one go; of one that a full disk took in part, the rest follows. */
export function createJobFile(folder: string, job: JobId, disk: JournalDisk): JobFile {
  let handle: number | null = null;
  let file = path.join(folder, openName(job, null));
  let unwritten: Uint8Array = new Uint8Array();
  let isEnded = false;
  let staysOpen = false;
  let isClosed = false;

  function create(): number {
    try {
      return disk.create(file);
    } catch (error) {
      // Its number could not be taken, as on a full disk, and somebody else has it now.
      if (codeOf(error) !== 'EEXIST') throw error;
      file = path.join(folder, openName(job, process.pid));
      return disk.create(file);
    }
  }

  function close(): void {
    if (handle !== null) disk.close(handle);
    handle = null;
    isClosed = true;
  }

  return {
    add: text => {
      unwritten = Buffer.concat([unwritten, Buffer.from(text)]);
    },
    end: isLeft => {
      isEnded = true;
      staysOpen = isLeft;
    },
    write: () => {
      if (isClosed) return;
      handle ??= create();
      while (unwritten.length > 0) {
        const written = disk.append(handle, unwritten);
        if (written === 0) throw new Error('its disk takes nothing');
        unwritten = unwritten.subarray(written);
      }
      if (!isEnded) return;
      if (!staysOpen) disk.rename(file, closedFile(file));
      close();
    },
    isDone: () => isClosed,
    close,
  };
}

/** Adds to the file of a job that has ended; of one that is not kept nothing. @throws Error of the file system */
export function appendToEnded(folder: string, job: JobId, text: string): void {
  const {O_WRONLY, O_APPEND} = constants;
  try {
    const handle = openSync(closedFile(path.join(folder, openName(job, null))), O_WRONLY | O_APPEND);
    try {
      writeSync(handle, text);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!isNothingThere(error)) throw error;
  }
}
