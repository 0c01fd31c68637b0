import {Writable} from 'node:stream';
import {type CellDiff, createCellDiff, type Size} from './cell-diff.js';

/** The size of a terminal's output stream, and its changes. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
  readonly on: (event: 'resize', listener: () => void) => unknown;
  readonly off: (event: 'resize', listener: () => void) => unknown;
}

/** A stream that takes whole frames, as Ink writes them in its `debug` mode; only the newest of those that wait is kept. */
export interface ScreenStream extends Writable {
  readonly isTTY: true;
  readonly columns: number;
  readonly rows: number;
  /** Says that the terminal shows these rows already, drawn at this size with nothing else on the screen. */
  readonly seed: (rows: readonly string[], size: Size) => void;
  /** What to write for the newest frame to be shown; empty if it is. The frame counts as shown then. */
  readonly update: () => string;
  /** Draws the whole newest frame at the next update, whatever the terminal shows now. */
  readonly forget: () => void;
  /** Takes no more frames, and no more resizes. */
  readonly detach: () => void;
}

/** The size of a terminal that reports none, such as a serial line; Ink would open the terminal for each frame to find it. */
const USUAL: Size = {columns: 80, rows: 24};

/** The size that a terminal reports, or the usual one. */
export function sizeOf({columns, rows}: Size): Size {
  return {columns: columns > 0 ? columns : USUAL.columns, rows: rows > 0 ? rows : USUAL.rows};
}

const PASTE_MODE = /\u001B\[\?2004([hl])/g;
/** An empty text is a frame: that of a window that shows nothing. */
const CONTROL_ONLY = /^(?:\u001B\[[0-9;?<>=]*[A-Za-z])+$/;
/** Synchronised output (DEC mode 2026): a terminal that knows it shows the frame at once; others ignore it. */
const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';
/** Below this many characters a frame is written so quickly that there is nothing to synchronise. */
const SYNCHRONISED_FROM = 256;

interface ScreenStreamEvents {
  /** There may be something to write. */
  readonly onFrame: () => void;
  /** Whether pastes are to be bracketed. Other modes are not set by frames: cursor and screen have an owner. */
  readonly onPasteMode: (isOn: boolean) => void;
}

/** @param terminal where the size is known; nothing is written to it from here */
export function createScreenStream(terminal: TerminalSize, events: ScreenStreamEvents): ScreenStream {
  const diff: CellDiff = createCellDiff();
  let newest: readonly string[] | null = null;
  let isDetached = false;

  const stream = new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      if (!isDetached) take(String(chunk));
      done();
    },
  });

  function take(text: string): void {
    if (CONTROL_ONLY.test(text)) {
      for (const [, set] of text.matchAll(PASTE_MODE)) events.onPasteMode(set === 'h');
      return;
    }
    newest = text.split('\n');
    events.onFrame();
  }

  const size = (): Size => sizeOf(terminal);
  const resized = () => stream.emit('resize');
  terminal.on('resize', resized);
  return Object.defineProperties(
    Object.assign(stream, {
      isTTY: true as const,
      ...size(),
      seed: diff.assume,
      update: () => {
        if (newest === null) return '';
        const update = diff.update(newest, size());
        return update.length < SYNCHRONISED_FROM ? update : BEGIN + update + END;
      },
      forget: diff.forget,
      detach: () => {
        isDetached = true;
        terminal.off('resize', resized);
      },
    }),
    {columns: {get: () => size().columns}, rows: {get: () => size().rows}},
  );
}
