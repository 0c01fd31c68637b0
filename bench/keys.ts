import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {cursorLine} from './places.js';
import type {Terminal} from './terminal.js';

const KEYS = 100;

/** Milliseconds from a key written into the terminal until the frame it changed came out of it; one for each of a hundred keys. */
export async function timeKeys(terminal: Terminal): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    // Not in step with anything that the program does on a timer.
    await wait(60 + Math.random() * 80);
    const before = cursorLine(terminal.lines());
    const begin = performance.now();
    terminal.type(key % 2 === 0 ? 'j' : 'k');
    samples.push((await terminal.until(lines => cursorLine(lines) !== before, 'the cursor on another node')) - begin);
  }
  return samples;
}
