import {type ClipboardWay, clipboardSequence, MOST_COPIED} from './clipboard.js';
import {type Guardian, startGuardian} from './guardian.js';
import {createKeyStream, inputPath, type KeyStream, type TerminalInput} from './key-stream.js';
import {createLending} from './lending.js';
import {type OutputDevice, type OutputStream, openOutputDevice} from './output-device.js';
import {createOutputPump} from './output-pump.js';
import {BACKGROUND_QUESTION, shadeOf} from './reply-filter.js';
import {createScreenStream, type ScreenStream, sizeOf, type TerminalSize} from './screen-stream.js';
import {createTerminalModes, withoutControls} from './terminal-modes.js';

/** The part of a terminal's output stream that is used here. */
interface TerminalOutput extends TerminalSize, OutputStream {}

/** The terminal while it is ours. Nothing here waits for it, however long it takes no output. */
export interface Terminal {
  /** Where frames go: Ink's `stdout`, in its `debug` mode. */
  readonly stream: ScreenStream;
  /** Where keys come from: Ink's `stdin`. */
  readonly keys: KeyStream;
  /** Writes these rows as they are onto the screen, on which nothing is yet; the next frame is compared with them. */
  readonly show: (rows: readonly string[]) => void;
  /** Draws everything again, whatever another program wrote onto the terminal. */
  readonly repaint: () => void;
  readonly setTitle: (title: string) => void;
  readonly bell: () => void;
  /** A desktop notification, in terminals that know OSC 9; the bell where there is no OSC. */
  readonly notify: (message: string) => void;
  /**
   * Puts a text into the clipboard of terminals that let a program do that (OSC 52); none says whether it did.
   *
   * @returns the bytes of the text that was sent, or why it was not, for people
   */
  readonly copy: (text: string) => number | string;
  /** Asks the terminal once whether its background is dark or light; null: it does not say within so many ms. */
  readonly askBackground: (withinMs: number) => Promise<'dark' | 'light' | null>;
  /** Leaves the terminal as it was found until `retake`, such as before the program is stopped. Frames are still taken. */
  readonly release: () => void;
  /** Takes the terminal again, and sets all its modes; does nothing while it is lent or after `restore`. */
  readonly retake: () => void;
  /** Leaves the terminal to another program, such as a child process with inherited streams, until that has ended. */
  readonly lend: <Result>(use: () => Promise<Result>) => Promise<Result>;
  /** Whether it is lent, or was until just now: a SIGINT is not for this program then. */
  readonly isLent: () => boolean;
  /**
   * Leaves the terminal as it was found; the second time does nothing. Never throws. Takes at most `LEAVE_WITHIN` ms.
   *
   * @returns whether it took the bytes that leave it; false: it is gone, or takes no output, and writing to it would block
   */
  readonly restore: () => boolean;
  /**
   * Starts a separate process, the guardian, that leaves the terminal as it was found however this one ends. Call it once, in raw
   * mode.
   */
  readonly guard: () => void;
  /**
   * Lets the guardian read the modes that the terminal was found with, which are set again for that moment (below 1 ms): now, or in
   * the background once the guardian is ready. Never rejects.
   */
  readonly showAsFound: () => Promise<void>;
  /** What the guardian prints on the terminal if this process ends without leaving it. */
  readonly bequeath: (text: string) => void;
  /** Text for the terminal as it was found, for when `restore` returned that writing to it would block. `end` writes it. */
  readonly say: (text: string) => void;
  /** Restores; the terminal gets what it has not taken by now once it takes output again. The last thing to do, at exit. */
  readonly end: () => void;
}

const BELL = '\u0007';
/** Ends an escape sequence that was written in part. */
const CANCEL = '\u0018';
/** After so many ms, what was typed while the terminal was as found has been read. */
const SHOWN_WITHIN = 30;
/** How long a terminal that takes no output is given to take the bytes that leave it, in ms. */
const LEAVE_WITHIN = 150;

interface TerminalOptions {
  /** Whether it ignores operating system commands (OSC) that it does not know; false: it is sent none. */
  readonly hasOsc?: boolean;
  /** How its clipboard is reached. */
  readonly clipboard?: ClipboardWay;
  /** Where bytes go; absent: the terminal behind the output stream. */
  readonly device?: OutputDevice;
}

/**
 * Takes the terminal for the full screen. The caller has to call `end`, however the program ends.
 */
export function takeTerminal(
  input: TerminalInput,
  output: TerminalOutput,
  {hasOsc = true, clipboard = hasOsc ? 'direct' : 'none', device = openOutputDevice(output)}: TerminalOptions = {},
): Terminal {
  const modes = createTerminalModes();
  const keys = createKeyStream(input);
  let state: 'ours' | 'released' | 'restored' = 'ours';
  const lending = createLending();
  /** Whether the terminal took the bytes that leave it. */
  let isLeft = false;
  let farewell = '';
  let guardian: Guardian | null = null;
  let bequeathed = '';
  /** The reading of modes that is under way: the modes are those that were found; null: none, or its result no longer counts. */
  let reading: object | null = null;

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

  /** Nothing while the terminal is not ours; a terminal that did not take all that leaves it is still to be left. */
  function entrust(isOurs: boolean): void {
    guardian?.entrust(isOurs ? `${CANCEL}${modes.leave()}${bequeathed}` : '');
  }

  async function readModesAsFound(): Promise<void> {
    if (state !== 'ours' || guardian === null || reading !== null) return;
    const own = {};
    reading = own;
    attempt(keys.release);
    const hasRead = await guardian.readModes();
    // The terminal was released meanwhile: it is retaken by the same caller.
    if (reading !== own) return;
    reading = null;
    if (state !== 'ours') return;
    attempt(keys.retake);
    if (hasRead) guardian.keep();
    const retakenAt = performance.now();
    setTimeout(() => {
      // The terminal itself has echoed what was typed just then.
      if (keys.wasTypedSince(retakenAt)) repaint();
    }, SHOWN_WITHIN).unref();
  }

  /** Does what `showAsFound` is about. */
  async function showAsFound(): Promise<void> {
    if (guardian?.isReady() === false) void guardian.ready.then(readModesAsFound);
    else await readModesAsFound();
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
    if (state === 'restored' || lending.isLent()) return;
    const wasAway = state === 'released';
    // First: a program in the background is stopped here, before it writes onto the terminal of another one.
    if (wasAway || reading === null) attempt(keys.retake);
    if (wasAway) reading = null;
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
    copy: text => {
      const bytes = Buffer.byteLength(text);
      if (clipboard === 'none') return 'this terminal has no clipboard that a program could write to';
      if (bytes > MOST_COPIED) return `${bytes} bytes are too many for a clipboard: at most ${MOST_COPIED} are sent`;
      send(clipboardSequence(text, clipboard));
      return bytes;
    },
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
      lending.begin();
      try {
        // Streams stop reading in a later turn of the loop, and would take the first keys.
        await new Promise(resolve => setImmediate(resolve));
        return await use();
      } finally {
        lending.end();
        retake();
      }
    },
    isLent: lending.sharesSignals,
    restore,
    guard: () => {
      if (state !== 'ours' || device.path === undefined) return;
      guardian = startGuardian({input: inputPath(input, device.path), output: device.path});
      entrust(true);
    },
    showAsFound,
    bequeath: text => {
      bequeathed = text;
      if (state === 'ours') entrust(true);
    },
    say: text => {
      farewell += text;
    },
    end: () => {
      restore();
      leave(farewell);
      entrust(false);
      farewell = '';
      attempt(device.close);
    },
  };
}

/** The terminal may be gone; then there is nothing to leave as found. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {}
}
