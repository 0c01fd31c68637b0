import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import type {Chunk} from '../test/support/pseudo-terminal.js';
import type {Terminal} from './terminal.js';

/** What came between two moments. */
export function chunksWithin(terminal: Terminal, from: number, to: number): readonly Chunk[] {
  return terminal.chunks.filter(({at}) => at >= from && at < to);
}

export function bytesOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, {text}) => sum + Buffer.byteLength(text), 0);
}

/** Resolves to now; first waits for the next minute if the rest of this one is shorter than the window: the clock on the screen shows minutes. */
export function withinOneMinute(seconds: number): Promise<number> {
  return untilFree(seconds, untilMinute);
}

/** The same for a window without a new bar of the sparkline. It must be short, or there may be none. */
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
