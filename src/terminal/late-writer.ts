import {closeSync, constants, openSync} from 'node:fs';
import module from 'node:module';

/** How long the process may take until it is about to write, in ms; it takes some 5. */
const READY_WITHIN = 200;
/** In bytes: as an argument, of which Linux takes 128 KiB, each is four characters. */
const LONGEST = 16_384;

/**
 * Writes its argument to its output, in a process of its own that nobody waits for. That this is about to happen is told by the
 * end of standard error. A terminal that wants no output of the background (`stty tostop`) gets it all the same.
 */
const WRITE_LATE = '(trap "" TTOU; exec 2>&-; printf %b "$1") &';

/**
 * Leaves bytes to a process that waits until the terminal takes them, and ends; when the terminal is gone it ends without. What
 * others write to the terminal from now on comes after them: it is written to by one at a time. For the same reason nobody may
 * write to this terminal any more who must not wait for it.
 *
 * @param path the terminal
 */
export function writeLate(path: string, bytes: Uint8Array): void {
  // Not imported: to load it would take 2 ms of the first picture.
  const {spawnSync}: typeof import('node:child_process') = module.createRequire(import.meta.url)('node:child_process');
  const terminal = openSync(path, constants.O_WRONLY | constants.O_NOCTTY);
  try {
    spawnSync('/bin/sh', ['-c', WRITE_LATE, 'circusman-leaves', escaped(bytes.subarray(0, LONGEST))], {
      cwd: '/',
      env: {},
      stdio: ['ignore', terminal, 'pipe'],
      timeout: READY_WITHIN,
    });
  } finally {
    closeSync(terminal);
  }
}

/** For `printf %b`: no text of a program's arguments may begin within a character. */
function escaped(bytes: Uint8Array): string {
  return Array.from(bytes, byte => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
