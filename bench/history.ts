import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';
import {PACKAGE_ROOT} from '../test/support/package-root.js';
import {atMost, type Figure} from './figure.js';

/** For how many nodes and watchers the history is filled. */
export interface HistorySize {
  readonly nodes: number;
  readonly watchers: number;
}

/** What filling it cost. */
export interface HistoryCost {
  /** MiB; `resident`: by how much the process grew, its heap included. */
  readonly offHeap: number;
  readonly resident: number;
  /** MiB of the JavaScript heap. */
  readonly heap: number;
  /** Milliseconds to write a second of all of it. */
  readonly second: number;
  /** Microseconds to read the sparklines of 32 nodes, and two hours of one. */
  readonly rows: number;
  readonly longest: number;
  /** How many series it has: one a watcher, and one a node. */
  readonly series: number;
}

const SIZE: HistorySize = {nodes: 1_000, watchers: 4};
const RUNS = 3;

/** The memory and time it takes to keep the figures of every watcher and node. */
export const history: Figure = {
  name: 'history',
  summary: `${SIZE.nodes} nodes × ${SIZE.watchers} watchers: 10 minutes of 4 figures of each watcher and 10 of each node, second by second, and two hours of each node`,
  seconds: 60,
  run: async report => {
    const costs: HistoryCost[] = [];
    for (let run = 1; run <= RUNS; run++) {
      report(`filling it, ${run} of ${RUNS}`);
      costs.push(await measure());
    }
    const row = (figure: keyof HistoryCost) => costs.map(cost => cost[figure]);
    return {
      rows: [
        {what: 'outside the JavaScript heap', unit: 'MiB', samples: row('offHeap'), goal: atMost(64)},
        {what: 'in the JavaScript heap', unit: 'MiB', samples: row('heap')},
        {what: 'by which the process grew', unit: 'MiB', samples: row('resident')},
        {what: 'to write a second of all nodes', unit: 'ms', samples: row('second')},
        {what: 'to read the sparklines of 32 nodes', unit: 'µs', samples: row('rows')},
        {what: 'to read two hours of a node', unit: 'µs', samples: row('longest')},
      ],
    };
  },
};

async function measure(): Promise<HistoryCost> {
  const program = ['--expose-gc', `${PACKAGE_ROOT}dist/bench-history.mjs`, JSON.stringify(SIZE)];
  const {stdout} = await promisify(execFile)(process.execPath, program);
  const cost: HistoryCost = JSON.parse(stdout);
  if (cost.series !== SIZE.nodes * (SIZE.watchers + 1)) throw new Error(`it has ${cost.series} series`);
  return cost;
}
