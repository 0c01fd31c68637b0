import {inNewEpoch} from '../model/crashes.js';
import type {LinkFact} from '../model/facts.js';
import {steadyRoundTripStep} from '../model/figures.js';
import type {LinkState} from '../model/node.js';
import type {Instant} from '../model/time.js';
import type {Draft} from './draft.js';
import type {NodeOccurrence} from './event-entry.js';
import {withoutReadiness} from './readiness.js';
import {type ClockReading, type NodeRow, UNREAD, type WatcherRow} from './state.js';

const ROUND_TRIPS_KEPT = 15;

/** How well a node answers. What was last known of its watchers stays while it does not. */
export function reduceLink(draft: Draft, fact: Exclude<LinkFact, {type: 'circusd-identified'}>): void {
  const row = draft.node(fact.node);
  if (row === null) return;
  const add = (occurrence: NodeOccurrence) =>
    draft.addEvent({at: fact.at, node: fact.node, watcher: null, ...occurrence});
  switch (fact.type) {
    case 'ping-answered':
      // The first answer of a node that was just added says nothing that the grid does not.
      if (row.link === 'offline' || row.link === 'stale') add({kind: 'online'});
      draft.setNode(withRoundTrip(withClock({...inLink(row, 'online'), lastSeen: fact.at}, fact), fact.rtt));
      return;
    case 'ping-overdue':
      if (row.link !== 'online') return;
      add({kind: 'stale'});
      draft.setNode(inLink(row, 'stale'));
      return;
    case 'node-lost':
      if (row.link === 'offline' && row.error === fact.reason) return;
      if (row.link !== 'offline') add({kind: 'offline', reason: fact.reason});
      draft.setNode({...inLink(row, 'offline'), error: fact.reason});
      return;
    case 'epoch-began':
      draft.setNode({
        ...row,
        ...UNREAD,
        watchers: ofEarlier(row),
      });
      return;
    case 'events-left-out': {
      const {count, isMore, isOver} = fact;
      if (row.leftOut === null) add({kind: 'leaves-out'});
      if (isOver) add({kind: 'left-out', count, isMore});
      draft.setNode({...row, leftOut: isOver ? null : {count, isMore}});
      return;
    }
    case 'endpoints-read':
      draft.setNode({...row, endpoints: fact.endpoints});
      return;
  }
}

function inLink(row: NodeRow, link: LinkState): NodeRow {
  return row.link === link ? row : {...row, link, error: null};
}

/** The step that is shown changes only once two pings in a row found the same, clearly past it, so that it does not flicker. */
function withRoundTrip(row: NodeRow, ms: number): NodeRow {
  const {roundTripStep: shown} = row;
  const roundTrips = [...row.roundTrips, ms].slice(-ROUND_TRIPS_KEPT);
  const foundStep = steadyRoundTripStep(lowerQuartile(roundTrips), shown);
  return {...row, roundTrips, foundStep, roundTripStep: foundStep === row.foundStep ? foundStep : shown};
}

/** The node told its time (s) at some moment between the question, `rtt` ms before, and the answer. */
export function withClock(
  row: NodeRow,
  {at, rtt, nodeTime}: {readonly at: Instant; readonly rtt: number; readonly nodeTime?: number},
): NodeRow {
  if (nodeTime === undefined) return row;
  const reading = {offset: nodeTime * 1_000 - (at.wall - rtt / 2), error: rtt / 2};
  return {...row, clockReadings: [...row.clockReadings, reading].slice(-ROUND_TRIPS_KEPT)};
}

/** How far the node's clock is ahead of ours, as its quickest answer told; null: it did not tell since it was connected, or set its clock. */
export function clockOffset({clockReadings: [first, ...others]}: NodeRow): ClockReading | null {
  if (first === undefined) return null;
  return others.reduce((best, reading) => (reading.error < best.error ? reading : best), first);
}

/** What the quicker ones take: the others were held up on this machine or on the node, and their middle moves with whatever these do. */
function lowerQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 4)] ?? 0;
}

/** Times of an earlier epoch are older than all of this one, whatever the node's clock says now; it may have lost its package, too. */
function ofEarlier(row: NodeRow): ReadonlyMap<string, WatcherRow> {
  return new Map(
    [...row.watchers].map(([name, watcher]) => {
      const times = {stateTime: BEFORE, processesTime: BEFORE, startTime: BEFORE, exitTime: BEFORE, spawnedAt: null};
      const crashes = inNewEpoch(watcher.crashes);
      return [
        name,
        {...withoutReadiness(watcher), ...times, crashes, health: null, options: null, figures: null, drawn: null},
      ];
    }),
  );
}

/** Node time (s) before every other. */
const BEFORE = 0;
