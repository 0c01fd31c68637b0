import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {NodeRow, State, WatcherRow} from './state.js';

/** Milliseconds: which of the steps below this one a round trip has moves by itself, on a network that is as it was. */
const SLOW = 10;

/** What comes of asking a node again and again. */
const ANSWERS: ReadonlySet<Fact['type']> = new Set(['ping-answered', 'statuses-read', 'health-read']);

/**
 * Whether these facts changed nothing that an operator waits to see: pings that were answered as before, and that its watchers are as
 * they were. What the screen shows of them, such as ages, changes with the next frame, which is made within seconds in any case.
 */
export function isQuiet(before: State, after: State, facts: readonly Fact[]): boolean {
  return (
    before.events === after.events &&
    facts.every(fact => ANSWERS.has(fact.type) && 'node' in fact && isSameNode(before, after, fact.node))
  );
}

function isSameNode(before: State, after: State, node: NodeId): boolean {
  const one = before.nodes.get(node);
  const other = after.nodes.get(node);
  return one === other || (one !== undefined && other !== undefined && isSameRow(one, other));
}

function isSameRow(one: NodeRow, other: NodeRow): boolean {
  if (one.link !== other.link || one.isRead !== other.isRead || one.left !== other.left || !isSameRoundTrip(one, other))
    return false;
  if (one.watchers.size !== other.watchers.size) return false;
  for (const [name, watcher] of other.watchers) {
    const known = one.watchers.get(name);
    if (known === undefined || !isSameWatcher(known, watcher)) return false;
  }
  return true;
}

function isSameRoundTrip({roundTripStep: one}: NodeRow, {roundTripStep: other}: NodeRow): boolean {
  return one === other || (one !== null && other !== null && one < SLOW && other < SLOW);
}

function isSameWatcher(one: WatcherRow, other: WatcherRow): boolean {
  return (
    one.state === other.state &&
    one.processes === other.processes &&
    one.lastExit === other.lastExit &&
    one.crashes === other.crashes &&
    one.health === other.health &&
    one.ready === other.ready
  );
}
