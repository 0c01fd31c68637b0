import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import type {LogNodes} from '../test/support/log-nodes.js';
import {atLeast, type Figure, median, type Row} from './figure.js';
import {openOn, showLog, shownLines, startLogCluster, WATCHER, writeOn, writerOf} from './log-cluster.js';
import type {Terminal} from './terminal.js';

const NODES = 32;
const RATES = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000];
/**
 * Milliseconds: a line that is shown so much later than it was written lags. A node is asked every 250 ms. Lines are passed over
 * where 4 MB of a log wait, which at these rates takes longer than this.
 */
const LAG = 2_000;
const SETTLE = 2_000;
const LOOKS = 20;
const LOOK = 150;
/** Nothing comes any more when nothing has come for so long. */
const QUIET = 1_500;

/** How many lines a second can be followed. */
export const logsRate: Figure = {
  name: 'logs-rate',
  summary: `log lines a second on ${NODES} real nodes together until those on the screen are ${LAG / 1_000} s old, or come so long after the last was written`,
  seconds: 80,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startLogCluster(NODES);
    try {
      await Promise.all(cluster.nodes.map(node => writerOf(node).writer.write('stdout', {lines: 100})));
      const terminal = await openOn(cluster);
      try {
        await showLog(terminal, WATCHER);
        return {rows: await raise(cluster, terminal, report)};
      } finally {
        await terminal.close();
      }
    } finally {
      await cluster.stop();
    }
  },
};

async function raise(cluster: LogNodes, terminal: Terminal, report: (text: string) => void): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let followed = 0;
  for (const rate of RATES) {
    const at = `${rate.toLocaleString('en')} lines/s`;
    report(at);
    await writeOn(cluster, rate);
    await wait(SETTLE);
    const ages = await watch(terminal);
    await writeOn(cluster, 0);
    const rest = await drain(terminal);
    rows.push({what: `${at}: age of the newest line`, unit: 'ms', samples: ages});
    rows.push({what: '… the last comes after the end', unit: 'ms', samples: [rest]});
    if (median(ages) > LAG || rest > LAG) break;
    followed = rate;
  }
  return [{what: 'followed without lag', unit: 'lines/s', samples: [followed], goal: atLeast(10_000)}, ...rows];
}

/** How old the newest line is, ms, again and again. */
async function watch(terminal: Terminal): Promise<readonly number[]> {
  const ages: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await wait(LOOK);
    ages.push(Date.now() - Math.max(0, ...shownLines(terminal.lines()).map(({at}) => at)));
  }
  return ages;
}

/** How long lines still come, of whichever node, ms from now on. */
async function drain(terminal: Terminal): Promise<number> {
  const begin = performance.now();
  const shown = () => JSON.stringify(shownLines(terminal.lines()));
  let last = {at: begin, shown: shown()};
  while (performance.now() - last.at < QUIET) {
    await wait(20);
    const now = shown();
    if (now !== last.shown) last = {at: performance.now(), shown: now};
  }
  return last.at - begin;
}
