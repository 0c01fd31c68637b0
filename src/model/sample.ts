/**
 * What a node with our package read of its processes and its machine at one moment, as it sends it once a second on circus's event
 * socket. Counters, no rates: a message that is lost costs resolution only. Bytes and seconds; null: it may not be read.
 */
export interface NodeSample {
  /** The start of its sampler: counters of two lives have nothing to do with each other. */
  readonly life: string;
  /** Counts from 1 within a life. */
  readonly number: number;
  /** Seconds on the node's monotonic clock. */
  readonly time: number;
  /** Seconds since the machine was booted, on the clock that its processes' `started` is of. */
  readonly uptime: number;
  /** circusd itself. */
  readonly own: OwnSample;
  readonly machine: MachineSample;
  /** The file systems of the services' homes, by watcher; one that is not known is left out. */
  readonly homes: ReadonlyMap<string, Space>;
  /** By their names in `status`, circus's own among them. */
  readonly watchers: ReadonlyMap<string, WatcherSample>;
  /** How many processes are listed in none of them: a node lists a thousand, those that circus itself started before all others. */
  readonly left: number;
}

/** Seconds of CPU until now, resident bytes. */
export interface OwnSample {
  readonly user: number;
  readonly system: number;
  readonly resident: number;
  readonly threads: number;
}

export interface MachineSample {
  readonly cores: number;
  /** Seconds since boot, of all cores together. `wait`: idle, with somebody waiting for a disk; `steal`: taken by the hypervisor. */
  readonly cpu: {
    readonly user: number;
    readonly system: number;
    readonly wait: number;
    readonly steal: number;
    readonly idle: number;
  };
  readonly memory: {readonly total: number; readonly available: number};
  readonly swap: Space;
  /** Of the last 1, 5 and 15 minutes. */
  readonly load: readonly [number, number, number];
  /** Whole disks by name; `busy`: seconds in which it had something to do. */
  readonly disks: ReadonlyMap<string, {readonly read: number; readonly written: number; readonly busy: number}>;
  /** By name, without loopback. */
  readonly networks: ReadonlyMap<string, {readonly received: number; readonly sent: number}>;
}

export interface Space {
  readonly total: number;
  readonly free: number;
}

/** The processes of a watcher, with all that they have started. */
export interface WatcherSample {
  /** What they have used since its node began to watch them, also those that have ended: it never falls within a life. */
  readonly total: Used;
  /** When the total began at 0, in seconds after the machine's boot; null: an older package does not tell. */
  readonly since: number | null;
  /** How many there are, and what they hold, now. */
  readonly count: number;
  readonly resident: number;
  readonly threads: number;
  /**
   * When the newest of them that circus itself started, and that lives, was started, in seconds after the machine's boot; null: none
   * lives, or an older package does not tell.
   */
  readonly newest: number | null;
  /** Those that live; where a node has very many, some of them. */
  readonly processes: readonly SampledProcess[];
}

/** Seconds of CPU; bytes from and to storage. */
interface Used {
  readonly user: number;
  readonly system: number;
  readonly read: number | null;
  readonly written: number | null;
}

/** One process; `pid` and `started` together tell it from all others. */
export interface SampledProcess extends Used {
  readonly pid: number;
  /** The pid of its parent; 0: that is none of the watcher's, as where circus itself started it, or the one who did has ended. */
  readonly parent: number;
  /** Seconds after the machine's boot. */
  readonly started: number;
  readonly resident: number;
  readonly threads: number;
}
