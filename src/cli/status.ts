import {recentCrashes} from '../model/crashes.js';
import {formatAge, wentDownBy} from '../model/display-state.js';
import type {NodeInfo} from '../model/service.js';
import type {Instant} from '../model/time.js';
import {isCircusOwn} from '../model/watcher.js';
import {isOtherMachine} from '../store/machines.js';
import {serviceError} from '../store/row-notes.js';
import {nodeUsage, shownNodes, watcherUsage} from '../store/selectors.js';
import {serviceOf} from '../store/services.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
import {EXIT, exitCodeOf, type Io} from './io.js';
import {jsonLine} from './plain-output.js';
import type {Session} from './session.js';
import {statusTable} from './status-table.js';

export interface StatusOptions {
  readonly isJson: boolean;
  /** Does not wait for statistics. */
  readonly isQuick: boolean;
}

/**
 * circusd-stats sends each second; a second sample of each process is there after this many ms, or never. So long, too, is looked whether
 * processes crash, where a node does not count that itself.
 */
const LOOK = 2_200;
const SAMPLES = 2;
/** How long the rest of what a node tells of itself may take after its first answer, in ms. */
const DETAILS = 2_000;

/** Tells what runs where, once. @returns the exit code: 0 when every node is online. */
export async function status(session: Session, {isJson, isQuick}: StatusOptions, io: Io): Promise<number> {
  const interrupt = new AbortController();
  let ended: number | null = null;
  const unlisten = io.onSignal(signal => {
    ended ??= exitCodeOf(signal);
    interrupt.abort();
  });
  await session.settled(interrupt.signal);
  await session.until(state => everyNode(state, isDetailed), DETAILS, interrupt.signal);
  if (!isQuick) await session.until(state => everyNode(state, isLookedAt), LOOK, interrupt.signal);
  unlisten();
  if (ended !== null) return ended;
  const state = session.store.state();
  const now = session.clock();
  io.out(isJson ? jsonLine(statusJson(state, now, isQuick)) : statusTable(state, now));
  return [...state.nodes.values()].every(row => row.link === 'online') ? EXIT.ok : EXIT.notOk;
}

function everyNode(state: State, isSo: (row: NodeRow) => boolean): boolean {
  return [...state.nodes.values()].every(row => row.link !== 'online' || isSo(row));
}

function services(row: NodeRow): readonly WatcherRow[] {
  return [...row.watchers.values()].filter(watcher => !isCircusOwn(watcher.name));
}

function isDetailed(row: NodeRow): boolean {
  const isTold = row.hasPackage !== true || services(row).every(watcher => watcher.health !== null);
  return (
    isTold &&
    services(row).every(
      watcher => watcher.options !== null && (watcher.state !== 'running' || watcher.processesTime > 0),
    )
  );
}

function isLookedAt(row: NodeRow): boolean {
  const counts = row.hasPackage === true || services(row).every(({state}) => state !== 'running');
  return counts && isSampled(row);
}

function isSampled(row: NodeRow): boolean {
  if (!row.watchers.has('circusd-stats')) return true;
  return services(row).every(watcher => [...watcher.processes.values()].every(process => process.samples >= SAMPLES));
}

/** The document of `status --json`. Bytes, percent of one core, milliseconds. */
function statusJson(state: State, now: Instant, isQuick: boolean): object {
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
  const usage = isQuick ? NO_USAGE : nodeUsage(row);
  const silence = row.lastSeen === null ? null : now.monotonic - row.lastSeen.monotonic;
  return {
    ...node,
    ...(row.link === 'stale' && silence !== null ? {error: `no answer for ${formatAge(silence)}`} : {}),
    rttMs: roundTo(row.roundTrips.at(-1) ?? null, 2),
    cpu: roundTo(usage.cpu, 1),
    memory: usage.memory,
    circus: row.info?.circus ?? null,
    package: row.info?.package ?? null,
    machine: row.info?.machine ?? null,
    otherMachine: isOtherMachine(row),
    ...(row.leftOut === null ? {} : {eventsLeftOut: row.leftOut.count}),
    host: row.info === null ? null : hostJson(row.info, row.infoAt, now),
    watchers: services(row).map(watcher => watcherJson(row, watcher, now, isQuick)),
  };
}

/** The machine as it was when it told last, and how long ago that is. */
function hostJson({load, cores, memory}: NodeInfo, toldAt: Instant | null, now: Instant): object {
  const ageMs = toldAt === null ? null : Math.round(now.monotonic - toldAt.monotonic);
  return {load: roundTo(load, 2), cores, memory, ageMs};
}

const NO_USAGE = {cpu: null, memory: null};

function watcherJson(node: NodeRow, row: WatcherRow, now: Instant, isQuick: boolean): object {
  const usage = isQuick ? NO_USAGE : watcherUsage(row);
  return {
    watcher: row.name,
    state: row.state,
    ready: row.ready,
    answer: row.health?.answer ?? null,
    orphans: row.health?.orphans ?? [],
    configured: row.health?.configured ?? null,
    edited: row.health?.edited ?? [],
    disk: serviceOf(node, row.name)?.disk ?? null,
    error: serviceError(node, row.name),
    crashes: {recent: recentCrashes(row, now), lastExit: wentDownBy(row)},
    processes: row.processes.size,
    wanted: row.options?.wanted ?? null,
    cpu: roundTo(usage.cpu, 1),
    memory: usage.memory,
    ageMs: Math.round(now.monotonic - row.seenAt.monotonic),
  };
}

function roundTo(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
