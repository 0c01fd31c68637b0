import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {emulatedLines} from './emulated-lines.js';

/** Output of the program, and when it came (`performance.now()`). */
export interface Chunk {
  readonly at: number;
  readonly text: string;
}

/** What the screen must show: its lines, joined by line feeds, match, or the function returns true. */
export type Wanted = RegExp | ((lines: readonly string[]) => boolean);

/** A program in a real pseudo-terminal, seen through a terminal emulator. */
export interface PseudoTerminal {
  readonly pid: number;
  /** `performance.now()` just before the program was started. */
  readonly startedAt: number;
  readonly emulator: xterm.Terminal;
  /** What the screen shows now. */
  readonly lines: () => readonly string[];
  /** Resolves with the lines once they are as wanted and no frame is half drawn; rejects with what is shown when the program ends first, or time is up. */
  readonly until: (wanted: Wanted, what?: string) => Promise<readonly string[]>;
  /** As `until`, but resolves with the time of the output that made the screen so. */
  readonly timeOf: (wanted: Wanted, what?: string) => Promise<number>;
  readonly type: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** All output, in order. */
  readonly chunks: readonly Chunk[];
  readonly received: () => string;
  /** Stops reading output, as a terminal does after ctrl-s or on a line that hangs. */
  readonly stall: () => void;
  /** Reads output again. */
  readonly resume: () => void;
  /** Closes the terminal, as when a window is closed or a connection lost. */
  readonly hangUp: () => void;
  /** Shows text that the program did not write. */
  readonly intrude: (text: string) => void;
  /** Resolves when the program has ended, and the screen shows all that it wrote. */
  readonly exit: Promise<{readonly code: number; readonly signal: number | undefined}>;
  /** Kills the program if it still runs, and waits for its end. */
  readonly close: () => Promise<void>;
}

export interface PseudoTerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Absent: the folder of this process. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the emulator answers questions of the program, as most terminals do. */
  readonly answers?: boolean;
  /** Milliseconds that `until` waits at most. */
  readonly patience?: number;
}

const PATIENCE = 30_000;

/** Synchronised output: from `CSI ? 2026 h` to `l` a terminal shows nothing new, so that nobody sees half a frame. */
const SYNCHRONISED = 2026;

/** Starts a program in a terminal. It gets nothing else of this process's environment: CI=1 would keep Ink from drawing. */
export function openPseudoTerminal(command: readonly string[], options: PseudoTerminalOptions = {}): PseudoTerminal {
  const {columns = 80, rows = 24, cwd = process.cwd(), env = {}, answers = false, patience = PATIENCE} = options;
  const [file = '', ...args] = command;
  const {HOME = '/', PATH = ''} = process.env;
  const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const startedAt = performance.now();
  const pty = spawn(file, args, {
    cols: columns,
    rows,
    cwd,
    env: {
      HOME,
      PATH,
      XDG_STATE_HOME: '/dev/null',
      XDG_CONFIG_HOME: '/dev/null',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      ...env,
    },
  });
  let isFrameOpen = false;
  // Returning false lets the emulator process the sequence, too.
  for (const final of ['h', 'l']) {
    emulator.parser.registerCsiHandler({prefix: '?', final}, params => {
      if (params.includes(SYNCHRONISED)) isFrameOpen = final === 'h';
      return false;
    });
  }
  const chunks: Chunk[] = [];
  const watchers = new Set<(at: number) => void>();
  const show = (text: string, at = performance.now()) =>
    emulator.write(text, () => {
      for (const watcher of watchers) watcher(at);
    });
  pty.onData(text => {
    const at = performance.now();
    chunks.push({at, text});
    show(text, at);
  });
  if (answers) emulator.onData(answer => pty.write(answer));
  let hasExited = false;
  const exit = new Promise<{code: number; signal: number | undefined}>(resolve => {
    pty.onExit(({exitCode, signal}) => {
      hasExited = true;
      emulator.write('', () => resolve({code: exitCode, signal}));
    });
  });

  const lines = () => emulatedLines(emulator);
  function seen(wanted: Wanted, what = String(wanted)): Promise<{at: number; lines: readonly string[]}> {
    const isWanted =
      typeof wanted === 'function' ? wanted : (shown: readonly string[]) => wanted.test(shown.join('\n'));
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        watchers.delete(check);
      };
      const check = (at: number) => {
        if (isFrameOpen) return;
        const shown = lines();
        if (!isWanted(shown)) return;
        end();
        resolve({at, lines: shown});
      };
      const giveUp = (why: string) => {
        end();
        reject(new Error(`${why}: ${what}\n${lines().join('\n').trimEnd()}`));
      };
      const timer = setTimeout(() => giveUp(`not seen in ${patience / 1_000} s`), patience);
      watchers.add(check);
      check(performance.now());
      void exit.then(() => giveUp('the program ended and this was not seen'));
    });
  }

  return {
    pid: pty.pid,
    startedAt,
    emulator,
    lines,
    until: async (wanted, what) => (await seen(wanted, what)).lines,
    timeOf: async (wanted, what) => (await seen(wanted, what)).at,
    type: text => pty.write(text),
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    chunks,
    received: () => chunks.map(({text}) => text).join(''),
    stall: () => pty.pause(),
    resume: () => pty.resume(),
    hangUp: () => {
      if ('destroy' in pty && typeof pty.destroy === 'function') pty.destroy();
    },
    intrude: show,
    exit,
    close: async () => {
      if (!hasExited) pty.kill('SIGKILL');
      pty.resume();
      await exit;
      emulator.dispose();
    },
  };
}
