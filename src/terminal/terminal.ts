import {type Guardian, startGuardian} from './guardian.js';
import {createKeyStream, type KeyStream, type TerminalInput} from './key-stream.js';
import {type OutputDevice, type OutputStream, openOutputDevice} from './output-device.js';
import {createOutputPump} from './output-pump.js';
import {BACKGROUND_QUESTION, shadeOf} from './reply-filter.js';
import {createScreenStream, type ScreenStream, sizeOf, type TerminalSize} from './screen-stream.js';
import {createTerminalModes, withoutControls} from './terminal-modes.js';

/** The part of a terminal's output stream that is used here. */
export interface TerminalOutput extends TerminalSize, OutputStream {}

/** The terminal while it is ours. Nothing here waits for it, however long it takes no output. */
export interface Terminal {
  /** Where frames go: Ink's `stdout`, in its `debug` mode. */
  readonly stream: ScreenStream;
  /** Where keys come from: Ink's `stdin`. */
  readonly keys: KeyStream;
  /** Writes these rows as they are onto the screen, on which nothing is yet; the next frame is compared with them. */
  readonly show: (rows: readonly string[]) => void;
  /** Draws everything anew, whatever somebody else wrote onto the terminal. */
  readonly repaint: () => void;
  readonly setTitle: (title: string) => void;
  readonly bell: () => void;
  /** A message of the desktop, in terminals that know OSC 9; the bell where there is no OSC. */
  readonly notify: (message: string) => void;
  /** Asks the terminal once whether its background is dark or light; null: it does not say within so many ms. */
  readonly askBackground: (withinMs: number) => Promise<'dark' | 'light' | null>;
  /** Leaves the terminal as it was found until `retake`, as before the program is stopped. Frames go on to be taken. */
  readonly release: () => void;
  /** Takes the terminal again, modes and all, whatever became of them; does nothing while it is lent or after `restore`. */
  readonly retake: () => void;
  /** Has the terminal left to somebody else, as to a child process with inherited streams, until that has ended. */
  readonly lend: <Result>(use: () => Promise<Result>) => Promise<Result>;
  /** Whether it is, or was until just now: a SIGINT is not for this program then. */
  readonly isLent: () => boolean;
  /**
   * Leaves the terminal as it was found; the second time does nothing. Never throws. Takes at most `LEAVE_WITHIN` ms.
   *
   * @returns whether it took what leaves it; false: it is gone, or takes no output, and to write to it would block
   */
  readonly restore: () => boolean;
  /**
   * Has a process of its own watch over the terminal from now on: however this one ends, it is left as it was found. Call it once,
   * in raw mode.
   */
  readonly guard: () => void;
  /**
   * Has the one that watches see what the terminal was found like, which is its mode again for that moment (below 1 ms): now, or in
   * the background once it is ready for that. Never rejects.
   */
  readonly showAsFound: () => Promise<void>;
  /** What it says on the terminal, should this process end without a word. */
  readonly bequeath: (words: string) => void;
  /** Words for the terminal as it was found, where `restore` said that to write to it would block. `end` writes them. */
  readonly say: (text: string) => void;
  /** Restores; what the terminal has not taken by now it gets once it takes output again. The last that is done, at exit. */
  readonly end: () => void;
}

const BELL = '\u0007';
/** Ends an escape sequence that was written by half. */
const CANCEL = '\u0018';
/** Within this, in ms, what was typed while the terminal was as found has been read. */
const SHOWN_WITHIN = 30;
/** Milliseconds between the arrivals of one Ctrl-C at two programs, at the most. */
const SIGNALS_TOGETHER = 100;
/** How long a terminal that takes no output is given to take what leaves it, in ms. */
export const LEAVE_WITHIN = 150;

export interface TerminalOptions {
  /** Whether it passes over the operating system commands (OSC) that it does not know; false: it is sent none. */
  readonly hasOsc?: boolean;
  /** Where bytes go; absent: the terminal behind the output stream. */
  readonly device?: OutputDevice;
}

/**
 * Takes the terminal for the full screen. Whoever takes it sees to it that `end` is called, however the program ends.
 */
export function takeTerminal(
  input: TerminalInput,
  output: TerminalOutput,
  {hasOsc = true, device = openOutputDevice(output)}: TerminalOptions = {},
): Terminal {
  const modes = createTerminalModes();
  const keys = createKeyStream(input);
  let state: 'ours' | 'released' | 'restored' = 'ours';
  let isLent = false;
  /** Whether a SIGINT may be the one that the program got which the terminal is lent to. */
  let sharesSignals = false;
  let apart: NodeJS.Timeout | undefined;
  /** Whether the terminal took what leaves it. */
  let isLeft = false;
  let lastWords = '';
  let guardian: Guardian | null = null;
  let bequeathed = '';
  /** The look under way, while which the modes are those that were found; null: none, or it counts no more. */
  let look: object | null = null;

  const {pump, finish, end, leave} = createOutputPump(device, () =>
    state === 'ours' ? modes.update() + stream.update() : '',
  );
  const stream: ScreenStream = createScreenStream(output, {
    onFrame: pump,
    onPasteMode: isOn => {
      modes.setPaste(isOn);
      pump();
    },
  });
  const send = (sequence: string) => {
    modes.once(sequence);
    pump();
  };

  /** Nothing while the terminal is not ours; what of it was left by half is still to be left. */
  function entrust(isOurs: boolean): void {
    guardian?.entrust(isOurs ? `${CANCEL}${modes.leave()}${bequeathed}` : '');
  }

  async function lookAsFound(): Promise<void> {
    if (state !== 'ours' || guardian === null || look !== null) return;
    const own = {};
    look = own;
    attempt(keys.release);
    const hasSeen = await guardian.look();
    // Whoever released the terminal meanwhile retakes it, or did so.
    if (look !== own) return;
    look = null;
    if (state !== 'ours') return;
    attempt(keys.retake);
    if (hasSeen) guardian.keep();
    const retakenAt = performance.now();
    setTimeout(() => {
      // The terminal itself has shown what was typed just then.
      if (keys.wasTypedSince(retakenAt)) repaint();
    }, SHOWN_WITHIN).unref();
  }

  /** Does what `showAsFound` is about. */
  async function showAsFound(): Promise<void> {
    if (guardian?.isReady() === false) void guardian.ready.then(lookAsFound);
    else await lookAsFound();
  }

  function repaint(): void {
    stream.forget();
    pump();
  }

  function release(): void {
    if (state !== 'ours') return;
    state = 'released';
    isLeft = finish(modes.leave(), LEAVE_WITHIN);
    attempt(keys.release);
    entrust(false);
  }

  function retake(): void {
    if (state === 'restored' || isLent) return;
    const wasAway = state === 'released';
    // First: in the background it stops the program here, and nothing is written onto the terminal of another one.
    if (wasAway || look === null) attempt(keys.retake);
    if (wasAway) look = null;
    state = 'ours';
    isLeft = false;
    modes.forget();
    stream.forget();
    entrust(true);
    pump();
  }

  function restore(): boolean {
    if (state === 'restored') return isLeft;
    state = 'restored';
    stream.detach();
    isLeft ||= end(modes.leave(), LEAVE_WITHIN);
    attempt(keys.release);
    if (isLeft) entrust(false);
    return isLeft;
  }

  pump();
  return {
    stream,
    keys,
    show: rows => {
      stream.seed(rows, sizeOf(output));
      send(`\u001B[H${rows.join('\r\n')}`);
    },
    repaint,
    setTitle: title => {
      if (hasOsc) modes.setTitle(title);
      pump();
      if (state === 'ours') entrust(true);
    },
    bell: () => send(BELL),
    notify: message => send(hasOsc ? `\u001B]9;${withoutControls(message)}\u001B\\` : BELL),
    askBackground: withinMs =>
      new Promise(resolve => {
        if (!hasOsc) return resolve(null);
        const timer = setTimeout(resolve, withinMs, null);
        keys.expectBackground(background => {
          clearTimeout(timer);
          resolve(background === null ? null : shadeOf(background));
        });
        send(BACKGROUND_QUESTION);
      }),
    release,
    retake,
    lend: async use => {
      release();
      clearTimeout(apart);
      isLent = sharesSignals = true;
      try {
        // Streams leave off reading in a later turn, and would take the first keys.
        await new Promise(resolve => setImmediate(resolve));
        return await use();
      } finally {
        isLent = false;
        // Ctrl-C goes to both at once; that the other one ended by it may be heard here first.
        apart = setTimeout(() => {
          sharesSignals = false;
        }, SIGNALS_TOGETHER);
        apart.unref();
        retake();
      }
    },
    isLent: () => sharesSignals,
    restore,
    guard: () => {
      if (state !== 'ours' || device.path === undefined) return;
      guardian = startGuardian({input: inputPath(input, device.path), output: device.path});
      entrust(true);
    },
    showAsFound,
    bequeath: words => {
      bequeathed = words;
      if (state === 'ours') entrust(true);
    },
    say: text => {
      lastWords += text;
    },
    end: () => {
      restore();
      leave(lastWords);
      entrust(false);
      lastWords = '';
      attempt(device.close);
    },
  };
}

/** Standard input may be another terminal than the output; where there is no /proc it hardly ever is. */
function inputPath({fd}: TerminalInput, output: string): string {
  return fd === undefined || !output.startsWith('/proc/') ? output : `/proc/self/fd/${fd}`;
}

/** The terminal may be gone; there is nothing to be left as found then. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {}
}
