import {createScreenStream, type ScreenStream, type TerminalOutput} from './screen-stream.js';

/** The part of a terminal's input stream that is used here. */
export interface TerminalInput {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
}

/** The terminal while it is ours. */
export interface Terminal {
  /** Where frames go. */
  readonly stream: ScreenStream;
  /** Leaves the terminal as it was found; the second time does nothing. Never throws. */
  readonly restore: () => void;
}

/** Alternate screen on, cursor hidden. */
const TAKE = '\u001B[?1049h\u001B[?25l';
/** The other way round; bracketed paste is Ink's to switch on, and ours to switch off should Ink not come to it. */
const LEAVE = '\u001B[?2004l\u001B[0m\u001B[?25h\u001B[?1049l';

/** Takes the terminal for the full screen. Whoever takes it sees to it that `restore` is called, however the program ends. */
export function takeTerminal(input: TerminalInput, output: TerminalOutput): Terminal {
  const stream = createScreenStream(output);
  output.write(TAKE);
  let isOurs = true;
  return {
    stream,
    restore: () => {
      if (!isOurs) return;
      isOurs = false;
      stream.detach();
      // The terminal may be gone; there is nothing to be left as found then.
      attempt(() => input.setRawMode?.(false));
      attempt(() => output.write(LEAVE));
    },
  };
}

function attempt(act: () => unknown): void {
  try {
    act();
  } catch {}
}
