import {closeSync, constants, fstatSync, openSync, readSync, statSync} from 'node:fs';
import {isNothingThere, problemOf} from '../model/system-error.js';
import {kindOf} from './file-kind.js';

/** The text of a file; null: there is no such file. */
type PlainText = {readonly text: string | null} | {readonly problem: string};

/** Bytes: 65,536 nodes with long names have room. */
const LONGEST = 8_000_000;

/**
 * Reads a small regular file at once: for what a line that is being typed names, and what the first picture needs. Unlike
 * `readRegularFile` it waits for the disk; it never opens a pipe or a device.
 */
export function readPlainText(file: string): PlainText {
  try {
    const before = statSync(file);
    if (!before.isFile()) return {problem: `it is ${kindOf(before)}, not a plain file`};
    const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const {size} = fstatSync(handle);
      if (size > LONGEST) return {problem: 'it is longer than 8 MB'};
      const bytes = Buffer.alloc(size);
      return {text: bytes.toString('utf8', 0, readSync(handle, bytes, 0, size, 0))};
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return isNothingThere(error) ? {text: null} : {problem: problemOf(error)};
  }
}
