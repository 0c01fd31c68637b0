/** What a program may use of its process. `cli.tsx` makes it, so that all else can be tested without a process. */
export interface Io {
  /** Results. Control characters are made visible. */
  readonly out: (text: string) => void;
  /** Resolves once what was printed has gone, but for a little: whoever prints without end waits for that, so that it need not be kept. */
  readonly room: () => Promise<void>;
  /** Everything else. Control characters are made visible. */
  readonly err: (text: string) => void;
  /** Progress on stderr as it is, control characters and all; only where `isTerminal`. */
  readonly draw: (text: string) => void;
  /** Whether progress may be drawn. */
  readonly isTerminal: boolean;
  /** How many columns the terminal has for it now. */
  readonly columns: () => number;
  /** Calls the listener for SIGINT, SIGTERM and SIGHUP, until the returned function is called. */
  readonly onSignal: (listener: (signal: EndSignal) => void) => () => void;
  /**
   * If an error of the program itself ends it, this reports what came of the jobs that run. One at a time, until the
   * returned function is called.
   */
  readonly onFault: (reportJobs: (say: Io['err']) => Promise<void>) => () => void;
}

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Exit codes are a promise to scripts: ok · something was not ok · usage, config or refused. */
export const EXIT = {ok: 0, notOk: 1, usage: 2} as const;

/** The exit code of a program that a signal has ended, as shells report it. */
export function exitCodeOf(signal: EndSignal): number {
  switch (signal) {
    case 'SIGHUP':
      return 129;
    case 'SIGINT':
      return 130;
    case 'SIGTERM':
      return 143;
  }
}
