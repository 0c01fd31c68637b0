/** What was used between two samples of a node. CPU of processes in percent of one core; bytes, bytes/s. Null: not known. */
export interface NodeFigures {
  readonly machine: MachineFigures;
  /** circusd itself. */
  readonly own: {readonly cpu: number | null; readonly memory: number};
  /** By watcher's name. */
  readonly watchers: ReadonlyMap<string, WatcherFigures>;
}

export interface MachineFigures {
  /** Percent of all cores' time. */
  readonly cpu: {
    readonly user: number;
    readonly system: number;
    readonly wait: number;
    readonly steal: number;
  } | null;
  /** Bytes from and to all disks in a second. */
  readonly read: number | null;
  readonly written: number | null;
  /** Percent of the time in which the busiest disk had something to do. */
  readonly busy: number | null;
  /** Bytes in a second. */
  readonly received: number | null;
  readonly sent: number | null;
}

/** A watcher's processes, with all that they have started. */
export interface WatcherFigures {
  readonly cpu: number | null;
  /** Resident bytes. */
  readonly memory: number;
  readonly threads: number;
  /** How many processes there are. */
  readonly count: number;
  /** Bytes from and to storage in a second. */
  readonly read: number | null;
  readonly written: number | null;
  /** Seconds since the newest of them that circus itself started, and that still runs; null: none runs, or it is not known. */
  readonly uptime: number | null;
}

/** One process, for as long as it lives. */
export interface ProcessFigures {
  readonly pid: number;
  /** 0: that is none of the watcher's, as where circus itself started it, or the one who did has ended. */
  readonly parent: number;
  /** Seconds after the machine's boot: it and the pid tell it from all others. */
  readonly started: number;
  /** Seconds. */
  readonly age: number;
  readonly cpu: number | null;
  readonly memory: number;
  readonly threads: number;
  readonly read: number | null;
  readonly written: number | null;
}
