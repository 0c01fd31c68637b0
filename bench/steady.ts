import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {FLEET, NODES, withFleet} from './bytes.js';
import {openCircusman} from './circusman.js';
import {atMost, type Figure} from './figure.js';
import {betweenBars, bytesOf, chunksWithin} from './written.js';

/** A node's RTT is the median of its last 15 pings, one every 2 s: after this the slow ones of the start are gone. */
const SETTLED = 45;
/** Short enough to fit between two bars of the sparkline and within one minute, whatever the time is. */
const WINDOW = 10;

/** The bytes that are written to the terminal while statistics come that change nothing. */
export const steady: Figure = {
  name: 'steady',
  summary: `${NODES} nodes × 4 watchers, the same samples each second; 200×50, after ${SETTLED} s of running, for ${WINDOW} s`,
  seconds: 85,
  run: async () => {
    const written = await withFleet({...FLEET, isSteady: true}, async fleet => {
      const terminal = await openCircusman(fleet, NODES);
      try {
        await wait(SETTLED * 1_000);
        const from = await betweenBars(terminal, WINDOW);
        await wait(WINDOW * 1_000);
        return bytesOf(chunksWithin(terminal, from, performance.now())) / WINDOW;
      } finally {
        await terminal.close();
      }
    });
    return {
      rows: [{what: 'written', unit: 'bytes/s', samples: [written], goal: atMost(0)}],
      notes: ['In the first five minutes every row gets another bar each 30 s: it is measured between two of them.'],
    };
  },
};
