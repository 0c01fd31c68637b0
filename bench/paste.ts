import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {openCircusman} from './circusman.js';
import {atMost, type Figure, type Row} from './figure.js';
import {needFleet} from './fleet.js';
import {realMessages, watchers} from './fleet-options.js';
import type {Terminal} from './terminal.js';

const NODES = 32;
const WATCHERS = watchers(8);
const RUNS = 5;
const LIMIT = 100;
const PAUSE = 200;
const CTRL_C = '\u0003';
const KILOBYTE = 1_024;

const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['20 kB of words', 'stop neo4j '.repeat((20 * KILOBYTE) / 11)],
  ['100 kB of words', 'stop neo4j '.repeat((100 * KILOBYTE) / 11)],
  ['100 kB of wide characters', '图'.repeat((100 * KILOBYTE) / 3)],
];
const WAYS = [
  ['', (text: string) => `\u001B[200~${text}\u001B[201~`],
  [', not bracketed', (text: string) => text],
] as const;

/** Text pasted into the bar must not delay keys: neither those right after it, nor those that are typed while it is shown. */
export const paste: Figure = {
  name: 'paste',
  summary: `text pasted into the command bar, then a key, then ctrl-c; ${NODES} nodes × 8 watchers at 1 Hz`,
  seconds: 40,
  run: async report => {
    const fleet = await needFleet({count: NODES, watchers: WATCHERS, messages: realMessages(WATCHERS)});
    const terminal = await openCircusman(fleet, NODES);
    try {
      const rows: Row[] = [];
      for (const [what, text] of TEXTS) {
        for (const [way, asPasted] of WAYS) {
          report(`${what}${way}`);
          const behind: number[] = [];
          const later: number[] = [];
          for (let run = 0; run < RUNS; run++) {
            behind.push(await timeClose(terminal, asPasted(text), null));
            later.push(await timeClose(terminal, asPasted(text), CUT));
          }
          rows.push(row(`ctrl-c right behind ${what}${way}`, behind), row('ctrl-c while it stands there', later));
        }
      }
      return {
        rows,
        notes: ['"right behind it" includes the way of the text through the pseudo-terminal, 4 kB at a time.'],
      };
    } finally {
      await terminal.close();
      await fleet.close();
    }
  },
};

const CUT = 'has at most 4,096 characters';

/**
 * Milliseconds from ctrl-c until the bar with the paste is closed.
 *
 * @param seen the text to wait for before ctrl-c; null: ctrl-c is sent right after the paste
 */
async function timeClose(terminal: Terminal, pasted: string, seen: string | null): Promise<number> {
  terminal.type(':');
  await terminal.until(lines => lines.some(line => line.startsWith(':')), 'the bar');
  terminal.type(pasted);
  if (seen !== null) await terminal.until(lines => lines.some(line => line.includes(seen)), seen);
  const begin = performance.now();
  terminal.type(CTRL_C);
  const closed = await terminal.timeOf(lines => !lines.some(line => line.startsWith(':')), 'the bar is closed');
  // What follows sooner would count as pasted.
  await wait(PAUSE);
  return closed - begin;
}

function row(what: string, samples: readonly number[]): Row {
  return {what, unit: 'ms', samples, statistic: 'worst', goal: atMost(LIMIT)};
}
