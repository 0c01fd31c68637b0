import {oneNames} from '../store/one-name.js';
import type {NodeRow, State} from '../store/state.js';
import {EXIT, exitCodeOf, type Io} from './io.js';
import {jsonLine} from './plain-output.js';
import type {Session} from './session.js';
import {services, statusJson} from './status-json.js';
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

function isDetailed(row: NodeRow): boolean {
  const isTold = row.hasPackage !== true || services(row).every(watcher => watcher.health !== null);
  return (
    isTold &&
    services(row).every(
      watcher =>
        (watcher.options !== null || oneNames(row.watchers).has(watcher.name)) &&
        (watcher.state !== 'running' || watcher.processesTime > 0),
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
