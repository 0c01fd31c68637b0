import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {build} from 'esbuild';
import {emulatedLines} from '../support/emulated-lines.js';

const DEADLINE = 20_000;

/** A program in a real pseudo-terminal that can stop reading. */
export interface PtyProgram {
  readonly pid: number;
  readonly type: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** The terminal takes no more output, as on a line that hangs; and goes on. */
  readonly stall: () => void;
  readonly flow: () => void;
  /** Closes the terminal, as a window or a connection is. */
  readonly hangUp: () => void;
  /** Shows text on the terminal that the program did not write. */
  readonly intrude: (text: string) => void;
  readonly until: (wanted: RegExp | ((lines: readonly string[]) => boolean)) => Promise<readonly string[]>;
  readonly lines: () => readonly string[];
  readonly terminal: xterm.Terminal;
  /** All that was read, as it came. */
  readonly received: () => string;
  readonly exit: Promise<number>;
  readonly close: () => Promise<void>;
}

/** Bundles the program under test. */
export async function bundleProgram(): Promise<{readonly file: string; readonly remove: () => void}> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'terminal-test-'));
  const file = path.join(folder, 'program.mjs');
  await build({
    entryPoints: [path.resolve('test/terminal/pty-program.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return {file, remove: () => rmSync(folder, {recursive: true})};
}

export function startPty(
  command: readonly [string, ...string[]],
  {columns = 80, rows = 24, env = {}}: {columns?: number; rows?: number; env?: Record<string, string>} = {},
): PtyProgram {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const [file, ...args] = command;
  const {HOME = '/', PATH = ''} = process.env;
  const pty = spawn(file, args, {
    cols: columns,
    rows,
    env: {HOME, PATH, XDG_STATE_HOME: '/dev/null', TERM: 'xterm-256color', PS1: 'shell> ', ...env},
  });
  const watchers = new Set<() => void>();
  let received = '';
  let hasExited = false;
  const show = (data: string) =>
    terminal.write(data, () => {
      for (const watcher of watchers) watcher();
    });
  pty.onData(data => {
    received += data;
    show(data);
  });
  // Answers to what the program asks.
  terminal.onData(answer => pty.write(answer));
  const exit = new Promise<number>(resolve => {
    pty.onExit(({exitCode}) => {
      hasExited = true;
      terminal.write('', () => resolve(exitCode));
    });
  });
  const lines = () => emulatedLines(terminal);
  return {
    pid: pty.pid,
    terminal,
    lines,
    exit,
    received: () => received,
    type: text => pty.write(text),
    stall: () => pty.pause(),
    flow: () => pty.resume(),
    hangUp: () => {
      if ('destroy' in pty && typeof pty.destroy === 'function') pty.destroy();
    },
    intrude: show,
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    until: wanted =>
      new Promise((resolve, reject) => {
        const isSo = typeof wanted === 'function' ? wanted : (seen: readonly string[]) => wanted.test(seen.join('\n'));
        const timer = setTimeout(() => {
          watchers.delete(look);
          reject(new Error(`not seen: ${String(wanted)}\n${lines().join('\n')}`));
        }, DEADLINE);
        const look = () => {
          if (!isSo(lines())) return;
          watchers.delete(look);
          clearTimeout(timer);
          resolve(lines());
        };
        watchers.add(look);
        look();
      }),
    close: async () => {
      if (!hasExited) pty.kill('SIGKILL');
      pty.resume();
      await exit;
    },
  };
}

/** What the program says of itself; `endMs` once it ended. */
interface Report {
  readonly frames: number;
  /** The longest that its loop was held up, in ms. */
  readonly worstStall: number;
  /** How long it took to end, in ms. */
  readonly endMs: number | null;
}

/** Throws while there is none. */
export function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8'));
}
