import {closeSync, constants, openSync, writeSync} from 'node:fs';
import {expect} from '@jest/globals';
import {eventually} from './eventually.js';

/** Bytes that terminals ignore. */
const NOTHING = new Uint8Array(4_096);
/** How many attempts in a row must fail. */
const FAILURES = 8;

/** Fills the terminal of a process, whose output is not read, until the system takes no more bytes for it. */
export async function fillTerminal(pid: number): Promise<void> {
  const fd = openSync(`/proc/${pid}/fd/1`, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    let failures = 0;
    // The system may still move what it took to another buffer, and then takes more.
    await eventually(() => {
      failures = fill(fd) === 0 ? failures + 1 : 0;
      expect(failures).toBeGreaterThan(FAILURES);
    });
  } finally {
    closeSync(fd);
  }
}

/** @returns how many bytes were taken */
function fill(fd: number): number {
  let taken = 0;
  try {
    for (;;) taken += writeSync(fd, NOTHING);
  } catch {
    return taken;
  }
}
