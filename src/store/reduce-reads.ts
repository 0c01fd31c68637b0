import {isDeepStrictEqual} from 'node:util';
import {
  type ExitedProcess,
  isMended,
  type ReportedCrashes,
  withoutEnds,
  withReportedCrashes,
} from '../model/crashes.js';
import type {ReadFact} from '../model/facts.js';
import type {WatcherHealth} from '../model/service.js';
import type {Instant} from '../model/time.js';
import {hasDoneItsWork, type WatcherOptions} from '../model/watcher.js';
import type {WatcherRules} from '../model/watcher-rules.js';
import {type Draft, withWatcher} from './draft.js';
import {awaitingReadiness, withHealth} from './readiness.js';
import {setInfo} from './reduce-machine.js';
import type {NodeRow, WatcherRow} from './state.js';
import {newWatcher, withProcesses, withState} from './watcher-row.js';

/** What a node answered when it was asked. Only `statuses-read` makes watchers and takes them away. */
export function reduceRead(draft: Draft, fact: ReadFact): void {
  const row = draft.node(fact.node);
  if (row === null) return;
  switch (fact.type) {
    case 'statuses-read':
      draft.setNode({...row, isRead: true, watchers: watchersNow(row, fact, draft.rules)});
      return;
    case 'processes-read':
      change(draft, row, fact.watcher, watcher => afterList(watcher, fact));
      return;
    case 'options-read':
      change(draft, row, fact.watcher, watcher =>
        isSameOptions(watcher.options, fact.options) ? watcher : withOptions(watcher, fact.options),
      );
      return;
    case 'node-info-read':
      setInfo(draft, row, fact);
      return;
    case 'health-read':
      draft.setNode(withHealths(row, fact));
      return;
    case 'read-failed':
      draft.addEvent({
        at: fact.at,
        node: fact.node,
        watcher: null,
        kind: 'read-failed',
        call: fact.call,
        reason: fact.reason,
      });
      return;
  }
}

function change(draft: Draft, row: NodeRow, name: string, next: (watcher: WatcherRow) => WatcherRow): void {
  const watcher = row.watchers.get(name);
  if (watcher !== undefined) draft.setNode(withWatcher(row, next(watcher)));
}

/** A process that was not in the list before was started meanwhile; the first list of an epoch does not say that. */
function afterList(watcher: WatcherRow, {pids, at, nodeTime}: Extract<ReadFact, {type: 'processes-read'}>): WatcherRow {
  const next = withProcesses(watcher, pids, nodeTime);
  const hasNew = watcher.processesTime > 0 && [...next.processes.keys()].some(pid => !watcher.processes.has(pid));
  return hasNew ? awaitingReadiness(next, at, nodeTime) : next;
}

/** A watcher that is not known yet gets its health with the next answer. */
function withHealths(row: NodeRow, {health, at, nodeTime}: Extract<ReadFact, {type: 'health-read'}>): NodeRow {
  let next = row;
  for (const [name, reported] of health) {
    const watcher = next.watchers.get(name);
    const {crashes, ...how} = reported;
    if (watcher === undefined || reported.isRemoved === true) continue;
    const mended = withoutMended(watcher, at);
    const counted = crashes == null ? mended : withReportedEnds(mended, crashes, at);
    next = withWatcher(next, withHealth(counted, how, at, nodeTime));
  }
  return withLeft(next, health);
}

function withLeft(row: NodeRow, health: ReadonlyMap<string, WatcherHealth>): NodeRow {
  const removed = [...health].filter(([, {isRemoved, orphans}]) => isRemoved === true && orphans.length > 0);
  const left = new Map(removed.map(([name, {orphans}]) => [name, orphans]));
  return isDeepStrictEqual(left, row.left) ? row : {...row, left};
}

/** Crashes before it was ready for so long are forgotten before its node reports that it is not ready any more. */
function withoutMended(row: WatcherRow, at: Instant): WatcherRow {
  const {crashes} = row;
  return crashes.seen.length > 0 && isMended(row, at) ? {...row, crashes: {...crashes, seen: []}} : row;
}

/** A node's report of a watcher's crashes stands for everything until then. */
function withReportedEnds(row: WatcherRow, reported: ReportedCrashes, at: Instant): WatcherRow {
  const crashes = withReportedCrashes(row.crashes, reported, at);
  const isNews = reported.asOf >= Math.max(row.exitTime, row.crashes.since);
  const lastExit = isNews ? reported.exit : row.lastExit;
  const isSame = isDeepStrictEqual(lastExit, row.lastExit);
  if (isSame && crashes === row.crashes) return row;
  return {...row, crashes, lastExit: isSame ? row.lastExit : lastExit, exitTime: isNews ? reported.asOf : row.exitTime};
}

/** In the order of the answer; a watcher that is not in it stays only if it has news from after the answer. */
function watchersNow(
  row: NodeRow,
  {statuses, at, nodeTime}: Extract<ReadFact, {type: 'statuses-read'}>,
  {flapping}: WatcherRules,
): ReadonlyMap<string, WatcherRow> {
  const watchers = new Map<string, WatcherRow>();
  for (const [name, state] of statuses) {
    const known = row.watchers.get(name);
    watchers.set(
      name,
      known === undefined ? newWatcher(name, state, {at, nodeTime}, flapping) : withState(known, state, at, nodeTime),
    );
  }
  for (const [name, known] of row.watchers) {
    if (!statuses.has(name) && known.stateTime > nodeTime) watchers.set(name, known);
  }
  return watchers;
}

/** What looked like a crash before this was known may have been the end of a work. */
function withOptions(watcher: WatcherRow, options: WatcherOptions): WatcherRow {
  const isDone = ({exit}: ExitedProcess) => hasDoneItsWork(exit, options);
  const done = watcher.crashes.seen.flatMap(({ends}) => ends.filter(isDone));
  if (done.length === 0) return {...watcher, options};
  const crashes = withoutEnds(watcher.crashes, isDone);
  return {...watcher, options, crashes, done: new Set([...watcher.done, ...done.map(({pid}) => pid)])};
}

function isSameOptions(one: WatcherOptions | null, other: WatcherOptions): boolean {
  return (
    one !== null &&
    one.wanted === other.wanted &&
    one.gracefulTimeout === other.gracefulTimeout &&
    one.warmupDelay === other.warmupDelay &&
    one.respawns === other.respawns &&
    one.isOnDemand === other.isOnDemand
  );
}
