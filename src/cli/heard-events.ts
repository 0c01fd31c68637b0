import type {EventFact, Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Instant} from '../model/time.js';
import {ourTime} from '../store/our-time.js';
import type {NodeRow, State} from '../store/state.js';
import {missingText} from '../wording/event.js';
import {leftOutText} from '../wording/left-out.js';
import {isNodeEvent, type NodeEvent} from '../wording/node-event.js';

/** What `events` prints: an event of a node, or that some are missing. */
export type Heard = {
  /** Milliseconds since 1970, by our clock. */
  readonly time: number;
  readonly node: NodeId;
} & (
  | {readonly kind: 'event'; readonly event: NodeEvent; readonly isRecalled: boolean}
  /** `lost`: how many; null: nobody knows. */
  | {readonly kind: 'gap'; readonly reason: string; readonly lost: number | null}
);

/** @param state as it is after the fact */
export function heardFrom(fact: Fact, state: State): readonly Heard[] {
  const row = 'node' in fact ? state.nodes.get(fact.node) : undefined;
  // Of two names of one circusd the first tells for both.
  if (row === undefined || row.sameAs !== null || !('node' in fact)) return [];
  const {node, at} = fact;
  switch (fact.type) {
    case 'events-recalled': {
      const events = fact.events.filter(isNodeEvent).map((event): Heard => {
        return {kind: 'event', node, time: timeOf(row, event, at), event, isRecalled: true};
      });
      const {lost} = fact;
      if (lost === null) return events;
      return [gap(node, events[0]?.time ?? at.wall, missingText(lost), lost.count), ...events];
    }
    case 'events-left-out':
      // What it keeps is recalled, and what it does not keep is counted then.
      if (!fact.isOver || row.caughtUp?.problem === null) return [];
      return [gap(node, at.wall, leftOutText(fact), fact.isMore ? null : fact.count)];
    case 'watcher-added':
    case 'watcher-removed':
    case 'watcher-started':
    case 'watcher-stopped':
    case 'watcher-updated':
    case 'watcher-reloaded':
    case 'process-spawned':
    case 'process-killed':
    case 'process-reaped':
    case 'hook-succeeded':
    case 'hook-failed':
      return fact.isListed ? [] : [{kind: 'event', node, time: at.wall, event: fact, isRecalled: false}];
    default:
      return [];
  }
}

/** That a node did not tell what was missed. */
export function gap(node: NodeId, time: number, reason: string, lost: number | null = null): Heard {
  return {kind: 'gap', node, time, reason, lost};
}

function timeOf(row: NodeRow, event: NodeEvent & EventFact, told: Instant): number {
  return ourTime(row, event.nodeTime, told).wall;
}
