import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {PACKAGE_ROOT} from './package-root.js';
import {hasEnded} from './process-usage.js';

/** Output of the program, and when it came (`performance.now()`). */
export interface Chunk {
  readonly at: number;
  readonly text: string;
}

/** A program in a pseudo-terminal, seen through a terminal emulator. */
export interface Terminal {
  readonly pid: number;
  readonly startedAt: number;
  readonly type: (keys: string) => void;
  /** Resolves to the time of the output that made the screen so; rejects with what is on the screen when that does not happen. */
  readonly until: (isSo: (lines: readonly string[]) => boolean, what: string) => Promise<number>;
  readonly lines: () => readonly string[];
  /** All output, in order. */
  readonly chunks: readonly Chunk[];
  /** Stops reading, as a terminal does after ctrl-s. @returns reads again */
  readonly stall: () => () => void;
  /** Resolves when the process is gone. */
  readonly ended: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export const COLUMNS = 200;
export const ROWS = 50;
/** The command that the first line of the program stands for. */
export const CIRCUSMAN: readonly [string, ...string[]] = [
  process.execPath,
  '--max-semi-space-size=4',
  `${PACKAGE_ROOT}dist/main.mjs`,
];

const DEADLINE = 30_000;
const POLL = 5;

export function openTerminal(command: readonly string[], options: TerminalOptions = {}): Terminal {
  const {columns = COLUMNS, rows = ROWS, env = {}} = options;
  const [file = '', ...args] = command;
  const {HOME = '/', PATH = ''} = process.env;
  const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const startedAt = performance.now();
  const pty = spawn(file, args, {
    cols: columns,
    rows,
    cwd: PACKAGE_ROOT,
    env: {HOME, PATH, XDG_STATE_HOME: '/dev/null', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
  });
  const {pid} = pty;
  const chunks: Chunk[] = [];
  const watchers = new Set<(at: number) => void>();
  pty.onData(text => {
    const at = performance.now();
    chunks.push({at, text});
    emulator.write(text, () => {
      for (const watcher of watchers) watcher(at);
    });
  });
  const lines = () =>
    Array.from({length: rows}, (_, y) => emulator.buffer.active.getLine(y)?.translateToString(true) ?? '');
  const ended = async () => {
    while (!hasEnded(pid)) await wait(POLL);
  };

  return {
    pid,
    startedAt,
    type: keys => pty.write(keys),
    until: (isSo, what) => {
      const {promise, resolve, reject} = Promise.withResolvers<number>();
      const check = (at: number) => {
        if (isSo(lines())) resolve(at);
      };
      const giveUp = (why: string) => reject(new Error(`${what}: ${why}\n${lines().join('\n').trim()}`));
      const patience = setTimeout(() => giveUp(`not seen in ${DEADLINE / 1_000} s`), DEADLINE);
      const end = pty.onExit(() => emulator.write('', () => giveUp('the program ended before')));
      watchers.add(check);
      check(performance.now());
      return promise.finally(() => {
        clearTimeout(patience);
        end.dispose();
        watchers.delete(check);
      });
    },
    lines,
    chunks,
    stall: () => {
      pty.pause();
      return () => pty.resume();
    },
    ended,
    close: async () => {
      if (!hasEnded(pid)) pty.kill('SIGKILL');
      await ended();
      emulator.dispose();
    },
  };
}
