import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import type {Chunk, Terminal} from './terminal.js';

/** What came from one moment to the other. */
export function chunksWithin(terminal: Terminal, from: number, to: number): readonly Chunk[] {
  return terminal.chunks.filter(({at}) => at >= from && at < to);
}

export function bytesOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, {text}) => sum + Buffer.byteLength(text), 0);
}

/** Resolves to now, waiting for the next minute where this one has no such window left: the clock on the screen changes with the minute. */
export function withinOneMinute(seconds: number): Promise<number> {
  return untilFree(seconds, untilMinute);
}

/** The same, and waiting for the next bar of the sparkline, too. There is such a window soon if it is short. */
export function betweenBars({startedAt}: Terminal, seconds: number): Promise<number> {
  const untilBar = () => BAR - (((performance.now() - startedAt) / 1_000) % BAR);
  return untilFree(seconds, () => Math.min(untilMinute(), untilBar()));
}

/** Seconds that a bar stands for, counted from the start of the process. */
const BAR = 30;

const untilMinute = () => 60 - ((Date.now() / 1_000) % 60);

async function untilFree(seconds: number, left: () => number): Promise<number> {
  while (left() < seconds + 2) await wait((left() + 1) * 1_000);
  return performance.now();
}
