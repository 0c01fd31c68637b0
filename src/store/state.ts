import {Chunks} from '../model/chunks.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {Crashes} from '../model/crashes.js';
import type {Detection} from '../model/detection.js';
import type {RecallProblem} from '../model/facts.js';
import type {FileRun} from '../model/file-run.js';
import type {Job} from '../model/job.js';
import type {LogState} from '../model/log-window.js';
import type {CircusdIdentity, LinkState, NodeEndpoints, NodeId, NodeSpec} from '../model/node.js';
import type {NodeDetails} from '../model/node-details.js';
import type {NodeSample} from '../model/sample.js';
import type {NodeInfo, WatcherHealth} from '../model/service.js';
import type {SteadyCpu} from '../model/steady.js';
import type {Instant} from '../model/time.js';
import type {NodeFigures, WatcherFigures} from '../model/usage.js';
import type {Exit, WatcherOptions, WatcherState} from '../model/watcher.js';
import {USUAL_RULES, type WatcherRules} from '../model/watcher-rules.js';
import type {EventEntry} from './event-entry.js';
import type {ProcessEnd} from './process-ends.js';
import {RowMap} from './row-map.js';

/** All that is known now. Immutable: a change makes new objects along its path, so `===` says whether a row changed. */
export interface State {
  /** In the cluster's order. */
  readonly nodes: RowMap<NodeId, NodeRow>;
  /** What the cluster was made from; null: nothing that has a name. */
  readonly origin: ClusterOrigin | null;
  /** Oldest first. */
  readonly jobs: readonly Job[];
  /** What happened last, in the order of its time: EVENTS_KEPT entries, and few more. */
  readonly events: Chunks<EventEntry>;
  /** How many entries there have been: the number of the next one. */
  readonly entriesEver: number;
  /** What is followed on nodes: `streamOf` finds it. */
  readonly streams: ReadonlyMap<string, StreamRow>;
  /** The last search for nodes; null: there was none. `detectedRows` has what it found. */
  readonly detection: Detection | null;
  /** The logs that are open; null: none are. */
  readonly log: LogState | null;
  /** What was read of the node whose screen is shown; null: none is, or nothing has come yet. */
  readonly details: NodeDetails | null;
  /** Whether nothing is sent that would change a node. */
  readonly isReadOnly: boolean;
  /** The bring-up file that runs; null: none does. */
  readonly fileRun: FileRun | null;
  /** Set when the program begins. */
  readonly rules: WatcherRules;
}

/** A stream on a node, for as long as somebody follows it. */
export interface StreamRow {
  /** The last ones, oldest first; what they are the stream knows. */
  readonly items: readonly unknown[];
  /** How many are missing. */
  readonly lost: number;
  /** Whether more are missing, nobody knows how many. */
  readonly isMoreLost: boolean;
  /** Why nothing comes now, for people; null: it does. */
  readonly problem: string | null;
  /** Whether nothing will come any more. */
  readonly hasEnded: boolean;
}

export interface NodeRow {
  readonly spec: NodeSpec;
  readonly link: LinkState;
  /** Why it is offline, for people; null otherwise. */
  readonly error: string | null;
  /** Its last answer; null when it never answered. */
  readonly lastSeen: Instant | null;
  /** Milliseconds, newest last, at most 15. */
  readonly roundTrips: readonly number[];
  /** How far its clock was ahead of ours at the last pings, newest last, at most 15: `clockOffset` makes one of them. */
  readonly clockReadings: readonly ClockReading[];
  /** The round trip as it is shown: a step that the quicker quarter of the last ones reached at two pings in a row, in ms (0 stands for "<1"); null: none yet. */
  readonly roundTripStep: number | null;
  /** The step that they reached at the last ping. */
  readonly foundStep: number | null;
  readonly circusd: CircusdIdentity | null;
  /** Where it listens, as it reports it; null: not read in this epoch. */
  readonly endpoints: NodeEndpoints | null;
  /** Whether its circusd has our package, the only source of `info` and its watchers' `health`; null: not known in this epoch. */
  readonly hasPackage: boolean | null;
  /** What the node reported of itself in this epoch; null: nothing yet, or its circusd does not have our package. */
  readonly info: NodeInfo | null;
  /** When it reported that: load, memory and disks are of then. Null: `info` is. */
  readonly infoAt: Instant | null;
  /** What came of asking it for the events that were missed, when it was last asked; null: it has not been asked yet. */
  readonly caughtUp: {readonly problem: RecallProblem | null} | null;
  /** What it sends of its processes and its machine each second; null: nothing in this epoch, as a stock circusd. */
  readonly sampled: Sampled | null;
  /** Events that were left out, while it sends more than are taken in (`isMore`: that many at least); null: all are. */
  readonly leftOut: {readonly count: number; readonly isMore: boolean} | null;
  /** The machine that is remembered there, and trusted; null: none is. */
  readonly knownMachine: string | null;
  /** An earlier row behind which the same circusd was found; such a row is not shown and is no target. */
  readonly sameAs: NodeId | null;
  /** Service watchers and circus's own, in the order of `status`. */
  readonly watchers: ReadonlyMap<string, WatcherRow>;
  /** What still runs of watchers that were removed, by the names that they had; only a node with our package reports it. */
  readonly left: ReadonlyMap<string, readonly number[]>;
  /** False until the first `status` of this epoch was read. */
  readonly isRead: boolean;
}

/** The last sample of a node, and what was used between it and the one before. */
export interface Sampled {
  /** Null: the last one is the first. It may be of another life of the node's sampler. */
  readonly before: NodeSample | null;
  readonly last: NodeSample;
  readonly figures: NodeFigures;
  readonly at: Instant;
}

/** Milliseconds that the node's clock is ahead of ours, and by how many that may be wrong. */
export interface ClockReading {
  readonly offset: number;
  readonly error: number;
}

export interface WatcherRow {
  readonly name: string;
  readonly state: WatcherState;
  /** When `state` became what it is, as far as circusman saw it. */
  readonly stateSince: Instant;
  /** Null: no readiness check is known, or it is stopped. */
  readonly ready: boolean | null;
  /** Since when it is ready or not, as its node reported; null: `ready` is. */
  readonly readySince: Instant | null;
  /** Node time (s) when a process of it was last spawned: reports of its readiness from before that say nothing. */
  readonly startTime: number;
  /** The same moment by our clock; null: nobody saw it in this epoch. */
  readonly spawnedAt: Instant | null;
  /** When its state was last reported. */
  readonly seenAt: Instant;
  /** Node time (s) of that state. */
  readonly stateTime: number;
  readonly crashes: Crashes;
  /** How the last process ended that ended by itself; null: none did since it was last started, or somebody stopped it after that. */
  readonly lastExit: Exit | null;
  /** Node time (s) of that. */
  readonly exitTime: number;
  /** What its processes used, with all that they have started; null: its node sends no samples, or none of it. */
  readonly figures: WatcherFigures | null;
  /** What is drawn of what they used; null: nothing is known of it. */
  readonly drawn: Drawn | null;
  /** By pid. */
  readonly processes: ReadonlyMap<number, ProcessRow>;
  /** When an event last said that a process was spawned or ended; null: none has. */
  readonly processesSince: Instant | null;
  /** Those of its processes that did their work since it was last started: they returned 0, and circusd does not replace them. */
  readonly done: ReadonlySet<number>;
  /** Node time (s) when its processes were last known. */
  readonly processesTime: number;
  /** Pids that circusd or circusman asked to end: their end is no crash. */
  readonly expectedEnds: ReadonlySet<number>;
  /** Processes that were asked to end, or have ended, and how; the last ones last. */
  readonly ends: readonly ProcessEnd[];
  readonly options: WatcherOptions | null;
  /** What the node last reported of how it is; null: nothing yet, or its circusd does not have our package. */
  readonly health: WatcherHealth | null;
}

/** What a watcher uses as a picture shows it, so that it stays while nothing happens; what is exact is in the figures and the processes. */
export interface Drawn {
  readonly cpu: SteadyCpu | null;
  /** Resident bytes. */
  readonly memory: number | null;
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

/** What a node's row has of the node before it is read in an epoch. */
export const UNREAD = {
  isRead: false,
  circusd: null,
  endpoints: null,
  hasPackage: null,
  info: null,
  infoAt: null,
  leftOut: null,
  left: new Map<string, readonly number[]>(),
  sampled: null,
  clockReadings: [],
} as const satisfies Partial<NodeRow>;

export const EMPTY_STATE: State = {
  nodes: RowMap.of([]),
  origin: null,
  jobs: [],
  events: Chunks.of<EventEntry>([]),
  entriesEver: 0,
  streams: new Map(),
  detection: null,
  log: null,
  details: null,
  isReadOnly: false,
  fileRun: null,
  rules: USUAL_RULES,
};
