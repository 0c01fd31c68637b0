import {type JsonField, rounded} from '../columns/column.js';
import {CELL_COLUMNS, NODE_COLUMNS} from '../columns/table.js';
import {recentCrashes} from '../model/crashes.js';
import type {Configured, NodeInfo} from '../model/service.js';
import type {Instant} from '../model/time.js';
import {isCircusOwn} from '../model/watcher.js';
import {wentDownBy} from '../model/watcher-facts.js';
import {isOtherMachine} from '../store/machines.js';
import {countsChildren, shownNodes} from '../store/selectors.js';
import {serviceError, serviceOf} from '../store/services.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
import {formatAge} from '../wording/display-state.js';

/** The watchers that are not circus's own. */
export function services(row: NodeRow): readonly WatcherRow[] {
  return [...row.watchers.values()].filter(watcher => !isCircusOwn(watcher.name));
}

/** The document of `status --json`. Bytes, percent of one core, milliseconds. */
export function statusJson(state: State, now: Instant, isQuick: boolean): object {
  return {
    version: 1,
    time: new Date(now.wall).toISOString(),
    nodes: shownNodes(state).map(row => nodeJson(row, now, isQuick)),
  };
}

function nodeJson(row: NodeRow, now: Instant, isQuick: boolean): object {
  const node = {node: row.spec.id, state: row.link};
  if (row.link === 'offline' || row.link === 'connecting') {
    return {...node, error: row.error ?? 'no answer yet', watchers: []};
  }
  const silence = row.lastSeen === null ? null : now.monotonic - row.lastSeen.monotonic;
  return {
    ...node,
    ...(row.link === 'stale' && silence !== null ? {error: `no answer for ${formatAge(silence)}`} : {}),
    ...fieldsOf(NODE_COLUMNS, row, now, isQuick),
    childrenCounted: isQuick || !row.isRead ? null : countsChildren(row),
    circus: row.info?.circus ?? null,
    package: row.info?.package ?? null,
    machine: row.info?.machine ?? null,
    otherMachine: isOtherMachine(row),
    ...(row.leftOut === null ? {} : {eventsLeftOut: row.leftOut.count}),
    ...leftJson(row.left),
    host: row.info === null ? null : hostJson(row.info, row.infoAt, now),
    watchers: services(row).map(watcher => watcherJson(row, watcher, now, isQuick)),
  };
}

/** What runs on of watchers that were removed; absent: nothing that is known. */
function leftJson(left: NodeRow['left']): object {
  return left.size === 0 ? {} : {left: [...left].map(([watcher, orphans]) => ({watcher, orphans}))};
}

/** What the machine reported last, and how long ago that is. */
function hostJson({load, cores, memory}: NodeInfo, reportedAt: Instant | null, now: Instant): object {
  const ageMs = reportedAt === null ? null : Math.round(now.monotonic - reportedAt.monotonic);
  return {load: rounded(load, 2), cores, memory, ageMs};
}

/** The fields that columns have, in their order. */
function fieldsOf<Row>(
  columns: readonly {readonly json: JsonField<Row> | null}[],
  row: Row,
  now: Instant,
  isQuick: boolean,
): object {
  const fields = columns.flatMap(({json}) => (json === null ? [] : [json]));
  return Object.fromEntries(
    fields.map(({field, value, isSampled}) => [field, isQuick && isSampled ? null : value(row, now)]),
  );
}

function watcherJson(node: NodeRow, row: WatcherRow, now: Instant, isQuick: boolean): object {
  return {
    watcher: row.name,
    state: row.state,
    ready: row.ready,
    answer: row.health?.answer ?? null,
    orphans: row.health?.orphans ?? [],
    configured: configuredJson(row.health?.configured ?? null),
    edited: row.health?.edited ?? [],
    disk: serviceOf(node, row.name)?.disk ?? null,
    error: serviceError(node, row.name),
    crashes: {recent: recentCrashes(row, now), lastExit: wentDownBy(row)},
    processes: row.processes.size,
    wanted: row.options?.wanted ?? null,
    ...fieldsOf(CELL_COLUMNS, row, now, isQuick),
    ageMs: Math.round(now.monotonic - row.seenAt.monotonic),
  };
}

/** `at` is by the node's clock. */
function configuredJson(configured: Configured | null): object | null {
  return configured === null ? null : {...configured, at: isoTime(configured.at)};
}

/** Seconds since 1970 as ISO 8601; null: outside the range of dates. */
function isoTime(seconds: number): string | null {
  const time = new Date(seconds * 1_000);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
