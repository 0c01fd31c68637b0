import {setTimeout as wait} from 'node:timers/promises';
import type {LogNodes} from '../test/support/log-nodes.js';
import {atLeast, type Figure, median, type Row} from './figure.js';
import {openOn, showLog, shownLines, startLogCluster, WATCHER, writeOn} from './log-cluster.js';
import type {Terminal} from './terminal.js';

const NODES = 32;
const RATES = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
/** Milliseconds: a line that is shown so much later than it was written lags. A node is asked once a second at most. */
const LAG = 2_000;
const SETTLE = 3_000;
const LOOKS = 25;
const LOOK = 200;

/** How many lines a second can be followed. */
export const logsRate: Figure = {
  name: 'logs-rate',
  summary: `log lines a second on ${NODES} real nodes together until the newest on the screen is ${LAG / 1_000} s old, or lines are passed over`,
  seconds: 80,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startLogCluster(NODES);
    try {
      await Promise.all(cluster.nodes.map(({watchers: [box]}) => box?.writer.write('stdout', {lines: 100})));
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
    report(`${rate.toLocaleString('en')} lines/s`);
    await writeOn(cluster, rate);
    await wait(SETTLE);
    const {ages, hasGap} = await watch(terminal);
    const notes = hasGap ? ', lines passed over' : '';
    rows.push({
      what: `age of the newest line at ${rate.toLocaleString('en')} lines/s${notes}`,
      unit: 'ms',
      samples: ages,
    });
    if (hasGap || median(ages) > LAG) break;
    followed = rate;
  }
  return [{what: 'followed without lag', unit: 'lines/s', samples: [followed], goal: atLeast(10_000)}, ...rows];
}

/** How old the newest line is, again and again, and whether a line on the screen says that others are missing. */
async function watch(terminal: Terminal): Promise<{readonly ages: readonly number[]; readonly hasGap: boolean}> {
  const ages: number[] = [];
  let hasGap = false;
  for (let look = 0; look < LOOKS; look++) {
    await wait(LOOK);
    const lines = terminal.lines();
    hasGap ||= lines.some(line => /(passed over|left out|missing)/.test(line));
    ages.push(Date.now() - Math.max(0, ...shownLines(lines).map(({at}) => at)));
  }
  return {ages, hasGap};
}
