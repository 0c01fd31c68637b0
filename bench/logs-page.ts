import {performance} from 'node:perf_hooks';
import {atMost, type Figure, type FigureResult} from './figure.js';
import {FILE, openOn, showLog, shownLines, startLogCluster, WATCHER, writerOf} from './log-cluster.js';
import type {Terminal} from './terminal.js';

const NODES = 32;
const RUNS = 9;
const PAGES = 150;
/** 100 MB. */
const LINES = 1_000_000;
const LENGTH = 100;

const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';

/** How quickly lines are there: the first of many nodes, and any of a big file. */
export const logsPage: Figure = {
  name: 'logs-page',
  summary: `the last page of the logs of ${NODES} real nodes, and pages of one log of 100 MB, 200×50`,
  seconds: 60,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startLogCluster(NODES);
    try {
      await Promise.all(cluster.nodes.map(node => writerOf(node).writer.write('stdout', {lines: 2_000})));
      const [first] = cluster.nodes;
      if (first === undefined) throw new Error('no node came up');
      report('writing 100 MB');
      const {writer, file} = writerOf(first);
      await writer.write(file(FILE), {lines: LINES, length: LENGTH});
      const terminal = await openOn(cluster);
      try {
        return await measure(terminal, first.spec.id, report);
      } finally {
        await terminal.close();
      }
    } finally {
      await cluster.stop();
    }
  },
};

async function measure(terminal: Terminal, node: string, report: (text: string) => void): Promise<FigureResult> {
  const firstPages: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    report(`all nodes, run ${run + 1} of ${RUNS}`);
    firstPages.push(await showLog(terminal, WATCHER));
    await leave(terminal);
  }
  await showLog(terminal, `${WATCHER} --source ${FILE} on ${node}`);
  report('pages of 100 MB');
  const up = await turn(terminal, PAGE_UP, (before, now) => now < before);
  const begin = performance.now();
  terminal.type('g');
  const start = (await terminal.timeOf(lines => firstNumber(lines) === 1, 'line 1')) - begin;
  const down = await turn(terminal, PAGE_DOWN, (before, now) => now > before);
  const back = await turn(terminal, PAGE_UP, (before, now) => now < before);
  return {
    rows: [
      {what: `first page of ${NODES} nodes`, unit: 'ms', samples: firstPages, goal: atMost(300)},
      {what: '100 MB: a page up from its end, p95', unit: 'ms', samples: up, statistic: 'p95', goal: atMost(100)},
      {what: '… from the end to the start (g)', unit: 'ms', samples: [start], goal: atMost(100)},
      {what: '… a page down from there, p95', unit: 'ms', samples: down, statistic: 'p95', goal: atMost(100)},
      {what: '… and up to the start again, p95', unit: 'ms', samples: back, statistic: 'p95', goal: atMost(100)},
    ],
  };
}

/** Milliseconds of each page that a key turns. */
async function turn(
  terminal: Terminal,
  key: string,
  isTurned: (before: number, now: number) => boolean,
): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let page = 0; page < PAGES; page++) {
    const before = firstNumber(terminal.lines());
    if (key === PAGE_UP && before === 1) break;
    const begin = performance.now();
    terminal.type(key);
    samples.push((await terminal.timeOf(lines => isTurned(before, firstNumber(lines)), 'the next page')) - begin);
  }
  return samples;
}

/** The number of the first line on the screen; NaN: there is none. */
function firstNumber(lines: readonly string[]): number {
  return shownLines(lines)[0]?.number ?? Number.NaN;
}

async function leave(terminal: Terminal): Promise<void> {
  terminal.type('\x1b');
  await terminal.until(lines => shownLines(lines).length === 0, 'the grid');
}
