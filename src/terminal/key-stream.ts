import {Readable} from 'node:stream';
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
  /** Calls back once with the terminal's background, if the answer comes; it never comes to the reader. */
  readonly expectBackground: (onReply: (background: string | null) => void) => void;
}

/** What is left of an answer follows sooner than this, in ms; so long an Esc is held back while an answer is due. */
const HOLD = 30;

/** Nothing is read before the reader reads. */
export function createKeyStream(input: TerminalInput): KeyStream {
  const filter = createReplyFilter();
  let isReading = false;
  let isRawWanted = input.isRaw === true;
  let isReleased = false;
  let timer: NodeJS.Timeout | undefined;

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
    clearTimeout(timer);
    pass(filter.typed(text));
    if (filter.isHolding()) timer = setTimeout(() => pass(filter.flush()), HOLD);
  }

  function pass(typed: string): void {
    if (typed !== '') stream.push(typed);
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
      // A shell may have changed the mode unseen, and to ask for the one that was asked for last does nothing.
      if (!isReleased) input.setRawMode?.(false);
      isReleased = false;
      if (isRawWanted) input.setRawMode?.(true);
      if (isReading) input.resume();
    },
    expectBackground: filter.expect,
  });
}
