import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {openCircusman} from './circusman.js';
import {type Figure, medianAndP95} from './figure.js';
import {needFleet} from './fleet.js';
import {watchers} from './fleet-options.js';
import {cursorLine} from './places.js';
import type {Terminal} from './terminal.js';

const NODES = 1_000;
const RUNS = 10;
const WARM_UP = 20;

/** What an operator waits for who acts on a thousand nodes, and whether the keys are as quick meanwhile. */
export const manyTargets: Figure = {
  name: 'many-targets',
  summary: `a start of ${NODES.toLocaleString('en')} targets on fake nodes, and the cursor's keys meanwhile; 200×50`,
  seconds: 90,
  run: async report => {
    report(`starting ${NODES} fake nodes`);
    const fleet = await needFleet({count: NODES, watchers: watchers(1), messages: 0});
    try {
      const terminal = await openCircusman(fleet, NODES);
      try {
        await wait(WARM_UP * 1_000 - (performance.now() - terminal.startedAt));
        const whole: number[] = [];
        const keys: number[] = [];
        for (let run = 0; run < RUNS; run++) {
          report(`run ${run + 1} of ${RUNS}`);
          await stopAll(terminal, 2 * run + 1);
          const {ms, pressed} = await startAll(terminal, 2 * run + 2);
          whole.push(ms);
          keys.push(...pressed);
        }
        return {
          rows: [
            {what: 'Enter → all outcomes', unit: 'ms', samples: whole},
            ...medianAndP95('key → changed frame meanwhile', keys, 10, 20),
          ],
        };
      } finally {
        await terminal.close();
      }
    } finally {
      await fleet.close();
    }
  },
};

/** Whether the line of that job says that every target is ok. */
function isAllOk(lines: readonly string[], job: number): boolean {
  return lines.some(line => line.includes(`#${job} `) && line.includes(`${NODES}/${NODES} ok`));
}

async function stopAll(terminal: Terminal, job: number): Promise<void> {
  terminal.type(':stop service1\r');
  await terminal.until(lines => lines.some(line => line.includes('Cancel')), 'the question');
  terminal.type('y');
  await terminal.until(lines => isAllOk(lines, job), `job ${job} whole`);
}

/** Milliseconds from Enter to the last outcome, and from each key meanwhile to its frame. */
async function startAll(terminal: Terminal, job: number): Promise<{readonly ms: number; readonly pressed: number[]}> {
  const pressed: number[] = [];
  terminal.type(':start service1');
  await terminal.until(lines => lines.some(line => line.includes(`= ${NODES} targets`)), 'the preview');
  const begin = performance.now();
  terminal.type('\r');
  let isOver = false;
  const whole = terminal
    .timeOf(lines => isAllOk(lines, job), `job ${job} whole`)
    .finally(() => {
      isOver = true;
    });
  for (let key = 0; !isOver; key++) {
    await wait(30 + Math.random() * 40);
    if (isOver) break;
    const before = cursorLine(terminal.lines());
    const sent = performance.now();
    terminal.type(key % 2 === 0 ? 'j' : 'k');
    pressed.push((await terminal.timeOf(lines => cursorLine(lines) !== before, 'the cursor on another node')) - sent);
  }
  return {ms: (await whole) - begin, pressed};
}
