import type {EventFact} from '../model/facts.js';
import {hasDoneItsWork} from '../model/watcher.js';
import type {WatcherOccurrence} from './event-entry.js';
import type {WatcherRow} from './state.js';

/** circusd looks for dead processes each `check_delay`, 5 s by default: a process spawned so soon (ms) replaces a crashed one. */
const RESPAWN = 10_000;

export type ReapFact = Extract<EventFact, {type: 'process-reaped'}>;

/** Whether somebody asked for the end of the process: what circusman did is known here, what others did knows the node's package. */
export function wasAskedTo(row: WatcherRow | null, {pid, byItself}: ReapFact): boolean {
  return byItself === false || row?.expectedEnds.has(pid) === true;
}

/** What happened, as far as people want to see it; `row` is the watcher as it was before. Null: nothing of that kind. */
export function occurrenceOf(row: WatcherRow | null, fact: EventFact): WatcherOccurrence | null {
  switch (fact.type) {
    case 'watcher-added':
      return {kind: 'added'};
    case 'watcher-removed':
      return {kind: 'removed'};
    case 'watcher-started':
      return {kind: 'started'};
    case 'watcher-stopped':
      return {kind: 'stopped'};
    case 'watcher-updated':
      return {kind: 'updated'};
    case 'watcher-reloaded':
      return {kind: 'reloaded'};
    case 'process-spawned':
      return spawned(row, fact);
    case 'process-reaped':
      if (wasAskedTo(row, fact)) return null;
      if (hasDoneItsWork(fact.exit, row?.options ?? null)) return {kind: 'done', pid: fact.pid};
      return {kind: 'crashed', pid: fact.pid, exit: fact.exit, replacedBy: null};
    case 'hook-failed':
      return {kind: 'hook-failed', hook: fact.hook, error: fact.error};
    case 'signal-sent':
      return {kind: 'signal-sent', signal: fact.signal, pids: fact.pids};
    // Each kill and each stop of ours ends in a stop or a reload, each hook in a start, which has an entry.
    case 'process-killed':
    case 'hook-succeeded':
    case 'stop-answered':
      return null;
  }
}

/** Whether a process that was spawned at a moment of the node's clock (s) may be there for one that crashed at another. */
export function isRespawn(crashed: number, spawned: number): boolean {
  return (spawned - crashed) * 1_000 <= RESPAWN;
}

function spawned(
  row: WatcherRow | null,
  {pid, at}: Extract<EventFact, {type: 'process-spawned'}>,
): WatcherOccurrence | null {
  // While it starts, the start itself is what matters.
  if (row?.state !== 'running') return null;
  const crash = row.crashes.seen.at(-1);
  const isReplacing = crash !== undefined && at.monotonic - crash.at.monotonic <= RESPAWN;
  // Each process that ended by that event is replaced by one: any more replace none.
  const end = isReplacing ? crash.ends[row.crashes.spawnedSince.size] : undefined;
  return end === undefined ? {kind: 'spawned', pid} : {kind: 'crashed', pid: end.pid, exit: end.exit, replacedBy: pid};
}
