import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {openCircusman} from './circusman.js';
import {atMost, type Figure} from './figure.js';
import {needFleet} from './fleet.js';
import {realMessages, watchers} from './fleet-options.js';
import {recordLoopDelay} from './loop-delay.js';

const NODES = 32;
const WATCHERS = watchers(8);
const WARM_UP = 8;
const STALL = 5;
/** The kernel buffers some tens of kilobytes for a reader that sleeps: whole frames fill that at once. */
const TOGGLES_A_SECOND = 10;
const RUNS = 3;

/** A terminal that stops reading (slow line, ctrl-s): the program must go on, and it must be possible to leave it. */
export const stalled: Figure = {
  name: 'stalled',
  summary: `the terminal reads nothing for ${STALL} s while help is opened and closed, ${NODES} nodes × 8 watchers at 1 Hz`,
  seconds: 60,
  run: async report => {
    const fleet = await needFleet({count: NODES, watchers: WATCHERS, messages: realMessages(WATCHERS)});
    const before: number[] = [];
    const meanwhile: number[] = [];
    const quits: number[] = [];
    try {
      for (let run = 0; run < RUNS; run++) {
        report(`stall ${run + 1} of ${RUNS}`);
        const delays = recordLoopDelay();
        const terminal = await openCircusman(fleet, NODES, [], {env: delays.env});
        try {
          await wait(WARM_UP * 1_000);
          await toggleHelp(terminal.type, STALL);
          const begin = Date.now();
          before.push(delays.worstBetween(begin - STALL * 1_000, begin));
          terminal.stall();
          await toggleHelp(terminal.type, STALL);
          meanwhile.push(delays.worstBetween(begin, Date.now()));
          quits.push(await quit(terminal.type, terminal.ended()));
          terminal.resume();
        } finally {
          await terminal.close();
          delays.close();
        }
      }
      return {
        rows: [
          {what: 'worst delay of the loop before, the same keys', unit: 'ms', samples: before, statistic: 'worst'},
          {
            what: 'worst delay of the loop meanwhile',
            unit: 'ms',
            samples: meanwhile,
            statistic: 'worst',
            goal: atMost(50),
          },
          {what: 'q until the process is gone', unit: 'ms', samples: quits, statistic: 'worst', goal: atMost(500)},
        ],
        notes: ['The delay is recorded inside the program, by a module that is loaded before it (loop-delay.ts).'],
      };
    } finally {
      await fleet.close();
    }
  },
};

/** Ends in the grid. */
async function toggleHelp(type: (keys: string) => void, seconds: number): Promise<void> {
  for (let toggle = 0; toggle < seconds * TOGGLES_A_SECOND; toggle++) {
    type(toggle % 2 === 0 ? '?' : '\u001B');
    await wait(1_000 / TOGGLES_A_SECOND);
  }
}

/** Milliseconds until it has ended, five seconds at most. */
async function quit(type: (keys: string) => void, ended: Promise<void>): Promise<number> {
  const begin = performance.now();
  type('q');
  await Promise.race([ended, wait(5_000)]);
  return performance.now() - begin;
}
