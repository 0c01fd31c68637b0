import type {Instant} from '../model/time.js';
import type {ProcessSample, StatisticsFact} from '../model/usage-facts.js';
import {MOST_PROCESSES, namesInStatistics} from '../model/watcher.js';
import type {Draft} from './draft.js';
import {drawnAfter} from './drawn.js';
import {watcherUsage} from './selectors.js';
import type {NodeRow, ProcessRow, WatcherRow} from './state.js';
import {newProcess} from './watcher-row.js';

/** Seconds: how often circusd-stats tells of a process. */
const EACH = 1;

/**
 * The figures of processes. Statistics add no watcher, and no process to a watcher whose pids are known: an earlier
 * circusd's statistics go on about its own processes.
 */
export function reduceStatistics(draft: Draft, {node, at, samples}: StatisticsFact): void {
  const row = draft.node(node);
  if (row === null) return;
  const owners = ownersByPid(row);
  let owner: ((sample: ProcessSample) => WatcherRow | null) | null = null;
  const changed = new Map<string, Map<number, ProcessRow>>();
  for (const sample of samples) {
    let watcher = owners.get(sample.pid) ?? null;
    if (watcher === null) {
      owner ??= ownerByName(row);
      watcher = owner(sample);
    }
    if (watcher === null) continue;
    const processes = changed.get(watcher.name) ?? new Map(watcher.processes);
    if (processes.size >= MOST_PROCESSES && !processes.has(sample.pid)) continue;
    changed.set(watcher.name, processes);
    processes.set(sample.pid, sampled(processes.get(sample.pid) ?? newProcess(sample.pid), sample, at));
  }
  if (changed.size === 0) return;
  const watchers = new Map(row.watchers);
  for (const [name, processes] of changed) {
    const watcher = row.watchers.get(name);
    if (watcher === undefined) continue;
    const next = {...watcher, processes};
    watchers.set(name, {...next, drawn: drawnAfter(watcher.drawn, watcherUsage(next), EACH)});
  }
  draft.setNode({...row, watchers});
}

function sampled({pid, samples}: ProcessRow, {cpu, memory}: ProcessSample, at: Instant): ProcessRow {
  return {pid, cpu, memory, samples: samples + 1, sampledAt: at};
}

function ownersByPid(row: NodeRow): ReadonlyMap<number, WatcherRow> {
  const owners = new Map<number, WatcherRow>();
  for (const watcher of row.watchers.values()) {
    for (const pid of watcher.processes.keys()) owners.set(pid, watcher);
  }
  return owners;
}

/** For unknown pids: the only watcher that statistics may spell so, as long as its own pids are not known. */
function ownerByName(row: NodeRow): (sample: ProcessSample) => WatcherRow | null {
  const spellings = new Map<string, WatcherRow | null>();
  for (const watcher of row.watchers.values()) {
    for (const name of namesInStatistics(watcher.name)) spellings.set(name, spellings.has(name) ? null : watcher);
  }
  return ({name}) => {
    const watcher = spellings.get(name.toLowerCase()) ?? null;
    return watcher === null || watcher.state === 'stopped' || watcher.processesTime > 0 ? null : watcher;
  };
}
