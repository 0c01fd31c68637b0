import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import type {LogNodes} from '../test/support/log-nodes.js';
import {atMost, type Figure, type Row} from './figure.js';
import {openOn, showLog, startLogCluster, WATCHER, writeOn} from './log-cluster.js';
import {watchUsage} from './process-usage.js';
import type {Terminal} from './terminal.js';

const NODES = 32;
const RATES = [0, 1_000, 10_000];
/** Lines of each log before. */
const BEFORE = 500;
/** Seconds: until what was begun goes on evenly, and how long it is measured. */
const SETTLE = 3;
const WINDOW = 8;
const KEYS = 50;

/** What it costs to look at the logs of 32 nodes, and to be looked at. */
export const logsLoad: Figure = {
  name: 'logs-load',
  summary: `the logs of ${NODES} real nodes on one screen, 200×50, while so many lines a second are written on all together`,
  seconds: 90,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startLogCluster(NODES);
    try {
      await Promise.all(cluster.nodes.map(({watchers: [box]}) => box?.writer.write('stdout', {lines: BEFORE})));
      const rows: Row[] = [];
      for (const rate of RATES) rows.push(...(await measure(cluster, rate, report)));
      return {rows};
    } finally {
      await cluster.stop();
    }
  },
};

async function measure(cluster: LogNodes, rate: number, report: (text: string) => void): Promise<readonly Row[]> {
  const at = `${rate.toLocaleString('en')} lines/s`;
  report(`${at}, nobody looks`);
  await writeOn(cluster, rate);
  await wait(SETTLE * 1_000);
  const alone = await circusds(cluster);
  const terminal = await openOn(cluster);
  try {
    report(`${at}, on the screen`);
    await showLog(terminal, WATCHER);
    await wait(SETTLE * 1_000);
    const [own, shown] = await Promise.all([watchUsage(terminal.pid, WINDOW), circusds(cluster)]);
    const keys = await timeBar(terminal);
    return [
      {what: `${at}: CPU of a circusd, nobody looks`, unit: '%', samples: alone},
      {what: '… on the screen', unit: '%', samples: shown},
      {what: '… CPU of circusman', unit: '%', samples: [own.cpu]},
      {what: '… its memory', unit: 'MiB', samples: [own.rss]},
      {what: '… key → changed frame, p95', unit: 'ms', samples: keys, statistic: 'p95', goal: atMost(20)},
    ];
  } finally {
    await terminal.close();
  }
}

/** CPU of each circusd. */
async function circusds({nodes}: LogNodes): Promise<readonly number[]> {
  return (await Promise.all(nodes.map(({pid}) => watchUsage(pid, WINDOW)))).map(({cpu}) => cpu);
}

/** Milliseconds from `:` until the bar is there: what a key does to lines that come all the time could not be told from these. */
async function timeBar(terminal: Terminal): Promise<readonly number[]> {
  const hasBar = (lines: readonly string[]) => lines.some(line => line.startsWith(':'));
  const samples: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    // At random times, so that they do not coincide with the program's timers.
    await wait(30 + Math.random() * 80);
    const begin = performance.now();
    terminal.type(':');
    samples.push((await terminal.timeOf(hasBar, 'the bar')) - begin);
    terminal.type('\x1b');
    await terminal.until(lines => !hasBar(lines), 'no bar');
  }
  return samples;
}
