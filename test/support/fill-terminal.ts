import {closeSync, constants, openSync, writeSync} from 'node:fs';
import {expect} from '@jest/globals';
import {eventually} from './eventually.js';

/** What terminals pass over. */
const NOTHING = new Uint8Array(4_096);
/** So often in a row. */
const IN_VAIN = 8;

/** Fills the terminal of a process, whose output nobody reads, until the system takes not a byte more for it. */
export async function fillTerminal(pid: number): Promise<void> {
  const fd = openSync(`/proc/${pid}/fd/1`, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    let inVain = 0;
    // It moves what it took from one buffer to the next, when it comes to that, and then takes more.
    await eventually(() => {
      inVain = fill(fd) === 0 ? inVain + 1 : 0;
      expect(inVain).toBeGreaterThan(IN_VAIN);
    });
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
