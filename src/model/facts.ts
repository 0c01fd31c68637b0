import type {Answer} from './answer.js';
import type {ClusterOrigin} from './cluster-origin.js';
import type {DetectionFact} from './detection.js';
import type {FileRun} from './file-run.js';
import type {Fetched, Job, JobId, JobOrigin, Outcome, Target} from './job.js';
import type {LogState} from './log-window.js';
import type {CircusdIdentity, NodeEndpoints, NodeId, NodeSpec} from './node.js';
import type {NodeDetails} from './node-details.js';
import type {NodeInfo, ReportedHealth} from './service.js';
import type {StreamWord} from './stream.js';
import type {Instant} from './time.js';
import type {UsageFact} from './usage-facts.js';
import type {Exit, WatcherOptions, WatcherState} from './watcher.js';

/**
 * What has happened. Facts are the only thing that changes the store; they are plain data that a file can hold, without
 * secrets. `at` is when the controller received it; `nodeTime` is the node's own clock in seconds, where it gave it.
 */
export type Fact =
  | ClusterFact
  | MachineFact
  | LinkFact
  | ReadFact
  | EventFact
  | RecallFact
  | UsageFact
  | JobFact
  | StreamFact
  | DetectionFact
  | LogFact
  | DetailsFact
  | NoteFact
  | ReadOnlyFact
  | FileRunFact;

/** The operator changed the set of nodes; those that stay keep all that is known of them. */
export interface ClusterFact {
  readonly type: 'cluster-changed';
  readonly at: Instant;
  readonly nodes: readonly NodeSpec[];
  /** What it is made from; null: nothing that has a name; absent: what it was made from before. */
  readonly origin?: ClusterOrigin | null;
}

/**
 * Which machine answered behind a node first, or was trusted there since, in this run or an earlier one; null: that was
 * forgotten, as what answers there is trusted and does not say which machine it is.
 */
export interface MachineFact extends OfNode {
  readonly type: 'machine-remembered';
  readonly machine: string | null;
}

/** What is heard of one node. */
export interface OfNode {
  readonly at: Instant;
  readonly node: NodeId;
}

/** What happens to the connection to a node. */
export type LinkFact =
  /** A ping's answer arrived; `rtt` in milliseconds, `nodeTime` in seconds on the node's clock. The node is online. */
  | (OfNode & {readonly type: 'ping-answered'; readonly rtt: number; readonly nodeTime?: number})
  /** The answer to a ping is overdue. The node is stale. */
  | (OfNode & {readonly type: 'ping-overdue'})
  /** No connection, none within the connect timeout, or 10 s of silence. The node is offline; `reason` is for people. */
  | (OfNode & {readonly type: 'node-lost'; readonly reason: string})
  /** First answer after a (re)connect, or the node's clock jumped: what was known before no longer decides anything. */
  | (OfNode & {readonly type: 'epoch-began'})
  /** It sends more events than are taken in; `count` since that began. Some more may have been lost; `isOver`: it has ended. */
  | (OfNode & {
      readonly type: 'events-left-out';
      readonly count: number;
      readonly isMore: boolean;
      readonly isOver: boolean;
    })
  /** Where it says that it listens (circus: `globaloptions`): it is the same for two names of one circusd. */
  | (OfNode & {readonly type: 'endpoints-read'; readonly endpoints: NodeEndpoints})
  /** Who answers there (circus: `dstats`), asked once after each connect. */
  | (OfNode & {readonly type: 'circusd-identified'; readonly circusd: CircusdIdentity});

interface OfNodeTime extends OfNode {
  readonly nodeTime: number;
}

/** What a node answered when it was asked. */
export type ReadFact =
  /** The state of every watcher (circus: `status` without a name); a watcher that is not in it is gone. */
  | (OfNodeTime & {readonly type: 'statuses-read'; readonly statuses: ReadonlyMap<string, WatcherState>})
  /** The live processes of one watcher (circus: `list` with a name). */
  | (OfNodeTime & {readonly type: 'processes-read'; readonly watcher: string; readonly pids: readonly number[]})
  /** How one watcher is configured (circus: `get`). */
  | (OfNodeTime & {readonly type: 'options-read'; readonly watcher: string; readonly options: WatcherOptions})
  /** What the node is (the package's `node-info`); null: its circusd has not our package. Asked after each connect and now and then. */
  | (OfNode & {readonly type: 'node-info-read'; readonly info: NodeInfo | null})
  /** How all its watchers are (the package's `health`); what it says may be half a second older than `nodeTime`. */
  | (OfNodeTime & {readonly type: 'health-read'; readonly health: ReadonlyMap<string, ReportedHealth>})
  /** Asking in the background came to nothing; `call` is the circus command. */
  | (OfNode & {readonly type: 'read-failed'; readonly call: string; readonly reason: string});

/** Which of a node's events it is: the start of its circusd, and a number that counts from 1 there. Only our package tells. */
export interface EventPlace {
  readonly life: string;
  readonly number: number;
}

interface OfWatcher extends OfNodeTime {
  /** The name as `status` spells it. */
  readonly watcher: string;
  /** Absent: its node has no package, or one that is too old. */
  readonly place?: EventPlace;
  /** Whether it was recalled before it came: then it changes the state, and is no entry once more. */
  readonly isListed?: true;
}

/** circusd's event stream (topics `watcher.<name>.<action>`), and what circusman itself did that has no event. */
export type EventFact =
  | (OfWatcher & {readonly type: 'watcher-added' | 'watcher-removed'})
  | (OfWatcher & {readonly type: 'watcher-started' | 'watcher-stopped' | 'watcher-updated' | 'watcher-reloaded'})
  | (OfWatcher & {readonly type: 'process-spawned'; readonly pid: number})
  /** circusd sent it a stop signal (circus: `kill`). */
  | (OfWatcher & {readonly type: 'process-killed'; readonly pid: number})
  /** circusd collected it (circus: `reap`); `byItself`: whether nobody asked for its end, as our package says (absent: it does not). */
  | (OfWatcher & {
      readonly type: 'process-reaped';
      readonly pid: number;
      readonly exit: Exit | null;
      readonly byItself?: boolean;
    })
  | (OfWatcher & {
      readonly type: 'hook-succeeded' | 'hook-failed';
      readonly hook: string;
      readonly error: string | null;
    })
  /** circusd did what circusman's own `stop` asked for; it may have had nothing to do. */
  | (OfWatcher & {readonly type: 'stop-answered'})
  /** circusman sent a signal, for which circus has no event; `pids` null means every process of the watcher. */
  | (OfNode & {
      readonly type: 'signal-sent';
      readonly watcher: string;
      readonly signal: number;
      readonly pids: readonly number[] | null;
    });

/**
 * What happened on a node while nobody listened (the package's `poll-events`). It changes the list of what happened, and no watcher:
 * how these are is read.
 */
export type RecallFact =
  /** `lost`: how many events before them are gone, null where nobody knows. `rtt` (ms): of the answer that told the node's time. */
  | (OfNodeTime & {
      readonly type: 'events-recalled';
      readonly rtt: number;
      readonly events: readonly EventFact[];
      readonly lost: {readonly count: number | null; readonly why: MissingReason} | null;
    })
  /** The node was asked for what was missed until now, and all of it has come; `problem`: why nobody knows whether it has; null: it has. */
  | (OfNode & {readonly type: 'events-caught-up'; readonly problem: RecallProblem | null});

export type RecallProblem = Extract<MissingReason, 'keeps-none' | 'unanswered'>;

/**
 * Why events may be missing. keeps-none: circusman was not connected, and the node has no package that keeps events · restarted: its
 * circusd was started anew, and with it what it had kept is gone · not-kept: there were more than the node keeps · unanswered: it
 * could not be asked.
 */
export type MissingReason = 'keeps-none' | 'restarted' | 'not-kept' | 'unanswered';

/** The course of a job. `index` counts its targets from 0. */
export type JobFact =
  | {
      readonly type: 'job-began';
      readonly at: Instant;
      readonly job: JobId;
      readonly text: string;
      readonly command: string;
      /** Whether it only says what it would do. */
      readonly isDryRun: boolean;
      readonly targets: readonly Target[];
      /** Absent: not known. */
      readonly by?: JobOrigin;
    }
  | {readonly type: 'job-target-began'; readonly at: Instant; readonly job: JobId; readonly index: number}
  | {
      readonly type: 'job-target-waits';
      readonly at: Instant;
      readonly job: JobId;
      readonly index: number;
      readonly waitsFor: string | null;
      /** Force would end what it waits for; absent: there is nothing to force. */
      readonly mayForce?: true;
    }
  | {
      readonly type: 'job-target-fetched';
      readonly at: Instant;
      readonly job: JobId;
      readonly index: number;
      readonly progress: Fetched;
    }
  | {
      readonly type: 'job-target-answered';
      readonly at: Instant;
      readonly job: JobId;
      readonly index: number;
      readonly answer: Answer;
    }
  | {
      readonly type: 'job-target-ended';
      readonly at: Instant;
      readonly job: JobId;
      readonly index: number;
      readonly outcome: Outcome;
    }
  | {readonly type: 'job-ended'; readonly at: Instant; readonly job: JobId}
  /** The journal has a job that an earlier circusman left. */
  | {readonly type: 'job-recalled'; readonly at: Instant; readonly job: JobId; readonly recalled: Job}
  /** Of such a job: what its node says of a target whose outcome was not known. */
  | {
      readonly type: 'job-target-seen';
      readonly at: Instant;
      readonly job: JobId;
      readonly index: number;
      readonly outcome: Outcome;
    };

/** What is heard of a stream that somebody follows, and that nobody follows it any more. */
export type StreamFact =
  | {
      readonly type: 'stream-heard';
      readonly at: Instant;
      readonly node: NodeId;
      readonly stream: string;
      readonly word: StreamWord<unknown>;
    }
  | {readonly type: 'stream-forgotten'; readonly at: Instant; readonly node: NodeId; readonly stream: string};

/** The operator wrote something down. */
export interface NoteFact {
  readonly type: 'noted';
  readonly at: Instant;
  readonly text: string;
}

/** The operator wants nothing sent from now on that would change a node, or lets it through again. */
export interface ReadOnlyFact {
  readonly type: 'read-only-switched';
  readonly at: Instant;
  readonly isOn: boolean;
}

/** How far the bring-up file is that runs; null: none does any more. */
export interface FileRunFact {
  readonly type: 'file-run-changed';
  readonly at: Instant;
  readonly run: FileRun | null;
}

/** What was read of a node for its screen; null: no node's screen is shown any more. */
export interface DetailsFact {
  readonly type: 'node-details-read';
  readonly at: Instant;
  readonly details: NodeDetails | null;
}

/** What of the logs that are open is here now; null: none is open any more. */
export interface LogFact {
  readonly type: 'log-shown';
  readonly at: Instant;
  readonly log: LogState | null;
}
