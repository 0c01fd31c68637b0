import {oneNames} from '../store/one-name.js';
import type {NodeRow, State} from '../store/state.js';
import type {Session} from './session.js';
import {services} from './status-json.js';

/**
 * circusd-stats sends each second; a second sample of each process is there after this many ms, or never. So long, too, is looked whether
 * processes crash, where a node does not count that itself.
 */
const LOOK = 2_200;
const SAMPLES = 2;
/** How long the rest of what a node tells of itself may take after its first answer, in ms. */
const DETAILS = 2_000;

/** Waits until the nodes have told what of their watchers changes by itself, as far as they do. */
export async function awaitDetails(
  session: Pick<Session, 'until'>,
  {isQuick}: {readonly isQuick: boolean},
  signal: AbortSignal,
): Promise<void> {
  await session.until(state => everyNode(state, isDetailed), DETAILS, signal);
  if (!isQuick) await session.until(state => everyNode(state, isLookedAt), LOOK, signal);
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
