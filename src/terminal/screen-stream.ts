import {Writable} from 'node:stream';

/** The part of a terminal's output stream that is used here. */
export interface TerminalOutput {
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => unknown;
  readonly on: (event: 'resize', listener: () => void) => unknown;
  readonly off: (event: 'resize', listener: () => void) => unknown;
}

/** A stream that takes whole frames, as Ink writes them in its `debug` mode, and writes to the terminal what changed. */
export interface ScreenStream extends Writable {
  readonly isTTY: true;
  readonly columns: number;
  readonly rows: number;
  /** Draws the whole frame again at the next chance, whatever the terminal shows now. */
  readonly repaint: () => void;
  /** Takes no more frames, and no more resizes. */
  readonly detach: () => void;
}

const CONTROL_ONLY = /^(?:\u001B\[[0-9;?<>=]*[A-Za-z])+$/;
const CLEAR = '\u001B[0m\u001B[2J';
/** Synchronised output (DEC mode 2026): a terminal that knows it shows the frame at once; others ignore it. */
const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';
/** Below this many characters a frame is written so quickly that there is nothing to synchronise. */
const SYNCHRONISED_FROM = 256;

/** @param output the terminal; it is never closed, nor put into any mode, from here */
export function createScreenStream(output: TerminalOutput): ScreenStream {
  let lines: readonly string[] = [];
  let size = '';
  let isDetached = false;

  const stream = new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      if (!isDetached) take(String(chunk));
      done();
    },
  });

  function take(text: string): void {
    if (CONTROL_ONLY.test(text)) output.write(text);
    else drawFrame(text.split('\n').slice(0, output.rows));
  }

  function drawFrame(next: readonly string[]): void {
    const now = `${output.columns}x${output.rows}`;
    const isAnew = size !== now;
    const update = (isAnew ? CLEAR : '') + changedLines(isAnew ? [] : lines, next);
    size = now;
    lines = next;
    if (update === '') return;
    output.write(update.length < SYNCHRONISED_FROM ? update : BEGIN + update + END);
  }

  const resized = () => stream.emit('resize');
  output.on('resize', resized);
  return Object.defineProperties(
    Object.assign(stream, {
      isTTY: true as const,
      columns: output.columns,
      rows: output.rows,
      repaint: () => {
        const frame = lines;
        size = '';
        drawFrame(frame);
      },
      detach: () => {
        isDetached = true;
        output.off('resize', resized);
      },
    }),
    {columns: {get: () => output.columns}, rows: {get: () => output.rows}},
  );
}

/**
 * What turns the one picture into the other: each line that differs is erased, then written. Not the other way round: after
 * a line of full width, erasing to its end would take its last character.
 */
function changedLines(before: readonly string[], after: readonly string[]): string {
  let update = '';
  for (let row = 0; row < Math.max(before.length, after.length); row++) {
    const line = after[row] ?? '';
    if (line !== (before[row] ?? '')) update += `\u001B[${row + 1};1H\u001B[0m\u001B[K${line}`;
  }
  return update;
}
