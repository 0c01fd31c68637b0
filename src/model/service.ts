import type {ReportedCrashes} from './crashes.js';
import type {LastStop} from './ending.js';
import type {Exit} from './watcher.js';

/** The version of the package's commands and their answers that this program speaks. */
export const PACKAGE_API = 1;

/** What a node with the package `circus/` says of itself (its command `node-info`), asked after each connect and now and then. */
export interface NodeInfo {
  /** Version of the package, such as "0.1.0". */
  readonly package: string;
  /** Version of its commands and their answers; it is raised by changes that a controller has to know of. */
  readonly api: number;
  /** Version of circus. */
  readonly circus: string;
  /** Identifies this machine, 16 hexadecimal digits; null: it has no such number. */
  readonly machine: string | null;
  /** The only address that it accepts as its own in the cluster; null: any that the machine has. */
  readonly address: string | null;
  /** Load average of the last minute, and how many cores carry it. */
  readonly load: number;
  readonly cores: number;
  /** Bytes. */
  readonly memory: {readonly total: number; readonly available: number};
  /** Seconds between two samples that it sends of its processes and its machine; null: it sends none, or an older package does not say. */
  readonly samplesEvery: number | null;
  /** Whether a start of a watcher of which some processes run starts the others; a stock circusd freezes over it. */
  readonly startsMissing: boolean;
  /** Empty where the package has another `api`: how that describes services is not known here. */
  readonly services: readonly ServiceInfo[];
}

/** A watcher that is described as a service. */
export interface ServiceInfo {
  readonly watcher: string;
  readonly service: string;
  /** The folder that it lives in; absent: it is not declared. */
  readonly home?: string | null;
  /** Whether a command that names no watcher means it. */
  readonly isInAll: boolean;
  /** Whether it cannot become ready before other members have started. */
  readonly startsTogether: boolean;
  /** Whether it is reset on all members or on none. */
  readonly resetsTogether: boolean;
  /** Milliseconds that a start may take until it is ready; null: no readiness check is declared. */
  readonly readyWithin: number | null;
  /** Whether it works only once it was configured; null: an older package does not say. */
  readonly needsConfigure: boolean | null;
  /** Its number in the cluster that it was configured for; null: never configured. */
  readonly identifier: number | null;
  /** Bytes on the disk of its home; null: the home cannot be used, and `error` says why. */
  readonly disk: {readonly total: number; readonly free: number} | null;
  readonly error: string | null;
}

/** A node in a service's cluster. */
export interface Member {
  readonly address: string;
  readonly identifier: number;
}

/** What a service was configured for last. */
export interface Configured {
  /** Seconds since 1970, on the node's clock. */
  readonly at: number;
  readonly address: string;
  readonly cluster: string;
  readonly identifier: number;
  readonly members: readonly Member[];
}

/** How a watcher is, as its node sees it (the package's command `health`). */
export interface WatcherHealth {
  /** The service that it is now; null: none. What `node-info` said may be older than a new configuration. */
  readonly service: string | null;
  /** Null: no readiness check is declared. */
  readonly isReady: boolean | null;
  /** Seconds since 1970, on the node's clock: when it was started, or when its readiness last changed, if that was later; null: neither yet. */
  readonly since: number | null;
  /** The answer to the last readiness check ("HTTP 404", "connection refused"); null: none yet. */
  readonly answer: string | null;
  /** Whether it is not ready, but within the time that a start may take. */
  readonly isStarting: boolean;
  readonly restarts: number;
  readonly lastExit: Exit | null;
  /** Processes that a killed circusd left behind, or `rm --nostop`, and those that outlived the process that had started them. */
  readonly orphans: readonly number[];
  /** What they are called, by pid, as far as the node knows. */
  readonly orphanNames?: ReadonlyMap<number, string>;
  /** It is no watcher any more, and was removed while these orphans were left: the rest is not known of it. */
  readonly isRemoved?: true;
  /** How it was stopped last; null: never since its circusd was started; absent: its package is too old to report that, or what outlived its parent. */
  readonly lastStop?: LastStop | null;
  readonly configured: Configured | null;
  /** Configured files that were changed by hand since. */
  readonly edited: readonly string[];
  /** Why it is not known what it is configured for; null: it is. */
  readonly error: string | null;
  /** Files removed so far by a reset, and of how many; null: none is under way. */
  readonly removing: {readonly done: number; readonly of: number} | null;
  /** The last lines of its output, while it is not ready. */
  readonly log: readonly string[];
}

/** The same with the node's count of its crashes, which changes more often; none where its package is too old to report it. */
export interface ReportedHealth extends WatcherHealth {
  readonly crashes?: ReportedCrashes | null;
}

/** The value of a template's variable. */
type Value = string | number | boolean | readonly string[];

/** The request that configures a service. */
export type ConfigureRequest =
  | {
      readonly undo: false;
      readonly address: string;
      readonly cluster: string;
      /** In the cluster's order. */
      readonly members: readonly Member[];
      readonly variables: Readonly<Record<string, Value>>;
      /** Text by name, used instead of the node's own; null: none. */
      readonly templates: Readonly<Record<string, string>> | null;
      readonly isDryRun: boolean;
      readonly isForced: boolean;
    }
  | {readonly undo: true; readonly isDryRun: boolean; readonly isForced: boolean};

/** A file of a service, and what configure makes of it. */
export interface ConfiguredFile {
  /** Relative to the service's home. */
  readonly file: string;
  readonly state: 'unchanged' | 'changed' | 'new' | 'removed';
  /** Unified; empty where nothing changes. */
  readonly diff: string;
}

export interface ConfigureReply {
  readonly files: readonly ConfiguredFile[];
  readonly identifier: number | null;
  readonly isApplied: boolean;
  /** It runs: what was written takes effect when it is restarted. */
  readonly waitsForRestart: boolean;
}

/** What is kept of a configure, for its differences to be shown. */
export interface ConfigureData {
  readonly files: readonly ConfiguredFile[];
  /** Null: none was sent. */
  readonly address: string | null;
  readonly identifier: number | null;
  readonly dryRun: boolean;
}

export interface ResetRequest {
  /** Neither: the data. */
  readonly data: boolean;
  readonly logs: boolean;
  readonly isDryRun: boolean;
  /** Whether all members of the service are reset. */
  readonly isWhole: boolean;
}

export interface ResetReply {
  readonly folders: readonly {
    readonly folder: string;
    readonly kind: 'data' | 'logs';
    readonly files: number;
    readonly bytes: number;
  }[];
  readonly files: number;
  readonly bytes: number;
}
