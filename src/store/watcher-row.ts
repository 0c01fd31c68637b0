import {type FlappingRule, noCrashes} from '../model/crashes.js';
import type {Instant} from '../model/time.js';
import type {WatcherState} from '../model/watcher.js';
import {awaitingReadiness, withoutReadiness} from './readiness.js';
import type {ProcessRow, WatcherRow} from './state.js';

const NONE: ReadonlySet<number> = new Set();

/** A watcher that was just seen for the first time; `nodeTime` in seconds. @param flapping how its crashes are counted */
export function newWatcher(
  name: string,
  state: WatcherState,
  {at, nodeTime}: {readonly at: Instant; readonly nodeTime: number},
  flapping: FlappingRule,
): WatcherRow {
  return {
    name,
    state,
    stateSince: at,
    ready: null,
    readySince: null,
    startTime: 0,
    spawnedAt: null,
    seenAt: at,
    stateTime: nodeTime,
    crashes: noCrashes(0, flapping),
    lastExit: null,
    exitTime: 0,
    figures: null,
    drawn: null,
    processes: new Map(),
    processesSince: null,
    done: NONE,
    processesTime: 0,
    expectedEnds: new Set(),
    ends: [],
    options: null,
    health: null,
  };
}

/** The row in that state, known at `nodeTime` (s); what is older than what is known changes nothing. */
export function withState(row: WatcherRow, state: WatcherState, at: Instant, nodeTime: number): WatcherRow {
  if (nodeTime < row.stateTime) return row;
  const isChanged = state !== row.state;
  const next = {...row, state, stateSince: isChanged ? at : row.stateSince, seenAt: at, stateTime: nodeTime};
  if (!isChanged) return next;
  if (state === 'stopped') return withoutReadiness(withoutProcesses(next, nodeTime));
  // A crash leaves a watcher running: what is no longer stopped was started by somebody.
  return row.state === 'stopped' ? awaitingReadiness(afterStart(next, nodeTime), at, nodeTime) : next;
}

/** The row after somebody started the watcher: how its earlier processes ended says nothing of the present ones. */
export function afterStart(row: WatcherRow, nodeTime: number): WatcherRow {
  if (nodeTime < row.crashes.since) return row;
  return {...row, crashes: noCrashes(nodeTime, row.crashes.rule), lastExit: null, exitTime: nodeTime, done: NONE};
}

/** How the last process ended explains why the watcher is stopped only if no process was left to be stopped. */
function withoutProcesses(row: WatcherRow, nodeTime: number): WatcherRow {
  if (nodeTime < row.processesTime) return row;
  if (row.processes.size === 0) return {...row, processesTime: nodeTime};
  return {...row, processes: new Map(), processesTime: nodeTime, lastExit: null};
}

/** A process without a sample yet. */
export function newProcess(pid: number): ProcessRow {
  return {pid, cpu: null, memory: null, samples: 0, sampledAt: null};
}

/** The row with just these processes; those that it had keep their figures. What is older than what is known changes nothing. */
export function withProcesses(row: WatcherRow, pids: Iterable<number>, nodeTime: number): WatcherRow {
  if (nodeTime < row.processesTime) return row;
  const processes = new Map([...pids].map(pid => [pid, row.processes.get(pid) ?? newProcess(pid)]));
  const isSame = processes.size === row.processes.size && [...processes.keys()].every(pid => row.processes.has(pid));
  return {...row, processes: isSame ? row.processes : processes, processesTime: nodeTime};
}
