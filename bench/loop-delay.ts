import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Records how late the timers of a Node program run: a small module, loaded before the program, sets a timer of 10 ms and every
 * 100 ms appends the worst delay to a file. The program itself is unchanged.
 */
interface LoopDelay {
  /** To be added to the program's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds: the worst delay between two moments (`Date.now()`); a loop that stands still counts, too, although it records nothing. */
  readonly worstBetween: (from: number, to: number) => number;
  readonly close: () => void;
}

/** Milliseconds. */
const RECORD_EVERY = 100;

const RECORDER = `
import {appendFileSync} from 'node:fs';
const STEP = 10;
let last = performance.now();
let worst = 0;
let recordedAt = last;
setInterval(() => {
  const now = performance.now();
  worst = Math.max(worst, now - last - STEP);
  last = now;
  if (now - recordedAt < ${RECORD_EVERY}) return;
  appendFileSync(process.env.BENCH_LOOP_DELAY, Date.now() + ' ' + worst.toFixed(1) + '\\n');
  recordedAt = now;
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
      const records = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => line.split(' ').map(Number));
      const within = records.filter(([at = 0]) => at >= from && at <= to);
      const [last = from] = records.findLast(([at = 0]) => at <= to) ?? [];
      const silence = to - last - 2 * RECORD_EVERY;
      return Math.max(silence, ...within.map(([, delay = 0]) => delay));
    },
    close: () => rmSync(folder, {recursive: true, force: true}),
  };
}
