import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {PACKAGE_ROOT} from '../test/support/package-root.js';
import {openPseudoTerminal, type PseudoTerminal, type PseudoTerminalOptions} from '../test/support/pseudo-terminal.js';
import {hasEnded} from './process-usage.js';

/** A program in a pseudo-terminal that is measured. */
export interface Terminal extends PseudoTerminal {
  /** Resolves when the process is gone, even if its output was not read. */
  readonly ended: () => Promise<void>;
}

export type TerminalOptions = Pick<PseudoTerminalOptions, 'env'>;

export const COLUMNS = 200;
export const ROWS = 50;
/** The command that the first line of the program stands for. */
export const CIRCUSMAN: readonly [string, ...string[]] = [
  process.execPath,
  '--min-semi-space-size=4',
  '--max-semi-space-size=4',
  `${PACKAGE_ROOT}dist/main.mjs`,
];

const POLL = 5;

export function openTerminal(command: readonly string[], options: TerminalOptions = {}): Terminal {
  const terminal = openPseudoTerminal(command, {...options, columns: COLUMNS, rows: ROWS, cwd: PACKAGE_ROOT});
  return {
    ...terminal,
    ended: async () => {
      while (!hasEnded(terminal.pid)) await wait(POLL);
    },
  };
}
