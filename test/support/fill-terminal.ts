import {closeSync, constants, openSync, writeSync} from 'node:fs';
import {expect} from '@jest/globals';
import {eventually} from './eventually.js';

/** What terminals pass over. */
const NOTHING = new Uint8Array(4_096);

/** Fills the terminal of a process, whose output nobody reads, until the system takes not a byte more for it. */
export async function fillTerminal(pid: number): Promise<void> {
  const fd = openSync(`/proc/${pid}/fd/1`, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    // It moves what it took from one buffer to the next, and then takes more.
    await eventually(() => expect(fill(fd)).toBe(0));
  } finally {
    closeSync(fd);
  }
}

/** @returns how many bytes were taken. */
function fill(fd: number): number {
  let taken = 0;
  try {
    for (;;) taken += writeSync(fd, NOTHING);
  } catch {
    return taken;
  }
}
