import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {emulatedLines} from './emulated-lines.js';
import {PACKAGE_ROOT} from './package-root.js';

/** The program in a real pseudo-terminal, seen through a terminal emulator. */
export interface Screen {
  readonly pid: number;
  /** Types: each key is sent by itself, as a keyboard does. Names in <…>: <enter>, <esc>, <up>, <ctrl-c>. */
  readonly press: (keys: string) => void;
  /** Pastes, as a terminal does that says so (bracketed paste), or as one that does not. */
  readonly paste: (text: string, isBracketed: boolean) => void;
  /** Resolves with the lines once they are as wanted; rejects with what is seen after a generous deadline. */
  readonly until: (
    wanted: RegExp | ((lines: readonly string[]) => boolean),
    what?: string,
  ) => Promise<readonly string[]>;
  /** What is seen now. */
  readonly lines: () => readonly string[];
  readonly resize: (columns: number, rows: number) => void;
  /** Resizes, and resolves once the program has drawn its whole picture anew; rejects when it ends or does not. */
  readonly redrawn: (columns: number, rows: number) => Promise<void>;
  /** Lines that went on in the next one, or out of the screen at its top: the program wrote beyond its edges. */
  readonly beyond: () => number;
  /** Resolves when the program has ended. */
  readonly exit: Promise<{readonly code: number; readonly signal: number | undefined}>;
  /** Whether the alternate screen is on, and whether the cursor is hidden: what must be left as found. */
  readonly modes: () => {readonly isAlternate: boolean; readonly isCursorHidden: boolean};
  /** Ends the program if it still runs, and waits for it. */
  readonly close: () => Promise<void>;
}

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds that may pass until what is waited for is seen; absent: enough for all but databases. */
  readonly patience?: number;
  /** What to run instead of circusman itself, such as a shell that runs it. */
  readonly program?: readonly [string, ...string[]];
}

/** The bundle, which `npm test` has built. */
export const CIRCUSMAN = `${PACKAGE_ROOT}dist/main.mjs`;

const DEADLINE = 30_000;

/** What every picture begins with that is drawn anew. */
const WHOLE_PICTURE = '\u001B[2J';

const KEYS: ReadonlyMap<string, string> = new Map([
  ['enter', '\r'],
  ['esc', '\u001B'],
  ['up', '\u001B[A'],
  ['down', '\u001B[B'],
  ['right', '\u001B[C'],
  ['left', '\u001B[D'],
  ['home', '\u001B[H'],
  ['end', '\u001B[F'],
  ['pageup', '\u001B[5~'],
  ['pagedown', '\u001B[6~'],
  ['space', ' '],
  ['ctrl-c', '\u0003'],
  ['ctrl-u', '\u0015'],
  ['ctrl-z', '\u001A'],
]);

/** Starts circusman with these arguments. */
export function openScreen(args: readonly string[], options: ScreenOptions = {}): Screen {
  const {columns = 120, rows = 40, env = {}, patience = DEADLINE, program = [process.execPath, CIRCUSMAN]} = options;
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const [file, ...before] = program;
  const pty = spawn(file, [...before, ...args], {
    cols: columns,
    rows,
    cwd: PACKAGE_ROOT,
    env: {...cleanEnvironment(), ...env},
  });
  const watchers = new Set<() => void>();
  let modes = {isAlternate: false, isCursorHidden: false};
  let hasExited = false;
  let pictures = 0;
  let tail = '';
  pty.onData(data => {
    modes = readModes(modes, data);
    terminal.write(data, () => {
      // A sequence may come in two parts.
      const text = tail + data;
      pictures += text.split(WHOLE_PICTURE).length - 1;
      tail = text
        .slice(text.lastIndexOf(WHOLE_PICTURE) === -1 ? 0 : text.lastIndexOf(WHOLE_PICTURE) + WHOLE_PICTURE.length)
        .slice(1 - WHOLE_PICTURE.length);
      for (const watcher of watchers) watcher();
    });
  });
  const exit = new Promise<{code: number; signal: number | undefined}>(resolve => {
    pty.onExit(({exitCode, signal}) => {
      hasExited = true;
      // What it wrote last may still be on its way into the emulator.
      terminal.write('', () => resolve({code: exitCode, signal}));
    });
  });

  const lines = () => emulatedLines(terminal);
  const resize = (newColumns: number, newRows: number) => {
    terminal.resize(newColumns, newRows);
    pty.resize(newColumns, newRows);
  };
  const until: Screen['until'] = (wanted, what) => {
    const isSo = typeof wanted === 'function' ? wanted : (seen: readonly string[]) => wanted.test(seen.join('\n'));
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        watchers.delete(look);
      };
      const look = () => {
        if (!isSo(lines())) return;
        end();
        resolve(lines());
      };
      const giveUp = (why: string) => {
        end();
        reject(new Error(`${why}: ${what ?? String(wanted)}\n${lines().join('\n')}`));
      };
      const timer = setTimeout(() => giveUp(`not seen in ${patience / 1_000} s`), patience);
      watchers.add(look);
      look();
      void exit.then(() => giveUp('the program ended and this was not seen'));
    });
  };

  return {
    pid: pty.pid,
    press: keys => {
      for (const [, name, char] of keys.matchAll(/<([\w-]+)>|(.)/gsu)) {
        pty.write(name === undefined ? (char ?? '') : (KEYS.get(name) ?? `<${name}>`));
      }
    },
    paste: (text, isBracketed) => pty.write(isBracketed ? `\u001B[200~${text}\u001B[201~` : text),
    until,
    lines,
    resize,
    redrawn: async (newColumns, newRows) => {
      const before = pictures;
      resize(newColumns, newRows);
      await until(() => pictures > before, `the picture at ${newColumns} × ${newRows}`);
    },
    beyond: () => {
      const {active} = terminal.buffer;
      const wrapped = Array.from({length: terminal.rows}, (_, y) => active.getLine(active.baseY + y)?.isWrapped);
      return active.baseY + wrapped.filter(isWrapped => isWrapped === true).length;
    },
    exit,
    modes: () => modes,
    close: async () => {
      if (!hasExited) pty.kill('SIGKILL');
      await exit;
    },
  };
}

/** Nothing of the tests' own environment may reach the program: CI=1 would keep Ink from drawing. */
function cleanEnvironment(): Record<string, string> {
  const {HOME = '/', PATH = ''} = process.env;
  return {HOME, PATH, XDG_STATE_HOME: '/dev/null', TERM: 'xterm-256color', LANG: 'C.UTF-8'};
}

function readModes(before: ReturnType<Screen['modes']>, data: string): ReturnType<Screen['modes']> {
  let {isAlternate, isCursorHidden} = before;
  for (const [, mode, set] of data.matchAll(/\u001B\[\?(1049|25)([hl])/g)) {
    if (mode === '1049') isAlternate = set === 'h';
    else isCursorHidden = set === 'l';
  }
  return {isAlternate, isCursorHidden};
}
