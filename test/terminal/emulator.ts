import {EventEmitter} from 'node:events';
import xterm from '@xterm/headless';

/** A terminal emulator behind an output stream; it keeps what was written. */
export interface Emulator {
  readonly terminal: xterm.Terminal;
  /** Like `process.stdout`: its size, and writing as a fallback. */
  readonly output: {
    columns: number;
    rows: number;
    readonly write: (text: string) => void;
    readonly on: (event: 'resize', listener: () => void) => unknown;
    readonly off: (event: 'resize', listener: () => void) => unknown;
  };
  readonly written: string[];
  readonly resize: (columns: number, rows: number) => void;
  /** The lines that it shows once it has processed everything written. */
  readonly lines: () => Promise<readonly string[]>;
  /** Resolves once it has processed everything written. */
  readonly settled: () => Promise<void>;
}

export function createEmulator(columns: number, rows: number): Emulator {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
  const emitter = new EventEmitter();
  const written: string[] = [];
  const output = {
    columns,
    rows,
    write: (text: string) => {
      written.push(text);
      terminal.write(text);
    },
    on: (event: 'resize', listener: () => void) => emitter.on(event, listener),
    off: (event: 'resize', listener: () => void) => emitter.off(event, listener),
  };
  const settled = () => new Promise<void>(resolve => terminal.write('', resolve));
  return {
    terminal,
    output,
    written,
    settled,
    resize: (newColumns, newRows) => {
      output.columns = newColumns;
      output.rows = newRows;
      terminal.resize(newColumns, newRows);
      emitter.emit('resize');
    },
    lines: async () => {
      await settled();
      const {active} = terminal.buffer;
      return Array.from({length: terminal.rows}, (_, y) =>
        (active.getLine(active.baseY + y)?.translateToString() ?? '').trimEnd(),
      );
    },
  };
}
