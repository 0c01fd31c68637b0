import type {ChoiceChange} from '../columns/change-choice.js';
import type {SortColumn} from '../columns/sort.js';
import type {Answer} from '../model/answer.js';
import type {CallPort} from '../model/calls.js';
import type {ChartRequest} from '../model/chart.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {DetectionId, DetectionSearch} from '../model/detection.js';
import type {FileDryRun} from '../model/file-run.js';
import type {Fetched, JobId} from '../model/job.js';
import type {LogCopies, LogCopyProblem} from '../model/log-copy.js';
import type {LogSelection} from '../model/log-window.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {FollowPort} from '../model/stream.js';
import type {Clock} from '../model/time.js';
import type {State} from '../store/state.js';

/** What a running command reports on its way; its outcome is what `run` resolves to, so there is exactly one. */
export type Progress =
  /** `pids`: the processes whose end it waits for, so that force would help; empty: force does not help now. */
  | {readonly type: 'waits'; readonly for: string | null; readonly pids: readonly number[]}
  /** Everything is sent and answered, and the rest is only observed: the next command may begin on the node. */
  | {readonly type: 'sent'}
  | {readonly type: 'fetched'; readonly progress: Fetched}
  | {readonly type: 'answer'; readonly answer: Answer};

/** What a running command may use of the world. Implemented outside: commands import no socket, file or clock. */
export interface Ports {
  readonly call: CallPort;
  readonly follow: FollowPort;
  readonly clock: Clock;
  readonly state: () => State;
  /** Resolves true when the state satisfies it, false after `timeout` ms or when the signal is aborted. */
  readonly until: (isSo: (state: State) => boolean, timeout: number, signal: AbortSignal) => Promise<boolean>;
  readonly cluster: {
    /** Makes these the cluster, in this order. `origin`: what they are made from; absent: what they were made from before. */
    readonly set: (nodes: readonly NodeSpec[], origin?: ClusterOrigin | null) => void;
    /** Resolves to the first of them whose name could be any word and is no host that this machine knows; null: there is none. */
    readonly strangeHost: (nodes: readonly NodeSpec[]) => Promise<string | null>;
  };
  /** Clusters by name. What changes them resolves to why it could not be done, for people; null: it is. */
  readonly clusters: {
    readonly save: (name: string, nodes: readonly NodeSpec[], isDefault: boolean) => Promise<string | null>;
    readonly rename: (name: string, next: string) => Promise<string | null>;
    readonly forget: (name: string) => Promise<string | null>;
    /** Says what the cluster that is open is made from; null: nothing that has a name. */
    readonly call: (origin: ClusterOrigin | null) => void;
  };
  readonly machines: {
    /** Reads again which machine is remembered behind the node: another circusman may have changed that. */
    readonly recall: (node: NodeId) => Promise<void>;
    /**
     * Remembers that this machine is the right one; null: forgets which one was.
     * @returns why that ends with this run, for people; null: it is kept
     */
    readonly trust: (node: NodeId, machine: string | null) => Promise<string | null>;
  };
  readonly files: {
    /** The templates in a folder, by name; or why they cannot be read, for people. */
    readonly templates: (folder: string, service: string) => Promise<Readonly<Record<string, string>> | string>;
    /** The copies of a watcher's logs in a folder of such copies, which is made where it is missing; or why there can be none. */
    readonly logCopies: (folder: string, node: NodeId, watcher: string) => Promise<LogCopies | LogCopyProblem>;
  };
  readonly screen: ScreenPort;
  /** Milliseconds until the end state; null: derived from each watcher's own options. */
  readonly timeout: number | null;
}

/** Looks for nodes. What it finds, and how far it is, is in the state (`detection`). */
export interface DetectPort {
  /** Begins at once; a detection under way is broken off. */
  readonly begin: (search: DetectionSearch) => DetectionId;
  /** Begins the last one again, if there was one. */
  readonly again: () => void;
  /** Breaks off the one under way, if there is one. */
  readonly end: () => void;
}

/** What a command of scope `screen` may ask of the program. */
export interface ScreenPort {
  /** Shows another screen, by its name; `job`: what the jobs screen is about, absent: as it chooses itself. */
  readonly show: (screen: string, job?: JobId) => void;
  readonly quit: () => void;
  /** Shows the nodes that this lets through; the empty text shows all. It was parsed before and is right. */
  readonly filter: (text: string) => void;
  /** Sorts by the column, the second time in reverse; null: the cluster's own order. */
  readonly sort: (column: SortColumn | null) => void;
  /** Shows these columns in the grid from now on, for this run. */
  readonly columns: (change: ChoiceChange) => void;
  /** Shows what happened on these nodes; null: everything. */
  readonly events: (nodes: readonly NodeId[] | null) => void;
  /** Shows one node; null: the one under the grid's cursor. */
  readonly node: (node: NodeId | null) => void;
  /** Looks for nodes, and shows what is found. */
  readonly detect: (search: DetectionSearch) => void;
  /** Opens logs, and shows them. */
  readonly log: (selection: LogSelection) => void;
  /** Draws figures over time. */
  readonly chart: (request: ChartRequest) => void;
  /** Shows what a file would do. */
  readonly dryRun: (dryRun: FileDryRun) => void;
  /** Writes a text down among what happened, at this moment. */
  readonly note: (text: string) => void;
  /** Whether nothing that would change a node is let through from now on. */
  readonly readOnly: (isOn: boolean) => void;
}
