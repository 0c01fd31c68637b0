/** A process that another had started. */
export interface StartedProcess {
  readonly pid: number;
  /** "java"; null: the node could not say. */
  readonly name: string | null;
}

/**
 * Who ended by force what a command was meant to end. circus: its graceful_timeout was over, or SIGKILL is the watcher's stop signal ·
 * operator: signal 9 was sent through circus (`K`, `signal`) · other: a sender that circus does not know of, or the kernel.
 */
export interface Force {
  readonly by: 'circus' | 'operator' | 'other';
}

/** How a node with the package stopped a watcher last, also by a restart. */
export interface LastStop {
  /** Seconds since 1970, on the node's clock. */
  readonly at: number;
  readonly until: number;
  /** How many processes it had; null: its package is too old to report that. */
  readonly of: number | null;
  /** Its processes that SIGKILL ended; setting: that is its stop signal. */
  readonly killed: readonly {readonly pid: number; readonly by: 'circus' | 'setting' | 'operator' | 'other'}[];
  /** What its processes had started and was ended with them, and which of those SIGTERM did not end. */
  readonly ended: readonly number[];
  readonly forced: readonly number[];
}
