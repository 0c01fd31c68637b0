/** What a program may use of its process; `cli.tsx` makes it, so that everything else can be tested without one. */
export interface Io {
  /** Results, as plain text: whatever in it is no text for a terminal is named. */
  readonly out: (text: string) => void;
  /** Everything else, as plain text, too. */
  readonly err: (text: string) => void;
  /** Progress on stderr as it is, control characters and all; only where `isTerminal`. */
  readonly draw: (text: string) => void;
  /** Whether progress may be drawn. */
  readonly isTerminal: boolean;
  /** How many columns the terminal has for it now. */
  readonly columns: () => number;
  /** Tells of SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  readonly onSignal: (listener: (signal: EndSignal) => void) => () => void;
  /**
   * Should an error of the program's own end it, this tells what came of the jobs that run. One at a time; until the returned
   * function is called.
   */
  readonly onFault: (tellJobs: (say: Io['err']) => Promise<void>) => () => void;
}

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Exit codes are a promise to scripts: ok · something was not ok · usage, config or refused. */
export const EXIT = {ok: 0, notOk: 1, usage: 2} as const;

/** The exit code of a program that was ended by a signal, as shells have it. */
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
