import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {cursorLine} from './places.js';
import type {Terminal} from './terminal.js';

const KEYS = 100;

/** Milliseconds from each of a hundred keys until the frame that it changed has come. */
export async function timeKeys(terminal: Terminal): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    // At random times, so that they do not coincide with the program's timers.
    await wait(60 + Math.random() * 80);
    const before = cursorLine(terminal.lines());
    const begin = performance.now();
    terminal.type(key % 2 === 0 ? 'j' : 'k');
    samples.push((await terminal.timeOf(lines => cursorLine(lines) !== before, 'the cursor on another node')) - begin);
  }
  return samples;
}
