import {isDeepStrictEqual} from 'node:util';
import type {WatcherHealth} from '../model/service.js';
import type {Instant} from '../model/time.js';
import type {WatcherRow} from './state.js';

/** Seconds that what a node tells of its watchers' health may be older than its answer: it gives one answer to all who ask. */
const OLDEST = 0.5;

/**
 * The row after a process of the watcher came, at `nodeTime` (s): it is not ready until the node says so of this start. The
 * node's word and the event travel on different sockets, so that word may be here already.
 */
export function begun(row: WatcherRow, at: Instant, nodeTime: number): WatcherRow {
  if (nodeTime <= row.startTime) return row;
  const next = {...row, startTime: nodeTime};
  const isChecked = row.health !== null && row.health.isReady !== null;
  if (!isChecked || (row.ready === true && (row.health?.since ?? 0) >= nodeTime)) return next;
  return {...next, ready: false, readySince: at};
}

/** What does not run is neither ready nor not. */
export function withoutReadiness(row: WatcherRow): WatcherRow {
  return row.ready === null ? row : {...row, ready: null, readySince: null};
}

/** The row after its node told how it is; the same one where that is nothing new. */
export function withHealth(row: WatcherRow, told: WatcherHealth, at: Instant, nodeTime: number): WatcherRow {
  const isSame = isDeepStrictEqual(row.health, told);
  const health = isSame && row.health !== null ? row.health : withKept(row.health, told);
  if (row.state === 'stopped' || told.isReady === null) {
    const next = withoutReadiness(row);
    return isSame ? next : {...next, health};
  }
  // What is told of the time before the last start is not of the processes that are there now.
  const isOfNow = Math.max(nodeTime - OLDEST, told.since ?? 0) >= row.startTime;
  const ready = isOfNow && told.isReady;
  if (isSame && ready === row.ready) return row;
  const since = isOfNow ? sinceInstant(row, told, at, nodeTime) : (row.readySince ?? at);
  return {...row, health, ready, readySince: since};
}

/** What is told, where its configuration is the same as before with the objects of then: what is made of these stays true. */
function withKept(before: WatcherHealth | null, told: WatcherHealth): WatcherHealth {
  if (before === null) return told;
  const isSame = (part: 'configured' | 'edited') => isDeepStrictEqual(before[part], told[part]);
  return {
    ...told,
    configured: isSame('configured') ? before.configured : told.configured,
    edited: isSame('edited') ? before.edited : told.edited,
  };
}

/** `since` on our own clock; a process that came later cannot have been unready before. */
function sinceInstant(row: WatcherRow, told: WatcherHealth, at: Instant, nodeTime: number): Instant {
  const {readySince} = row;
  if (readySince !== null && row.ready === told.isReady && row.health?.since === told.since) return readySince;
  const since = Math.max(told.since ?? 0, told.isReady === false ? row.startTime : 0) || nodeTime;
  const ago = Math.max(0, nodeTime - since) * 1_000;
  return {monotonic: at.monotonic - ago, wall: at.wall - ago};
}
