import {Readable} from 'node:stream';
import {createPasteBound} from './paste-bound.js';
import {createReplyFilter} from './reply-filter.js';

/** The part of a terminal's input stream that is used here. */
export interface TerminalInput {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  readonly fd?: number;
  readonly setRawMode?: (isRaw: boolean) => unknown;
  readonly setEncoding: (encoding: 'utf8') => unknown;
  readonly on: ((event: 'data', listener: (text: string) => void) => unknown) &
    ((event: 'end', listener: () => void) => unknown);
  readonly pause: () => unknown;
  readonly resume: () => unknown;
  readonly ref?: () => unknown;
  readonly unref?: () => unknown;
}

/** What is typed, for Ink to read: answers of the terminal are taken out, and reading can be left to another program. */
export interface KeyStream extends Readable {
  readonly isTTY: boolean;
  readonly setRawMode: (isRaw: boolean) => void;
  readonly ref: () => void;
  readonly unref: () => void;
  /** Reads no more keys and gives raw mode back. Throws if the terminal is gone. */
  readonly release: () => void;
  /** Gives the reader keys again, and raw mode if it had that or asked for it meanwhile. */
  readonly retake: () => void;
  /** Whether something was typed since then (`performance.now()`). */
  readonly wasTypedSince: (time: number) => boolean;
  /** Calls back once with the terminal's background, if the answer comes; the reader never gets it. */
  readonly expectBackground: (onReply: (background: string | null) => void) => void;
}

/** The rest of an answer follows within so many ms; an Esc is held back for as long while an answer is due. */
const HOLD = 30;
/** How many characters of a paste the reader gets: twice what any line takes, so that it notices the rest. */
const MOST_PASTED = 8_192;
/** Milliseconds without a part of a paste after which its end counts as lost: what is typed then is keys again. */
const PASTE_ENDS = 2_000;

/** Nothing is read before the reader reads. */
export function createKeyStream(input: TerminalInput): KeyStream {
  const filter = createReplyFilter();
  const pastes = createPasteBound(MOST_PASTED);
  let isReading = false;
  let isRawWanted = input.isRaw === true;
  let isReleased = false;
  let timer: NodeJS.Timeout | undefined;
  let pasteTimer: NodeJS.Timeout | undefined;
  let typedAt = Number.NEGATIVE_INFINITY;

  const stream = new Readable({
    read() {
      if (isReading) return;
      isReading = true;
      input.setEncoding('utf8');
      input.on('data', take);
      input.on('end', () => stream.push(null));
      if (isReleased) input.pause();
    },
  });

  function take(text: string): void {
    typedAt = performance.now();
    clearTimeout(timer);
    pass(filter.typed(text));
    if (filter.isHolding()) timer = setTimeout(() => pass(filter.flush()), HOLD);
  }

  function pass(typed: string): void {
    push(pastes.typed(typed));
    clearTimeout(pasteTimer);
    if (pastes.isOpen()) pasteTimer = setTimeout(() => push(pastes.flush()), PASTE_ENDS).unref();
  }

  function push(text: string): void {
    if (text !== '') stream.push(text);
  }

  return Object.assign(stream, {
    isTTY: input.isTTY === true,
    setRawMode: (isRaw: boolean) => {
      isRawWanted = isRaw;
      if (!isReleased) input.setRawMode?.(isRaw);
    },
    ref: () => input.ref?.(),
    unref: () => input.unref?.(),
    release: () => {
      isReleased = true;
      input.pause();
      input.setRawMode?.(false);
    },
    retake: () => {
      // A shell may have changed the mode, and setting the mode that was set last does nothing.
      if (!isReleased) input.setRawMode?.(false);
      isReleased = false;
      if (isRawWanted) input.setRawMode?.(true);
      if (isReading) input.resume();
    },
    wasTypedSince: (time: number) => typedAt >= time,
    expectBackground: filter.expect,
  });
}

/** @returns the path of the terminal that keys come from. Standard input may be another terminal than the output; where there is no /proc it hardly ever is. */
export function inputPath({fd}: TerminalInput, output: string): string {
  return fd === undefined || !output.startsWith('/proc/') ? output : `/proc/self/fd/${fd}`;
}
