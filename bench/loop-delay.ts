import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Lets a Node program write down how late its own timers are: a small module is loaded before it, which asks for a turn each
 * 10 ms and once in 100 ms appends the worst delay to a file. What the program itself does is not touched.
 */
export interface LoopDelay {
  /** Environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds: the worst delay between two moments (`Date.now()`); a loop that stands still has one although it tells nothing. */
  readonly worstBetween: (from: number, to: number) => number;
  readonly close: () => void;
}

/** Milliseconds. */
const TOLD_EACH = 100;

const RECORDER = `
import {appendFileSync} from 'node:fs';
const STEP = 10;
let last = performance.now();
let worst = 0;
let told = last;
setInterval(() => {
  const now = performance.now();
  worst = Math.max(worst, now - last - STEP);
  last = now;
  if (now - told < ${TOLD_EACH}) return;
  appendFileSync(process.env.BENCH_LOOP_DELAY, Date.now() + ' ' + worst.toFixed(1) + '\\n');
  told = now;
  worst = 0;
}, STEP).unref();
`;

export function recordLoopDelay(): LoopDelay {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-bench-'));
  const file = path.join(folder, 'delays');
  return {
    env: {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(RECORDER)}`,
      BENCH_LOOP_DELAY: file,
    },
    worstBetween: (from, to) => {
      const told = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => line.split(' ').map(Number));
      const within = told.filter(([at = 0]) => at >= from && at <= to);
      const [last = from] = told.findLast(([at = 0]) => at <= to) ?? [];
      const silence = to - last - 2 * TOLD_EACH;
      return Math.max(silence, ...within.map(([, delay = 0]) => delay));
    },
    close: () => rmSync(folder, {recursive: true, force: true}),
  };
}
