import {isMended, noCrashes, withCrash, withSpawned} from '../model/crashes.js';
import type {EventFact} from '../model/facts.js';
import {mayEndProcess} from '../model/signals.js';
import {type Exit, hasDoneItsWork, MOST_PROCESSES} from '../model/watcher.js';
import {type Draft, withWatcher} from './draft.js';
import {withEnd} from './process-ends.js';
import {awaitingReadiness} from './readiness.js';
import {noteCrash} from './reduce-jobs.js';
import type {NodeRow, WatcherRow} from './state.js';
import {occurrenceOf, type ReapFact, wasAskedTo} from './watcher-events.js';
import {afterStart, newWatcher, withProcesses, withState} from './watcher-row.js';

/** Pids that are to end and whose end was not reported: circusd does not always say that it collected one. */
const EXPECTED_KEPT = 1_000;

/** What circusd's event stream says, of watchers that are known; the next `status` brings those that are not. */
export function reduceEvent(draft: Draft, fact: EventFact): void {
  const row = draft.node(fact.node);
  if (row === null) return;
  const before = row.watchers.get(fact.watcher);
  if (fact.type === 'watcher-added') {
    if (before !== undefined) return;
    draft.setNode(withWatcher(row, newWatcher(fact.watcher, 'stopped', fact, draft.rules.flapping)));
  } else if (before === undefined) {
    return;
  } else if (fact.type === 'watcher-removed') {
    if (fact.nodeTime < before.stateTime) return;
    draft.setNode(withoutWatcher(row, fact.watcher));
  } else {
    const after = watcherAfter(before, fact);
    const ends = withEnd(before.ends, withPids(before, fact));
    draft.setNode(withWatcher(row, ends === before.ends ? after : {...after, ends}));
    if (isCrash(before, fact)) noteCrash(draft, fact);
  }
  const occurrence = occurrenceOf(before ?? null, fact);
  if (occurrence === null || ('isListed' in fact && fact.isListed)) return;
  const nodeTime = 'nodeTime' in fact ? fact.nodeTime : null;
  draft.addEvent({at: fact.at, node: fact.node, watcher: fact.watcher, nodeTime, ...occurrence});
}

function withoutWatcher(row: NodeRow, name: string): NodeRow {
  return {...row, watchers: new Map([...row.watchers].filter(([each]) => each !== name))};
}

/** A signal to all of a watcher's processes is one to each that is known. */
function withPids(row: WatcherRow, fact: EventFact): EventFact {
  return fact.type === 'signal-sent' ? {...fact, pids: fact.pids ?? [...row.processes.keys()]} : fact;
}

function watcherAfter(row: WatcherRow, fact: EventFact): WatcherRow {
  switch (fact.type) {
    case 'watcher-started':
      return afterStart(withState(row, 'running', fact.at, fact.nodeTime), fact.nodeTime);
    case 'watcher-stopped':
      return withState(row, 'stopped', fact.at, fact.nodeTime);
    case 'watcher-reloaded':
      return {...row, crashes: noCrashes(fact.nodeTime, row.crashes.rule)};
    case 'stop-answered':
      return afterOwnStop(row, fact.nodeTime);
    case 'process-spawned':
      return afterSpawn(row, fact);
    case 'process-killed':
      return {...row, expectedEnds: withExpected(row, [fact.pid])};
    case 'process-reaped':
      return afterReap(row, fact);
    case 'signal-sent':
      if (!mayEndProcess(fact.signal)) return row;
      return {...row, expectedEnds: withExpected(row, fact.pids ?? [...row.processes.keys()])};
    case 'watcher-added':
    case 'watcher-removed':
    case 'watcher-updated':
    case 'hook-succeeded':
    case 'hook-failed':
      return row;
  }
}

/** Until the next `list` the process is taken to be there; a stopped watcher that gets one is being started. */
function afterSpawn(row: WatcherRow, {pid, at, nodeTime}: Extract<EventFact, {type: 'process-spawned'}>): WatcherRow {
  const hasRoom = row.processes.size < MOST_PROCESSES;
  const withIt = hasRoom ? withProcesses(row, [...row.processes.keys(), pid], nodeTime) : row;
  const expectedEnds = row.expectedEnds.has(pid) ? without(row.expectedEnds, pid) : row.expectedEnds;
  const done = row.done.has(pid) ? without(row.done, pid) : row.done;
  const crashes = withSpawned(withIt.crashes, pid);
  const next = awaitingReadiness({...withIt, expectedEnds, done, crashes, processesSince: at}, at, nodeTime);
  return row.state === 'stopped' ? withState(next, 'starting', at, nodeTime) : next;
}

function afterReap(before: WatcherRow, fact: ReapFact): WatcherRow {
  const {pid, exit, at, nodeTime} = fact;
  // A stopped watcher has none that could end: it was started, and no event said so.
  const wasStarted = before.state === 'stopped' && nodeTime > before.stateTime;
  const row = wasStarted ? withState(before, 'running', at, nodeTime) : before;
  const listed = withProcesses(row, without(new Set(row.processes.keys()), pid), nodeTime);
  const left = {...listed, processesSince: at};
  if (isDone(row, fact))
    return {...withExit(left, exit, nodeTime), done: new Set([...row.done, pid].slice(-EXPECTED_KEPT))};
  // It ended because it was asked to: how an earlier one crashed says nothing of the watcher any more.
  if (!isCrash(row, fact)) return {...withExit(left, null, nodeTime), expectedEnds: without(row.expectedEnds, pid)};
  const crashes = isMended(row, at) ? noCrashes(nodeTime, row.crashes.rule) : row.crashes;
  return {...withExit(left, exit, nodeTime), crashes: withCrash(crashes, {at, nodeTime, pid, exit})};
}

/** How it ended by itself; what is older than what is known changes nothing. */
function withExit(row: WatcherRow, lastExit: Exit | null, nodeTime: number): WatcherRow {
  return nodeTime < row.exitTime ? row : {...row, lastExit, exitTime: nodeTime};
}

/** It is stopped because the operator wants that, though it may have had no process left; its last crash may be reported only now. */
function afterOwnStop(row: WatcherRow, nodeTime: number): WatcherRow {
  return row.crashes.since > nodeTime ? row : withExit(row, null, nodeTime);
}

function isCrash(row: WatcherRow, fact: EventFact): fact is ReapFact {
  return fact.type === 'process-reaped' && !wasAskedTo(row, fact) && !isDone(row, fact);
}

function isDone(row: WatcherRow, fact: ReapFact): boolean {
  return !wasAskedTo(row, fact) && hasDoneItsWork(fact.exit, row.options);
}

function withExpected(row: WatcherRow, pids: readonly number[]): ReadonlySet<number> {
  return new Set([...row.expectedEnds, ...pids].slice(-EXPECTED_KEPT));
}

function without(pids: ReadonlySet<number>, pid: number): ReadonlySet<number> {
  return new Set([...pids].filter(each => each !== pid));
}
