import {closeSync, constants, openSync, readFileSync} from 'node:fs';
import module from 'node:module';

/** How long the process may take to begin, and then to write, in ms: some 5 together, unless the machine is busy. */
const BEGINS_WITHIN = 1_000;
const WRITES_WITHIN = 200;
const PAUSE = 1;
/** In bytes: as an argument, of which Linux takes 128 KiB, each is five characters. */
const LONGEST = 16_384;

/**
 * Writes its argument to its output, in a process of its own that nothing waits for; it prints its pid on standard error, whose
 * end says that it is about to write. A terminal that refuses output from the background (`stty tostop`) gets it all the same.
 */
const WRITE_LATE = '(trap "" TTOU; exec 2>&-; printf %b "$1") & echo $! >&2';

/**
 * Leaves bytes to a process that waits until the terminal takes them, then ends; it ends without them if the terminal is gone. What
 * others write to the terminal from now on comes after them, as it takes one writer at a time. For the same reason this process
 * must not write to it any more, unless it may wait.
 *
 * @param path the terminal
 */
export function writeLate(path: string, bytes: Uint8Array): void {
  // Not imported: loading it would delay the first frame by 2 ms.
  const {spawnSync}: typeof import('node:child_process') = module.createRequire(import.meta.url)('node:child_process');
  const terminal = openSync(path, constants.O_WRONLY | constants.O_NOCTTY);
  try {
    const {stderr} = spawnSync(
      '/bin/sh',
      ['-c', WRITE_LATE, 'circusman-leaves', forPrintf(bytes.subarray(0, LONGEST))],
      {
        cwd: '/',
        env: {},
        stdio: ['ignore', terminal, 'pipe'],
        timeout: BEGINS_WITHIN,
        encoding: 'utf8',
      },
    );
    untilWriting(Number.parseInt(stderr, 10));
  } finally {
    closeSync(terminal);
  }
}

/** For `printf %b`, in ASCII: no text of a program's arguments may begin within a character. */
export function forPrintf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}

/** A process that has one thing left to do is doing that once it no longer runs. Where there is no /proc it is quick enough. */
function untilWriting(pid: number): void {
  const deadline = performance.now() + WRITES_WITHIN;
  while (isRunning(pid) && performance.now() < deadline) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

/** Whether it runs, or would if there were a processor for it. */
function isRunning(pid: number): boolean {
  try {
    return /\) R /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
