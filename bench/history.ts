import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';
import {SAMPLES_KEPT} from '../src/store/history.js';
import {PACKAGE_ROOT} from '../test/support/package-root.js';
import {atMost, type Figure} from './figure.js';

/** For how many watchers the history is filled. */
export interface HistorySize {
  readonly nodes: number;
  readonly watchers: number;
}

/** What filling it cost. */
export interface HistoryCost {
  /** MiB. */
  readonly offHeap: number;
  /** MiB of the JavaScript heap. */
  readonly heap: number;
  /** To write one sample (CPU and memory) of one watcher. */
  readonly nanoseconds: number;
  /** How many series it has: one per watcher. */
  readonly series: number;
}

const SIZE: HistorySize = {nodes: 1_000, watchers: 4};
const RUNS = 5;

/** The memory and time it takes to keep the CPU and memory figures of every watcher. */
export const history: Figure = {
  name: 'history',
  summary: `${SIZE.nodes} nodes × ${SIZE.watchers} watchers × ${SAMPLES_KEPT} samples of CPU and memory, written as statistics come in`,
  seconds: 15,
  run: async report => {
    const costs: HistoryCost[] = [];
    for (let run = 1; run <= RUNS; run++) {
      report(`filling it, ${run} of ${RUNS}`);
      costs.push(await measure());
    }
    return {
      rows: [
        {what: 'outside the JavaScript heap', unit: 'MiB', samples: costs.map(cost => cost.offHeap), goal: atMost(20)},
        {what: 'in the JavaScript heap', unit: 'MiB', samples: costs.map(cost => cost.heap), goal: atMost(1)},
        {what: 'to write a sample', unit: 'ns', samples: costs.map(cost => cost.nanoseconds)},
      ],
    };
  },
};

async function measure(): Promise<HistoryCost> {
  const program = ['--expose-gc', `${PACKAGE_ROOT}dist/bench-history.mjs`, JSON.stringify(SIZE)];
  const {stdout} = await promisify(execFile)(process.execPath, program);
  const cost: HistoryCost = JSON.parse(stdout);
  if (cost.series !== SIZE.nodes * SIZE.watchers) throw new Error(`it has ${cost.series} series`);
  return cost;
}
