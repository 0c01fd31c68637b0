import xterm from '@xterm/headless';
import type {Chunk} from '../test/support/pseudo-terminal.js';
import {readCells} from './cells.js';
import {idealDiff} from './ideal-diff.js';
import {COLUMNS, ROWS} from './terminal.js';
import {bytesOf} from './written.js';

/** One second of a recording. */
export interface Second {
  readonly bytes: number;
  /** The fewest bytes that the same change needs. */
  readonly ideal: number;
  readonly cells: number;
}

const SECOND = 1_000;

/** Replays a recording in an emulator, and compares the screens of the window second by second. */
export async function replay(chunks: readonly Chunk[], from: number, seconds: number): Promise<readonly Second[]> {
  const emulator = new xterm.Terminal({cols: COLUMNS, rows: ROWS, allowProposedApi: true});
  const write = (some: readonly Chunk[]) =>
    new Promise<void>(resolve => emulator.write(some.map(({text}) => text).join(''), resolve));
  const begin = from + quietPhase(chunks.filter(({at}) => at >= from).map(({at}) => (at - from) % SECOND));
  await write(chunks.filter(({at}) => at < begin));
  const result: Second[] = [];
  let before = readCells(emulator);
  // It begins up to a second late, so one second less is compared.
  for (let second = 0; second < seconds - 1; second++) {
    const start = begin + second * SECOND;
    const some = chunks.filter(({at}) => at >= start && at < start + SECOND);
    await write(some);
    const after = readCells(emulator);
    const {text, cells} = idealDiff(before, after);
    result.push({bytes: bytesOf(some), ideal: Buffer.byteLength(text), cells});
    before = after;
  }
  emulator.dispose();
  return result;
}

/** The middle of the longest part of a second without output: no frame must be cut in two. */
function quietPhase(phases: readonly number[]): number {
  const sorted = [...phases].sort((a, b) => a - b);
  let widest = {middle: 0, gap: 0};
  for (const [index, phase] of sorted.entries()) {
    const next = sorted[index + 1] ?? (sorted[0] ?? 0) + SECOND;
    if (next - phase > widest.gap) widest = {middle: (phase + next) / 2, gap: next - phase};
  }
  return widest.middle % SECOND;
}
