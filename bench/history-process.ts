// A separate process, so that nothing else is in its heap. Started by history.ts with --expose-gc.
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {NODE_FIGURES, WATCHER_FIGURES} from '../src/model/figure.js';
import {createHistory, type History, type Series} from '../src/store/history.js';
import {SLOTS_KEPT_FOR} from '../src/store/kept-series.js';
import type {HistoryCost, HistorySize} from './history.js';

const MIB = 2 ** 20;
const ROWS = 32;

const {nodes, watchers}: HistorySize = JSON.parse(process.argv[2] ?? '');
const series = Array.from({length: nodes}, (_, index) => `10.0.${index >> 8}.${index & 255}`).flatMap(
  (node): readonly Series[] => [
    ...Array.from({length: watchers}, (_, watcher) => ({node, watcher: `service${watcher + 1}`})),
    {node, watcher: null},
  ],
);
/** Different numbers for each series and second, made beforehand: making them is no part of what is measured. */
const ofWatchers = values(WATCHER_FIGURES.length);
const ofNodes = values(NODE_FIGURES.length);

// The first filling is not measured: it compiles the code.
fill(createHistory(), 0, 100);
const before = await used();
const history = createHistory();
const begin = performance.now();
fill(history, 0, SLOTS_KEPT_FOR);
const ms = performance.now() - begin;
const after = await used();
const cost: HistoryCost = {
  // The history counts its own bytes: it is not known when V8 frees the buffers of the first filling.
  offHeap: history.bytes() / MIB,
  resident: (after.rss - before.rss) / MIB,
  heap: (after.heapUsed - before.heapUsed) / MIB,
  second: ms / SLOTS_KEPT_FOR,
  rows: timeOf(() => {
    for (const {node} of series.slice(0, ROWS)) {
      history.window({node, watcher: null}, 'cpu', {from: SLOTS_KEPT_FOR - 300, to: SLOTS_KEPT_FOR, step: 30});
    }
  }),
  longest: timeOf(() => {
    const last = series.at(-1);
    if (last !== undefined) history.window(last, 'cpu', {from: 0, to: SLOTS_KEPT_FOR, step: 10});
  }),
  // Reading it here keeps the history alive until everything is measured.
  series: history.size(),
};
process.stdout.write(JSON.stringify(cost));

/** As a recorder does: each second something of every series. */
function fill(into: History, from: number, seconds: number): void {
  for (let second = from; second < from + seconds; second++) {
    series.forEach((each, index) => {
      const values = each.watcher === null ? ofNodes : ofWatchers;
      into.hold(each, second, second + 1, values[(second + index) % values.length] ?? []);
    });
  }
}

function values(count: number): readonly Float64Array[] {
  return Array.from({length: 1_009}, (_, index) => Float64Array.from({length: count}, (_, figure) => index ** figure));
}

/** Microseconds, at the usual case. */
function timeOf(action: () => void): number {
  const times = Array.from({length: 500}, () => {
    const begin = performance.now();
    action();
    return (performance.now() - begin) * 1_000;
  });
  return times.sort((one, other) => one - other)[times.length / 2] ?? Number.NaN;
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
