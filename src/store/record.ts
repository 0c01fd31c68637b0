import type {Fact} from '../model/facts.js';
import {NODE_FIGURES, WATCHER_FIGURES} from '../model/figure.js';
import type {NodeId} from '../model/node.js';
import {figuresOf} from '../model/rates.js';
import type {NodeSample} from '../model/sample.js';
import type {NodeFigures} from '../model/usage.js';
import {isCircusOwn} from '../model/watcher.js';
import type {History} from './history.js';
import {placeSample, type SampleClock, startClock} from './sample-clock.js';
import {nodeUsage, type Usage, watcherUsage} from './selectors.js';
import type {NodeRow, State} from './state.js';

/** Writes into the history what facts say of what is used; `state` is what is known after these facts. */
export type Recorder = (state: State, facts: readonly Fact[]) => void;

/** Seconds that a sample may speak for; where more are between two, those between are gaps. */
const LONGEST = 5.5;
const SPARE_SERIES = 64;

export function createRecorder(history: History): Recorder {
  const clocks = new Map<NodeId, SampleClock>();
  /** With more series than this some are of watchers that are gone: a node may have new ones each time it is asked. */
  let mostSeries = SPARE_SERIES;

  /** Where the last sample is too old, or of another life, only what holds at one moment is known: it is taken to hold for a second. */
  function recordSample(row: NodeRow, sample: NodeSample, at: number): void {
    const clock = clocks.get(row.spec.id);
    const last = clock?.last.life === sample.life ? clock.last : null;
    const seconds = last === null ? Number.POSITIVE_INFINITY : sample.time - last.time;
    if (seconds <= 0) return;
    const placed = clock === undefined ? startClock(sample, at) : placeSample(clock, sample, at);
    clocks.set(row.spec.id, placed);
    const before = seconds > LONGEST ? null : last;
    const to = sample.time + placed.offset;
    const from = to - (before === null ? 1 : seconds);
    writeFigures(history, row, {sample, figures: figuresSince(before, sample, row), from, to});
  }

  function forgetGone(state: State): void {
    for (const series of [...history.series()]) {
      const row = state.nodes.get(series.node);
      const isThere = series.watcher === null ? row !== undefined : row?.watchers.has(series.watcher) === true;
      if (!isThere) history.forget(series);
    }
    for (const node of clocks.keys()) if (!state.nodes.has(node)) clocks.delete(node);
    mostSeries = SPARE_SERIES + 2 * history.size();
  }

  return (state, facts) => {
    for (const fact of facts) {
      if (fact.type === 'cluster-changed') forgetGone(state);
      if (fact.type !== 'statistics-received' && fact.type !== 'sample-received') continue;
      const row = state.nodes.get(fact.node);
      if (row === undefined) continue;
      const at = fact.at.monotonic / 1_000;
      if (fact.type === 'sample-received') recordSample(row, fact.sample, at);
      else if (row.sampled === null) recordStatistics(history, row, Math.floor(at));
    }
    if (history.size() > mostSeries) forgetGone(state);
  };
}

interface Figures {
  readonly sample: NodeSample;
  readonly figures: NodeFigures;
  readonly from: number;
  readonly to: number;
}

/** The row has them of its two last samples; of several that came in together it has the newest only. */
function figuresSince(before: NodeSample | null, sample: NodeSample, {sampled}: NodeRow): NodeFigures {
  return sampled !== null && sampled.before === before && sampled.last === sample
    ? sampled.figures
    : figuresOf(before, sample);
}

function writeFigures(history: History, row: NodeRow, {sample, figures, from, to}: Figures): void {
  const node = row.spec.id;
  let cpu = Number.NaN;
  let memory = Number.NaN;
  figures.watchers.forEach((used, watcher) => {
    if (isCircusOwn(watcher)) return;
    if (used.cpu !== null) cpu = (Number.isNaN(cpu) ? 0 : cpu) + used.cpu;
    memory = (Number.isNaN(memory) ? 0 : memory) + used.memory;
    if (!row.watchers.has(watcher)) return;
    OF_WATCHER[WATCHER.cpu] = used.cpu ?? Number.NaN;
    OF_WATCHER[WATCHER.memory] = used.memory;
    OF_WATCHER[WATCHER.read] = used.read ?? Number.NaN;
    OF_WATCHER[WATCHER.written] = used.written ?? Number.NaN;
    history.hold({node, watcher}, from, to, OF_WATCHER);
  });
  const {machine} = figures;
  const {load, memory: ofMachine} = sample.machine;
  OF_NODE[NODE.cpu] = cpu;
  OF_NODE[NODE.memory] = memory;
  OF_NODE[NODE.busy] = machine.cpu === null ? Number.NaN : machine.cpu.user + machine.cpu.system;
  OF_NODE[NODE.wait] = machine.cpu?.wait ?? Number.NaN;
  OF_NODE[NODE.load] = load[0];
  OF_NODE[NODE.used] = ofMachine.total - ofMachine.available;
  OF_NODE[NODE.read] = machine.read ?? Number.NaN;
  OF_NODE[NODE.written] = machine.written ?? Number.NaN;
  OF_NODE[NODE.received] = machine.received ?? Number.NaN;
  OF_NODE[NODE.sent] = machine.sent ?? Number.NaN;
  history.hold({node, watcher: null}, from, to, OF_NODE);
}

/** A node without samples says how much CPU and memory its watchers' processes use, without those that they have started. */
function recordStatistics(history: History, row: NodeRow, second: number): void {
  const node = row.spec.id;
  for (const watcher of row.watchers.values()) {
    if (isCircusOwn(watcher.name)) continue;
    const used = watcherUsage(watcher);
    if (used.cpu === null && used.memory === null) continue;
    history.hold({node, watcher: watcher.name}, second, second + 1, onlyUsage(OF_WATCHER, WATCHER, used));
  }
  const used = nodeUsage(row);
  if (used.cpu === null && used.memory === null) return;
  history.hold({node, watcher: null}, second, second + 1, onlyUsage(OF_NODE, NODE, used));
}

/** Where each figure is in the history's order. */
const WATCHER = placesOf(WATCHER_FIGURES);
const NODE = placesOf(NODE_FIGURES);
/** Values in that order, each time in the same array: of a thousand nodes there are many each second. */
const OF_WATCHER = new Float64Array(WATCHER_FIGURES.length);
const OF_NODE = new Float64Array(NODE_FIGURES.length);

function placesOf<Figure extends string>(figures: readonly Figure[]): Readonly<Record<Figure, number>> {
  return Object.fromEntries(figures.map((figure, place) => [figure, place])) as Record<Figure, number>;
}

function onlyUsage(values: Float64Array, places: Readonly<Record<keyof Usage, number>>, used: Usage): Float64Array {
  values.fill(Number.NaN);
  values[places.cpu] = used.cpu ?? Number.NaN;
  values[places.memory] = used.memory ?? Number.NaN;
  return values;
}
