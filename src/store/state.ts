import type {Crashes} from '../model/crashes.js';
import type {Job} from '../model/job.js';
import type {CircusdIdentity, LinkState, NodeId, NodeSpec} from '../model/node.js';
import type {NodeInfo, WatcherHealth} from '../model/service.js';
import type {Instant} from '../model/time.js';
import type {Exit, WatcherOptions, WatcherState} from '../model/watcher.js';
import type {EventEntry} from './event-entry.js';
import type {ProcessEnd} from './process-ends.js';
import {RowMap} from './row-map.js';

/** All that is known now. Immutable: a change makes new objects along its path, so `===` tells whether a row changed. */
export interface State {
  /** In the cluster's order. */
  readonly nodes: RowMap<NodeId, NodeRow>;
  /** Oldest first. */
  readonly jobs: readonly Job[];
  /** What happened last, newest last, at the most EVENTS_KEPT of them. */
  readonly events: readonly EventEntry[];
}

export const EVENTS_KEPT = 200;

export interface NodeRow {
  readonly spec: NodeSpec;
  readonly link: LinkState;
  /** When `link` became what it is. */
  readonly linkSince: Instant;
  /** Why it is offline, for people; null otherwise. */
  readonly error: string | null;
  /** Its last answer; null when it never answered. */
  readonly lastSeen: Instant | null;
  /** Milliseconds, newest last, at the most 15. */
  readonly roundTrips: readonly number[];
  /** The round trip as it is shown: a step that two medians in a row agreed on, in ms (0 stands for "<1"); null: none yet. */
  readonly roundTripStep: number | null;
  readonly medianStep: number | null;
  readonly circusd: CircusdIdentity | null;
  /** The bind string of its command socket, as it tells it; null: not read in this epoch. */
  readonly endpoint: string | null;
  /** Whether its circusd has our package, which alone can tell `info` and its watchers' `health`; null: it has not said in this epoch. */
  readonly hasPackage: boolean | null;
  /** What the node told of itself in this epoch; null: nothing yet, or its circusd has not our package. */
  readonly info: NodeInfo | null;
  /** When it told that: what it says of load, memory and disks is of then. Null: `info` is. */
  readonly infoAt: Instant | null;
  /** Events that were left out, while it sends more than are taken in (`isMore`: that many at least); null: all are. */
  readonly leftOut: {readonly count: number; readonly isMore: boolean} | null;
  /** The machine that is remembered there, and trusted; null: none is. */
  readonly knownMachine: string | null;
  /** An earlier row behind which the same circusd was found; such a row is not shown and is no target. */
  readonly sameAs: NodeId | null;
  /** Service watchers and circus's own, in the order of `status`. */
  readonly watchers: ReadonlyMap<string, WatcherRow>;
  /** False until the first `status` of this epoch was read. */
  readonly isRead: boolean;
}

export interface WatcherRow {
  readonly name: string;
  readonly state: WatcherState;
  /** When `state` became what it is, as far as circusman saw it. */
  readonly stateSince: Instant;
  /** Null: no readiness check is known, or it is stopped. */
  readonly ready: boolean | null;
  /** Since when it is ready or not, as its node told; null: `ready` is. */
  readonly readySince: Instant | null;
  /** Node time (s) of the newest word that a process of it came: what was told of its readiness before that says nothing. */
  readonly startTime: number;
  /** When its state was last heard of. */
  readonly seenAt: Instant;
  /** Node time (s) of the newest word on its state. */
  readonly stateTime: number;
  readonly crashes: Crashes;
  /** How the last process that went down by itself ended; null: none did since it was last started, or somebody stopped it after that. */
  readonly lastExit: Exit | null;
  /** Node time (s) of the newest word on that. */
  readonly exitTime: number;
  /** By pid. */
  readonly processes: ReadonlyMap<number, ProcessRow>;
  /** When an event last said that a process of it came or went; null: none has. */
  readonly processesSince: Instant | null;
  /** Those of its processes that did their work since it was last started: they returned 0, and no other comes for them. */
  readonly done: ReadonlySet<number>;
  /** Node time (s) of the newest word on its processes. */
  readonly processesTime: number;
  /** Pids that were told to end, by circusd or by circusman: their end is no crash. */
  readonly toldToEnd: ReadonlySet<number>;
  /** Processes that were told to end, or have ended, and how; the last ones last. */
  readonly ends: readonly ProcessEnd[];
  readonly options: WatcherOptions | null;
  /** What the node told last of how it is; null: nothing yet, or its circusd has not our package. */
  readonly health: WatcherHealth | null;
}

export interface ProcessRow {
  readonly pid: number;
  /** Percent of one core; null: no sample yet. */
  readonly cpu: number | null;
  /** Resident bytes; null: no sample yet. */
  readonly memory: number | null;
  /** How many samples came in; 0 when it is known from `list` or an event only. */
  readonly samples: number;
  /** When the last sample came in. */
  readonly sampledAt: Instant | null;
}

export const EMPTY_STATE: State = {nodes: RowMap.of([]), jobs: [], events: []};
