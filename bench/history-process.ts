// A separate process, so that nothing else is in its heap. Started by history.ts with --expose-gc.
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Fact} from '../src/model/facts.js';
import {createHistory, type History, SAMPLES_KEPT} from '../src/store/history.js';
import {record} from '../src/store/record.js';
import {reduce} from '../src/store/reduce.js';
import type {State} from '../src/store/state.js';
import {at, clusterState} from '../test/support/cluster-state.js';
import type {HistoryCost, HistorySize} from './history.js';

const MIB = 2 ** 20;
const MOST_PERCENT = 400;

const size: HistorySize = JSON.parse(process.argv[2] ?? '');
const state = runningCluster(size);
// The first filling is not measured: it compiles the code.
fill(createHistory(), state, SAMPLES_KEPT / 2, 0);
const before = await used();
const history = createHistory();
const begin = performance.now();
fill(history, state, SAMPLES_KEPT, SAMPLES_KEPT);
const ms = performance.now() - begin;
const after = await used();
const samples = size.nodes * size.watchers * SAMPLES_KEPT;
const cost: HistoryCost = {
  // The history counts its own bytes: it is not known when V8 frees the buffers of the first filling.
  offHeap: history.bytes() / MIB,
  heap: (after.heapUsed - before.heapUsed) / MIB,
  nanoseconds: (ms * 1e6) / samples,
  // Reading it here keeps the history alive until everything is measured.
  series: [...history.series()].length,
};
process.stdout.write(JSON.stringify(cost));

/** A cluster whose watchers each have one process, sampled once. */
function runningCluster({nodes, watchers}: HistorySize): State {
  const names = Array.from({length: watchers}, (_, index) => `service${index + 1}`);
  const addresses = Array.from({length: nodes}, (_, index) => `10.0.${index >> 8}.${index & 255}`);
  const running = Object.fromEntries(names.map(name => [name, 'running' as const]));
  const facts = addresses.flatMap((node): readonly Fact[] => [
    ...names.map(
      (watcher, pid): Fact => ({
        type: 'processes-read',
        at: at(2),
        node,
        watcher,
        nodeTime: 101,
        pids: [pid + 1],
      }),
    ),
    {
      type: 'statistics-received',
      at: at(3),
      node,
      samples: names.map((name, pid) => ({name, pid: pid + 1, cpu: MOST_PERCENT / (pid + 3), memory: 512 * MIB + pid})),
    },
  ]);
  return reduce(clusterState(Object.fromEntries(addresses.map(node => [node, running]))), facts);
}

/** As the store does: every node reports statistics each second. */
function fill(into: History, {nodes}: State, seconds: number, from: number): void {
  for (let second = from; second < from + seconds; second++) {
    const facts = [...nodes.keys()].map(
      (node): Fact => ({type: 'statistics-received', at: at(second), node, samples: []}),
    );
    record(into, state, facts);
  }
}

async function used(): Promise<NodeJS.MemoryUsage> {
  const {gc} = globalThis;
  if (gc === undefined) throw new Error('it must be started with --expose-gc');
  // Buffers are freed one turn of the event loop after their last use.
  for (let times = 0; times < 2; times++) {
    gc();
    await nextTurn();
  }
  return process.memoryUsage();
}
