import type {Operands, Token} from '../command/arguments.js';
import type {Completion} from '../command/complete.js';
import type {JobPort} from '../command/job-port.js';
import type {ParseContext} from '../command/parse.js';
import type {Plan, Result} from '../command/plan.js';
import type {Ports, ScreenPort} from '../command/ports.js';
import type {FileDryRunPlan, FilePlan, FilePort} from '../command/run.js';
import type {Config} from '../config/config.js';
import type {KnownMachines} from '../files/known-machines.js';
import type {JobRunner} from '../job/runner.js';
import type {Journal} from '../journal/writer.js';
import type {CallPort} from '../model/calls.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {Fact} from '../model/facts.js';
import type {Job, Target} from '../model/job.js';
import type {LogPort} from '../model/log-window.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {NodeDetailsPort} from '../model/node-details.js';
import type {Clock} from '../model/time.js';
import type {Variables} from '../model/variables.js';
import type {Store} from '../store/store.js';
import type {Clusters} from './clusters.js';
import type {Detecting} from './detecting.js';
import type {RoomFor} from './open-files.js';

/** The parts of the program that are the same for every way to use it, tied together. */
export interface Session {
  /** Opens the connections to the nodes; until then they are only known. Call it once. */
  readonly connect: () => Promise<void>;
  readonly store: Store;
  /** Calls the listener with all facts, once the store has them. @returns the way to stop listening */
  readonly hear: (listener: (facts: readonly Fact[]) => void) => () => void;
  readonly call: CallPort;
  readonly runner: JobRunner;
  readonly jobs: JobPort;
  /** The program is about to end by a signal or a fault: the next start tells of the jobs that are broken off from now on. */
  readonly interrupt: () => void;
  /** Finds the jobs that an earlier circusman left, and that nobody has seen to yet; they are in the store then. */
  readonly recallInterrupted: () => Promise<readonly Job[]>;
  /** Of the node whose screen is shown. */
  readonly details: NodeDetailsPort;
  /** Reads logs: what of them is here is in the state. */
  readonly log: LogPort;
  /** Searches for nodes; works without `connect`, too. */
  readonly detecting: Detecting;
  readonly clock: Clock;
  readonly planLine: (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;
  readonly planTokens: (tokens: readonly Token[], how: 'exec' | 'run') => Result<Plan>;
  /** What commands are read against now, where nothing can be marked. */
  readonly parseContext: () => ParseContext;
  /** What the word before the cursor of a typed command can be completed to. */
  readonly complete: (text: string, cursor: number, marked: readonly NodeId[]) => Completion;
  readonly planCells: (command: string, cells: readonly Target[], given?: Operands) => Result<Plan>;
  /** Resolves when each node has answered and was read, or is given up for now; never later than the connect timeout. */
  readonly settled: (signal: AbortSignal) => Promise<void>;
  /** Resolves true when the state satisfies it, false after so many ms or when the signal is aborted. */
  readonly until: Ports['until'];
  /** Closes every connection. Call it once, last. */
  readonly close: () => Promise<void>;
}

/** Files of commands, as `FilePort` has them. */
export interface ScreenFiles extends Omit<FilePort, 'open' | 'dryRun'> {
  readonly open: (file: string, variables: Variables, context: ParseContext) => FilePlan | string;
  readonly dryRun: (
    file: string,
    variables: ReadonlyMap<string, string>,
    context: ParseContext,
  ) => FileDryRunPlan | string;
}

export interface SessionOptions {
  readonly config: Config;
  readonly nodes: readonly NodeSpec[];
  /** What they are made from; null: nothing that has a name. */
  readonly origin: ClusterOrigin | null;
  /** All that has a name. */
  readonly clusters: Clusters;
  readonly clock: Clock;
  /** Which machines answered in earlier runs. */
  readonly knownMachines: KnownMachines;
  /** Opens what is written of the jobs; it says through `warn` what cannot be. */
  readonly openJournal: (warn: (sentence: string) => void) => Journal;
  /** Says a sentence that nobody asked for. */
  readonly warn: (sentence: string) => void;
  readonly screen: ScreenPort;
  readonly wantsStatistics: boolean;
  /** As of a cluster. */
  readonly drainEvery?: number;
  /** Milliseconds from a connection until a node is asked what happened while there was none; absent: nobody looks at that. */
  readonly recallAfter?: number;
  /** Whether the cluster may become so large. */
  readonly roomFor: RoomFor;
  /** Runs files of commands on the screen; absent: there is none. */
  readonly files?: ScreenFiles;
}
