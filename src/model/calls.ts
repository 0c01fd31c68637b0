import type {StartedProcess} from './ending.js';
import type {LogHits, LogPiece, LogRead, LogSearch, LogSources} from './log.js';
import type {CircusdIdentity, NodeEndpoints, NodeId} from './node.js';
import type {ProcessCommand, Setting, ToldProcess} from './node-details.js';
import type {OptionValue} from './option-table.js';
import type {NodeReading, ReadValue, ReadValues, WatcherReading} from './reading.js';
import type {ConfigureReply, ConfigureRequest, NodeInfo, ReportedHealth, ResetReply, ResetRequest} from './service.js';
import type {Stream, StreamBatch} from './stream.js';
import type {WatcherOptions, WatcherState} from './watcher.js';

/**
 * The circus commands that circusman sends, each with what it takes and what it answers. The wire turns them into JSON and
 * checks the answers; a new one is a line here and an entry in `wire/protocol.ts`.
 */
export interface Calls {
  /** circus `status` without a name: every watcher's state. Needs no lock. */
  readonly statuses: {readonly args: Record<never, never>; readonly reply: ReadonlyMap<string, WatcherState>};
  /** circus `status` with a name. */
  readonly status: {readonly args: OfWatcher; readonly reply: WatcherState};
  /** circus `list` with a name: live pids. */
  readonly processes: {readonly args: OfWatcher; readonly reply: readonly number[]};
  /**
   * circus `stats` with a name: its processes, and what these have started themselves, and no deeper. It blocks circusd, for
   * 7 ms with 5 processes, for a second with 200.
   */
  readonly children: {
    readonly args: OfWatcher;
    readonly reply: {readonly pids: readonly number[]; readonly started: readonly StartedProcess[]};
  };
  /** circus `stats` without a name: the processes of each watcher by its exact name. Costs circusd about 1.5 ms for each process. */
  readonly everyProcess: {readonly args: Record<never, never>; readonly reply: ReadonlyMap<string, ListedProcesses>};
  /** circus `stats` with a name: what runs under it, and what these have started. Costs circusd about 1.5 ms for each process. */
  readonly toldProcesses: {readonly args: OfWatcher; readonly reply: readonly ToldProcess[]};
  /** circus `get`, with these keys alone: `options` would bring the whole environment, which holds secrets. */
  readonly options: {readonly args: OfWatcher; readonly reply: WatcherOptions};
  /** circus `globaloptions`: the bind strings, such as `tcp://*:5556`, and the ms between two looks for processes that ended. */
  readonly endpoints: {
    readonly args: Record<never, never>;
    readonly reply: {readonly endpoints: NodeEndpoints; readonly checkDelay: number};
  };
  /** circus `dstats`: blocks circusd for 10 ms, so it is asked once after each connect, and not in a hurry without need. */
  readonly identity: {readonly args: Record<never, never>; readonly reply: CircusdIdentity};
  /** circus `start`, waiting, matched exactly. Takes the node's lock. */
  readonly start: {
    readonly args: OfWatcher;
    readonly reply: {readonly started: readonly number[]; readonly kept: readonly number[]};
  };
  /** circus `stop`, waiting, matched exactly. Takes the node's lock. */
  readonly stop: {readonly args: OfWatcher; readonly reply: null};
  /** circus `restart`, waiting, matched exactly. Takes the node's lock. */
  readonly restart: {
    readonly args: OfWatcher;
    readonly reply: {readonly started: readonly number[]; readonly kept: readonly number[]};
  };
  /** circus `incr`, waiting. Takes the node's lock. */
  readonly incr: {readonly args: OfWatcher & {readonly by: number}; readonly reply: Resized};
  /** circus `decr`, waiting. Takes the node's lock. */
  readonly decr: {readonly args: OfWatcher & {readonly by: number}; readonly reply: Resized};
  /** circus `set`, waiting. Takes the node's lock. */
  readonly set: {
    readonly args: OfWatcher & {readonly options: Readonly<Record<string, OptionValue>>};
    readonly reply: null;
  };
  /** circus `get` with these keys; it refuses all if it does not know one of them. */
  readonly get: {
    readonly args: OfWatcher & {readonly keys: readonly string[]};
    readonly reply: ReadonlyMap<string, ReadValue>;
  };
  /** One of the circus commands that tell something of a node, as circus tells it. */
  readonly readNode: {readonly args: {readonly command: NodeReading}; readonly reply: ReadValues};
  /** The same of a watcher. */
  readonly readWatcher: {
    readonly args: OfWatcher & {readonly command: WatcherReading; readonly isExtended: boolean};
    readonly reply: ReadValues;
  };
  /**
   * circus `kill`, waiting: the stop signal, or `signal`, to the watcher's processes or one of them, and SIGKILL after
   * `gracefulTimeout` seconds; null: as the watcher is set. Needs no lock.
   */
  readonly kill: {
    readonly args: OfWatcher & {
      readonly pid: number | null;
      readonly stopSignal: number | null;
      readonly gracefulTimeout: number | null;
    };
    readonly reply: null;
  };
  /** circus `reload`, waiting: new processes first, or one by one (`isSequential`), then the old ones end. Takes the node's lock. */
  readonly reload: {
    readonly args: OfWatcher & {readonly isSequential: boolean};
    readonly reply: {readonly started: readonly number[]; readonly kept: readonly number[]};
  };
  /** circus `add`, waiting, started where it is to. Takes the node's lock. */
  readonly add: {
    readonly args: OfWatcher & {
      readonly cmd: string;
      readonly options: Readonly<Record<string, OptionValue>>;
      readonly isStarted: boolean;
    };
    readonly reply: {readonly started: readonly number[]; readonly kept: readonly number[]};
  };
  /** circus `rm`, waiting. Takes the node's lock. `leavesRunning`: its processes live on, and nothing manages them any more. */
  readonly remove: {readonly args: OfWatcher & {readonly leavesRunning: boolean}; readonly reply: null};
  /** circus `reloadconfig`, waiting: of the whole node. Takes the node's lock. */
  readonly reloadConfig: {readonly args: Record<never, never>; readonly reply: null};
  /**
   * circus `quit`, waiting: circusd itself ends. Takes the node's lock. A node with the package answers, by watcher, what their
   * processes had started and lives on; null: a stock one.
   */
  readonly shutdown: {
    readonly args: Record<never, never>;
    readonly reply: ReadonlyMap<string, readonly StartedProcess[]> | null;
  };
  /** circus `signal`: to one process, or to all of the watcher's (`pid` null). Never refused, needs no lock. */
  readonly signal: {
    readonly args: OfWatcher & {readonly signal: number; readonly pid: number | null};
    readonly reply: null;
  };
  /** The package's `node-info`; a stock circusd does not know it. */
  readonly nodeInfo: {readonly args: Record<never, never>; readonly reply: NodeInfo};
  /** The package's `health`, of all watchers by name; at most half a second old. */
  readonly health: {readonly args: Record<never, never>; readonly reply: ReadonlyMap<string, ReportedHealth>};
  /** The package's `configure`: all files of the watcher's service, or none. */
  readonly configure: {readonly args: OfWatcher & {readonly request: ConfigureRequest}; readonly reply: ConfigureReply};
  /** The package's `reset`: the folders are aside when it answers, and removed later. */
  readonly reset: {readonly args: OfWatcher & {readonly request: ResetRequest}; readonly reply: ResetReply};
  /** A command of the package that answers what came of a stream since a cursor; `cursor` null: from where it begins. */
  readonly poll: {
    readonly args: Pick<Stream<unknown>, 'command' | 'properties'> & {readonly cursor: string | null};
    readonly reply: StreamBatch;
  };
  /** The package's `log-sources`: what logs these watchers have; null: all watchers. */
  readonly logSources: {readonly args: {readonly watchers: readonly string[] | null}; readonly reply: LogSources};
  /**
   * The package's `log`: a piece for each read, in the same order. `bytes`: of all together, at most MOST_LOG_BYTES; where it may
   * `deflate` them, which is for much at a time, at most MOST_DEFLATED_BYTES.
   */
  readonly readLogs: {
    readonly args: {readonly reads: readonly LogRead[]; readonly bytes: number; readonly deflate?: true};
    readonly reply: readonly LogPiece[];
  };
  /** The package's `log-find`: looks through some megabytes and says where to go on. */
  readonly findInLog: {readonly args: LogSearch; readonly reply: LogHits};
  /** The package's `processes`: the command lines of what the watchers' processes are, and of what these have started. */
  readonly commandLines: {
    readonly args: Record<never, never>;
    readonly reply: ReadonlyMap<string, readonly ProcessCommand[]>;
  };
  /** The package's `signal-process`: to that very process; `started` (s after the boot) null: whichever has the pid. */
  readonly signalProcess: {
    readonly args: OfWatcher & {readonly pid: number; readonly started: number | null; readonly signal: number};
    readonly reply: null;
  };
  /** circus `get`: how the watcher is set, without its environment. */
  readonly settings: {readonly args: OfWatcher; readonly reply: readonly Setting[]};
  /** circus `get` of `env`, which holds secrets: only where somebody asks to see it. */
  readonly environment: {readonly args: OfWatcher; readonly reply: readonly Setting[]};
  /** The package's `adopt`, which ends the watcher's orphans. */
  readonly adopt: {
    readonly args: OfWatcher;
    /** `killed`: those that did not end on SIGTERM. */
    readonly reply: {readonly ended: readonly number[]; readonly killed: readonly number[]};
  };
}

/** `wanted`: how many processes the watcher is to have now; a singleton has one, whatever it is asked for. */
export interface Resized {
  readonly wanted: number;
  readonly isSingleton: boolean;
}

/** A watcher's processes. */
export interface ListedProcesses {
  readonly live: readonly number[];
  /** Those that have ended, that circusd has not yet reported. */
  readonly ended: readonly number[];
}

interface OfWatcher {
  readonly watcher: string;
}

export type CallName = keyof Calls;

/** What came of a call. None of these is an exception: every one of them is an answer that somebody must show. */
export type CallResult<Reply> =
  /** `nodeTime`: seconds on the node's clock when it answered. */
  | {readonly kind: 'reply'; readonly reply: Reply; readonly nodeTime: number}
  /** The node said no; also when its lock was held by something else until the timeout. */
  | {readonly kind: 'refused'; readonly reason: string}
  /** The node cannot have seen it: offline, stale until the timeout, cancelled before it was sent, read-only. */
  | {readonly kind: 'unsent'; readonly reason: string}
  /** It was sent and no answer came. The node may have done it, or may still. */
  | {readonly kind: 'lost'; readonly reason: string};

export interface CallOptions {
  /** Milliseconds for all of it: waiting for a stale node, for the node's lock, and for the answer. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** What the call waits for meanwhile ("the node's lock, held by another stop"); null: no longer. */
  readonly onWait?: (waitsFor: string | null) => void;
  /** Asked just before it is sent, also before each further try: why it must not be; null: it may. Only of calls that take the node's lock. */
  readonly refusal?: () => Promise<string | null>;
}

/** One circus command to one node. It never throws. */
export type CallPort = <Name extends CallName>(
  node: NodeId,
  name: Name,
  args: Calls[Name]['args'],
  options: CallOptions,
) => Promise<CallResult<Calls[Name]['reply']>>;
