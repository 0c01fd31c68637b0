import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {openCircusman} from './circusman.js';
import {atMost, type Figure, medianAndP95} from './figure.js';
import {needFleet} from './fleet.js';
import {realMessages, watchers} from './fleet-options.js';
import {timeKeys} from './keys.js';
import {watchUsage} from './process-usage.js';

const NODES = 8;
const EVENTS = 50_000;
/** Seconds: until the flood has begun and V8 has compiled the hot code, and how long it is measured. */
const WARM_UP = 20;
const WINDOW = 20;
const LEFT_OUT = /(more than )?([\d,]+) events left out/;

/** What it costs when one node floods its event stream. */
export const flood: Figure = {
  name: 'flood',
  summary: `${NODES} nodes × 8 watchers, one of which sends ${EVENTS} events a second; 200×50, after ${WARM_UP} s, for ${WINDOW} s`,
  seconds: 60,
  run: async report => {
    report(`starting ${NODES} fake nodes`);
    const eight = watchers(8);
    const fleet = await needFleet({count: NODES, watchers: eight, messages: realMessages(eight), events: EVENTS});
    try {
      const terminal = await openCircusman(fleet, NODES);
      try {
        await terminal.until(lines => LEFT_OUT.test(lines.join('\n')), 'events left out');
        await wait(WARM_UP * 1_000 - (performance.now() - terminal.startedAt));
        const used = await watchUsage(terminal.pid, WINDOW);
        const samples = await timeKeys(terminal);
        report(LEFT_OUT.exec(terminal.lines().join('\n'))?.[0] ?? 'nothing was left out');
        return {
          rows: [
            {what: 'CPU', unit: '%', samples: [used.cpu], goal: atMost(50)},
            {what: 'RSS', unit: 'MiB', samples: [used.rss], goal: atMost(150)},
            ...medianAndP95('key → changed frame', samples, 10, 40),
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
