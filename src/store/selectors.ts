import type {Job, JobTarget} from '../model/job.js';
import type {LinkState, NodeId} from '../model/node.js';
import type {WatcherFigures} from '../model/usage.js';
import {isCircusOwn} from '../model/watcher.js';
import {WAY_NAMES, type WayName, wayOf} from '../model/way.js';
import {remember} from './remember.js';
import type {NodeRow, State, WatcherRow} from './state.js';
import {NOT_OK, type TargetKind, targetKind} from './target-kind.js';

/** What processes use together; null where there is no sample. */
export interface Usage {
  /** Percent of one core. */
  readonly cpu: number | null;
  /** Resident bytes. */
  readonly memory: number | null;
}

/** What the node's services use; circus's own processes are not among them. */
export function nodeUsage({watchers}: NodeRow): Usage {
  let usage = NOTHING;
  for (const watcher of watchers.values()) if (!isCircusOwn(watcher.name)) usage = withUsage(usage, watcher);
  return usage;
}

/** Whether what its watchers' processes have started is in their figures, as our package tells it; circusd-stats counts no children. */
export function countsChildren(row: NodeRow): boolean {
  const {sampled, info} = row;
  if (sampled !== null) return true;
  // What is known without a sample, though the node is to send them, circusd-stats told.
  return info !== null && info.samplesEvery !== null && nodeUsage(row).cpu === null;
}

/** What one watcher's processes use. */
export function watcherUsage(row: WatcherRow): Usage {
  return withUsage(NOTHING, row);
}

const NOTHING: Usage = {cpu: null, memory: null};

function withUsage(usage: Usage, row: WatcherRow): Usage {
  if (row.figures === null) return withProcesses(usage, row);
  const {cpu, memory} = usageIn(row.figures);
  return {cpu: plus(usage.cpu, cpu), memory: plus(usage.memory, memory)};
}

/** A watcher without processes uses nothing that could be shown; of one that ended within the second there is its CPU. */
export function usageIn(figures: WatcherFigures): Usage {
  return figures.count === 0 ? NOTHING : figures;
}

/** The sum of what is known; null where neither is. */
export function plus(one: number | null, other: number | null): number | null {
  return other === null ? one : (one ?? 0) + other;
}

/** Columns ask for this for each row and each frame: it makes no lists, and keeps nothing, as rows change with each sample. */
function withProcesses({cpu, memory}: Usage, {processes}: WatcherRow): Usage {
  let allCpu = cpu;
  let allMemory = memory;
  for (const process of processes.values()) {
    if (process.cpu !== null) allCpu = (allCpu ?? 0) + process.cpu;
    if (process.memory !== null) allMemory = (allMemory ?? 0) + process.memory;
  }
  return {cpu: allCpu, memory: allMemory};
}

/** The nodes in the cluster's order; of rows behind which the same circusd answers only the first. */
export const shownNodes = remember((state: State): readonly NodeRow[] =>
  [...state.nodes.values()].filter(row => row.sameAs === null),
);

/** The services that nodes have: those that the operator wants first, then those that most nodes have, then those that came first. */
export const watcherColumns = remember((state: State): readonly string[] => {
  const counts = new Map<string, number>();
  for (const row of shownNodes(state)) {
    for (const name of row.watchers.keys()) {
      if (!isCircusOwn(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const wanted = state.rules.first.map(name => name.toLowerCase());
  const place = (name: string) => {
    const found = wanted.indexOf(name.toLowerCase());
    return found === -1 ? wanted.length : found;
  };
  return [...counts]
    .sort(([one, count], [other, otherCount]) => place(one) - place(other) || otherCount - count)
    .map(([name]) => name);
});

/** How many of the shown nodes are in each state of their link. */
export const clusterCounts = remember((state: State): Readonly<Record<LinkState, number>> => {
  const counts = {connecting: 0, online: 0, stale: 0, offline: 0};
  for (const row of shownNodes(state)) counts[row.link] += 1;
  return counts;
});

/** The ways on which the nodes are reached, in their table's order; of no nodes the usual one. */
export const waysOf = remember((state: State): readonly WayName[] => {
  const ways = new Set([...state.nodes.values()].map(({spec}) => wayOf(spec)));
  if (ways.size === 0) return ['plain'];
  return WAY_NAMES.filter(name => ways.has(name));
});

const KINDS: readonly TargetKind[] = ['ok', ...NOT_OK, 'running', 'waiting'];

/** How many targets ended how, run or wait; kinds without any are left out. What has ended comes first. */
export function jobCounts(job: Job): ReadonlyMap<TargetKind, number> {
  const counts = new Map<TargetKind, number>(KINDS.map(kind => [kind, 0]));
  for (const target of job.targets) {
    const kind = targetKind(target);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, count]) => count > 0));
}

/** Whether the target has reached what was wanted of it, and that has lasted so far. */
export function isOk(target: JobTarget): boolean {
  return targetKind(target) === 'ok';
}

/** Whether some target of it has no outcome yet. */
export function isJobRunning(job: Job): boolean {
  return job.endedAt === null;
}

/** The job to show: the newest, or one that still runs where the newest went well. Null: there is none. */
export function currentJob(jobs: readonly Job[]): Job | null {
  const newest = jobs.at(-1) ?? null;
  if (newest === null || isJobRunning(newest) || !newest.targets.every(isOk)) return newest;
  return jobs.findLast(isJobRunning) ?? newest;
}

/** The nodes that are known to be no other node's circusd: by who answers, or as no other says that it listens there. */
export function distinctNodes(state: State): ReadonlySet<NodeId> {
  const counts = new Map<string, number>();
  for (const {endpoints} of state.nodes.values()) {
    if (endpoints !== null) counts.set(endpoints.commands, (counts.get(endpoints.commands) ?? 0) + 1);
  }
  const isDistinct = ({circusd, endpoints}: NodeRow) =>
    circusd !== null || (endpoints !== null && counts.get(endpoints.commands) === 1);
  return new Set([...state.nodes.values()].filter(isDistinct).map(row => row.spec.id));
}
