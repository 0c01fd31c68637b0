import {isDeepStrictEqual} from 'node:util';
import type {WatcherHealth} from '../model/service.js';
import type {Instant} from '../model/time.js';
import type {WatcherRow} from './state.js';

/** Seconds that a node's report of its watchers' health may be older than its answer: it gives the same report to all that ask. */
const OLDEST = 0.5;

/**
 * The row after a process of the watcher was spawned, at `nodeTime` (s): it is not ready until the node says so of this start.
 * The node's report and the event travel on different sockets, so that the report may be here already.
 */
export function awaitingReadiness(row: WatcherRow, at: Instant, nodeTime: number): WatcherRow {
  if (nodeTime <= row.startTime) return row;
  const next = {...row, startTime: nodeTime, spawnedAt: at};
  const isChecked = row.health !== null && row.health.isReady !== null;
  if (!isChecked || (row.ready === true && (row.health?.since ?? 0) >= nodeTime)) return next;
  return {...next, ready: false, readySince: at};
}

/** What does not run is neither ready nor not. */
export function withoutReadiness(row: WatcherRow): WatcherRow {
  return row.ready === null ? row : {...row, ready: null, readySince: null};
}

/** The row after its node reported how it is; the same one where that is nothing new. */
export function withHealth(row: WatcherRow, reported: WatcherHealth, at: Instant, nodeTime: number): WatcherRow {
  const isSame = isDeepStrictEqual(row.health, reported);
  const health = isSame && row.health !== null ? row.health : withKept(row.health, reported);
  if (row.state === 'stopped' || reported.isReady === null) {
    const next = withoutReadiness(row);
    return isSame ? next : {...next, health};
  }
  // A report of the time before the last start is not about the processes that are there now.
  const isOfNow = Math.max(nodeTime - OLDEST, reported.since ?? 0) >= row.startTime;
  const ready = isOfNow && reported.isReady;
  if (isSame && ready === row.ready) return row;
  const since = isOfNow ? sinceInstant(row, reported, at, nodeTime) : (row.readySince ?? at);
  return {...row, health, ready, readySince: since};
}

/** The report, with the objects of before where its configuration is the same: what is remembered by these stays true. */
function withKept(before: WatcherHealth | null, reported: WatcherHealth): WatcherHealth {
  if (before === null) return reported;
  const isSame = (part: 'configured' | 'edited') => isDeepStrictEqual(before[part], reported[part]);
  return {
    ...reported,
    configured: isSame('configured') ? before.configured : reported.configured,
    edited: isSame('edited') ? before.edited : reported.edited,
  };
}

/** `since` on our own clock; a process that was spawned later cannot have been unready before that. */
function sinceInstant(row: WatcherRow, reported: WatcherHealth, at: Instant, nodeTime: number): Instant {
  const {readySince} = row;
  if (readySince !== null && row.ready === reported.isReady && row.health?.since === reported.since) return readySince;
  const since = Math.max(reported.since ?? 0, reported.isReady === false ? row.startTime : 0) || nodeTime;
  const ago = Math.max(0, nodeTime - since) * 1_000;
  return {monotonic: at.monotonic - ago, wall: at.wall - ago};
}
