import process from 'node:process';
import {PACKAGE_ROOT} from './package-root.js';
import {openPseudoTerminal, type PseudoTerminal, type PseudoTerminalOptions} from './pseudo-terminal.js';

/** circusman in a pseudo-terminal, with its keys by name. */
export interface Screen extends Pick<PseudoTerminal, 'pid' | 'until' | 'lines' | 'resize' | 'exit' | 'close'> {
  /** Types: each key is sent by itself, as a keyboard does. Names in <…>: <enter>, <esc>, <up>, <ctrl-c>. */
  readonly press: (keys: string) => void;
  /** Pastes, with bracketed paste or without. */
  readonly paste: (text: string, isBracketed: boolean) => void;
  /** Resizes, and resolves once the program has begun to draw a whole frame; rejects when it does not, or ends. */
  readonly redrawn: (columns: number, rows: number) => Promise<void>;
  /** How many lines wrapped, or scrolled out at the top: the program wrote beyond the edges of the screen. */
  readonly beyond: () => number;
  /** What was put into the clipboard of the terminal (OSC 52), oldest first. */
  readonly copied: () => readonly string[];
  /** The modes that must be left as they were found: alternate screen on, cursor hidden. */
  readonly modes: () => {readonly isAlternate: boolean; readonly isCursorHidden: boolean};
}

export interface ScreenOptions extends Pick<PseudoTerminalOptions, 'columns' | 'rows' | 'env' | 'patience'> {
  /** What to run instead of circusman itself, such as a shell that runs it. */
  readonly program?: readonly [string, ...string[]];
}

/** The bundle, built by `npm test`. */
export const CIRCUSMAN = `${PACKAGE_ROOT}dist/main.mjs`;

/** `CSI 2 J` erases the screen; each frame that is drawn as a whole begins with it. */
const ERASE_ALL = 2;
/** `CSI ? 25 h` and `l` show and hide the cursor. */
const CURSOR = 25;
/** The operating system command that writes to the clipboard. */
const CLIPBOARD = 52;

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
  ['tab', '\t'],
  ['shift-tab', '\u001B[Z'],
  ['ctrl-c', '\u0003'],
  ['ctrl-r', '\u0012'],
  ['ctrl-u', '\u0015'],
  ['ctrl-z', '\u001A'],
]);

/** Starts circusman with these arguments. */
export function openScreen(args: readonly string[], options: ScreenOptions = {}): Screen {
  const {columns = 120, rows = 40, program = [process.execPath, CIRCUSMAN], ...others} = options;
  const terminal = openPseudoTerminal([...program, ...args], {...others, columns, rows, cwd: PACKAGE_ROOT});
  const {emulator, type, until, resize} = terminal;
  let wholeFrames = 0;
  let isCursorHidden = false;
  // Returning false lets the emulator process the sequence, too.
  emulator.parser.registerCsiHandler({final: 'J'}, params => {
    if (params[0] === ERASE_ALL) wholeFrames++;
    return false;
  });
  for (const final of ['h', 'l']) {
    emulator.parser.registerCsiHandler({prefix: '?', final}, params => {
      if (params.includes(CURSOR)) isCursorHidden = final === 'l';
      return false;
    });
  }

  const copied: string[] = [];
  emulator.parser.registerOscHandler(CLIPBOARD, data => {
    copied.push(Buffer.from(data.replace(/^c;/, ''), 'base64').toString());
    return true;
  });

  return {
    ...terminal,
    copied: () => copied,
    press: keys => {
      for (const [, name, char] of keys.matchAll(/<([\w-]+)>|(.)/gsu)) {
        type(name === undefined ? (char ?? '') : (KEYS.get(name) ?? `<${name}>`));
      }
    },
    paste: (text, isBracketed) => type(isBracketed ? `\u001B[200~${text}\u001B[201~` : text),
    redrawn: async (newColumns, newRows) => {
      const before = wholeFrames;
      resize(newColumns, newRows);
      await until(() => wholeFrames > before, `the frame at ${newColumns} × ${newRows}`);
    },
    beyond: () => {
      const {active} = emulator.buffer;
      const wrapped = Array.from({length: emulator.rows}, (_, y) => active.getLine(active.baseY + y)?.isWrapped);
      return active.baseY + wrapped.filter(isWrapped => isWrapped === true).length;
    },
    modes: () => ({isAlternate: emulator.buffer.active.type === 'alternate', isCursorHidden}),
  };
}
