import type {CircusdIdentity, NodeId, NodeSpec} from './node.js';
import {bracketed} from './node-spec.js';
import type {Instant} from './time.js';

export type DetectionId = number;

/** Where and how nodes are looked for, as it was asked. */
export interface DetectionSearch {
  /** Null: on this machine's own networks. */
  readonly nodes: readonly NodeSpec[] | null;
  /** The command ports that are tried on its own networks; those of `nodes` are their own. */
  readonly ports: readonly number[];
  /** Whether circus's own UDP multicast is asked, too; what answers it is checked as everything else is. */
  readonly isMulticast: boolean;
  /** The sets as they were typed; null: its own networks. */
  readonly typed: string | null;
}

/** What answers circus calls as circusd does, and what it says of itself. */
export interface FoundNode {
  /** How it was reached. */
  readonly spec: NodeSpec;
  /** What its address is called (reverse look-up), which comes later or never; null: not known. */
  readonly name: string | null;
  /** Version of circus, and of our package; null: only a node with the package says them. */
  readonly circus: string | null;
  readonly package: string | null;
  /** How many it has, without circus's own; null: not said. */
  readonly watchers: number | null;
  /** Round trip of one call, in milliseconds. */
  readonly rtt: number;
  /** probe: its address was tried · multicast: it answered to that, too · cluster: it is connected already, and was left alone. */
  readonly via: 'probe' | 'multicast' | 'cluster';
  /** Identifies its machine; null: not said. */
  readonly machine: string | null;
  /** Which start of a circusd answers; null: not said, or not asked. */
  readonly identity: CircusdIdentity | null;
  /** Where it says that it listens (circus: `endpoint`); null: not said. */
  readonly bind: string | null;
}

/** How far a detection is. What is tried is a port at an address. */
export interface DetectionProgress {
  readonly tried: number;
  /** How many there are to try; multicast adds what it hears of. */
  readonly of: number;
  /** Nodes, those that are connected already among them. */
  readonly found: number;
  /** Who answered as something else than circusd. */
  readonly others: number;
  /** Milliseconds that it may still take; null: not known yet. */
  readonly leftMs: number | null;
}

/** A search for nodes, under way or over. */
export interface Detection {
  readonly id: DetectionId;
  /** Where is looked, for people: "10.0.0.1-254", or this machine's networks. */
  readonly of: string;
  readonly state: 'running' | 'ended' | 'broken-off';
  readonly beganAt: Instant;
  /** Null: it runs. */
  readonly endedAt: Instant | null;
  readonly progress: DetectionProgress;
  /** In the order in which they answered, each way to one by itself: `detectedRows` has those that are one together. */
  readonly nodes: readonly FoundNode[];
  /** What the operator should know of it, for people, such as a network that was left out. */
  readonly notes: readonly string[];
}

/** What happened to a detection. What is said of another one than the last that began comes too late. */
export type DetectionFact =
  | {
      readonly type: 'detection-began';
      readonly at: Instant;
      readonly detection: DetectionId;
      readonly of: string;
      readonly progress: DetectionProgress;
      readonly notes: readonly string[];
    }
  /** Some answered; the node that has the same id as one before takes its place. */
  | (OfDetection & {readonly type: 'detection-found'; readonly nodes: readonly FoundNode[]})
  /** A reverse look-up came to something. */
  | (OfDetection & {readonly type: 'detection-named'; readonly names: ReadonlyMap<NodeId, string>})
  /** At most ten times a second. */
  | (OfDetection & {readonly type: 'detection-progressed'; readonly progress: DetectionProgress})
  /** `notes` are added to those that there are. */
  | (OfDetection & {
      readonly type: 'detection-ended';
      readonly state: 'ended' | 'broken-off';
      readonly progress: DetectionProgress;
      readonly notes: readonly string[];
    });

interface OfDetection {
  readonly at: Instant;
  readonly detection: DetectionId;
}

/** Whether it listens at this address alone, so that no other address leads to it; a name that stands for this one does. */
export function isOnlyHere({bind, spec: {host, commandPort}}: Pick<FoundNode, 'bind' | 'spec'>): boolean {
  return bind === `tcp://${bracketed(host)}:${commandPort}`;
}

/** Addresses with a port that one search may try: a key waits until they are told apart. */
export const MOST_PLACES = 65_536;

/** All of these, each once. @returns a sentence where they are too many */
export function mergePlaces(lists: readonly (readonly NodeSpec[])[]): readonly NodeSpec[] | string {
  const places = new Map(lists.flatMap(nodes => nodes.map(spec => [spec.id, spec])));
  return places.size > MOST_PLACES ? 'these are more than 65,536 addresses and ports' : [...places.values()];
}
