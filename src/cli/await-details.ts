import {oneNames} from '../store/one-name.js';
import type {NodeRow, State} from '../store/state.js';
import type {Session} from './session.js';
import {services} from './status-json.js';

/** Milliseconds for which crashes are watched where a node does not count them itself. */
const OBSERVED_FOR = 2_200;
/** A node sends samples each second, and circusd-stats does: a second one is there so many ms after that at the latest, or never. */
const SAMPLED_WITHIN = 800;
const SAMPLES = 2;
/** How long the rest of a node's details may take after its first answer, in ms. */
const DETAILS = 2_000;

/** Waits until the nodes have reported the details of their watchers and, unless it is to be quick, what these use, as far as they do. */
export async function awaitDetails(
  session: Pick<Session, 'until'>,
  {isQuick}: {readonly isQuick: boolean},
  signal: AbortSignal,
): Promise<void> {
  await session.until(state => everyNode(state, isDetailed), DETAILS, signal);
  if (isQuick) return;
  await session.until(state => everyNode(state, isObserved), OBSERVED_FOR, signal);
  await session.until(state => everyNode(state, isSampled), SAMPLED_WITHIN, signal);
}

function everyNode(state: State, isSo: (row: NodeRow) => boolean): boolean {
  return [...state.nodes.values()].every(row => row.link !== 'online' || isSo(row));
}

function isDetailed(row: NodeRow): boolean {
  const isReported = row.hasPackage !== true || services(row).every(watcher => watcher.health !== null);
  return (
    isReported &&
    services(row).every(
      watcher =>
        (watcher.options !== null || oneNames(row.watchers).has(watcher.name)) &&
        (watcher.state !== 'running' || watcher.processesTime > 0),
    )
  );
}

function isObserved(row: NodeRow): boolean {
  const counts = row.hasPackage === true || services(row).every(({state}) => state !== 'running');
  return counts && isSampled(row);
}

function isSampled(row: NodeRow): boolean {
  if (row.info !== null && row.info.samplesEvery !== null) return row.sampled !== null && row.sampled.before !== null;
  if (!row.watchers.has('circusd-stats')) return true;
  return services(row).every(watcher => [...watcher.processes.values()].every(process => process.samples >= SAMPLES));
}
