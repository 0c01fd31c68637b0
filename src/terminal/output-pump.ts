import type {OutputDevice} from './output-device.js';

/** Brings text to a device that may take it slowly, or not at all for a while, without ever waiting for it. */
interface OutputPump {
  /** Writes as much as the device takes, and goes on by itself until nothing is left. */
  readonly pump: () => void;
  /** Drops what is still to be written, and writes this within so many ms, or as much of it as it can. @returns whether all was written. */
  readonly finish: (text: string, withinMs: number) => boolean;
  /** As `finish`, but what was not written is kept for `leave`. Nothing else may be written then. */
  readonly end: (text: string, withinMs: number) => boolean;
  /** Adds this to what `end` could not write, and leaves to the device what cannot be written at once. */
  readonly leave: (text: string) => void;
  /** Whether something waits because the device does not take it. */
  readonly isStalled: () => boolean;
}

/** Pauses before the next attempt, in ms: the first is short since a slow line soon has room again. */
const FIRST_PAUSE = 4;
const LONGEST_PAUSE = 32;
const FINISH_PAUSE = 2;
/** Ends an escape sequence that was written in part. */
const CANCEL = '\u0018';

/**
 * @param next what to write now, or an empty text; it is called only when everything before has been written, so that its text is
 *   the newest, and nothing ever comes between the two halves of a sequence
 */
export function createOutputPump(device: OutputDevice, next: () => string): OutputPump {
  const encoder = new TextEncoder();
  let bytes: Uint8Array = encoder.encode('');
  let offset = 0;
  let timer: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE;
  /** Whether a text was dropped that had been written in part. */
  let isCut = false;
  let isGone = false;

  function load(text: string): void {
    bytes = encoder.encode(isCut && text !== '' ? CANCEL + text : text);
    if (text !== '') isCut = false;
    offset = 0;
  }

  function drop(): void {
    isCut ||= offset > 0 && offset < bytes.length;
    load('');
  }

  /** @returns how much was taken; 0: nothing now, or never again. The terminal may be gone: the program gets a SIGHUP then. */
  function write(): number {
    try {
      return device.write(bytes, offset);
    } catch {
      isGone = true;
      return 0;
    }
  }

  /** @returns whether all was taken. */
  function writeOut(): boolean {
    while (offset < bytes.length) {
      const taken = write();
      if (taken === 0) return false;
      offset += taken;
      pause = FIRST_PAUSE;
    }
    return true;
  }

  function pump(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isGone) return;
    // What `next` throws is a fault of the program's own, and escapes.
    while (writeOut()) {
      load(next());
      if (bytes.length === 0) return;
    }
    if (isGone) return;
    timer = setTimeout(pump, pause);
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  }

  function end(text: string, withinMs: number): boolean {
    clearTimeout(timer);
    timer = undefined;
    if (isGone) return false;
    drop();
    load(text);
    const deadline = performance.now() + withinMs;
    while (!writeOut() && !isGone && performance.now() < deadline) sleep(FINISH_PAUSE);
    return offset === bytes.length;
  }

  return {
    pump: () => {
      // While the device is full the timer asks again.
      if (timer === undefined) pump();
    },
    isStalled: () => timer !== undefined,
    finish: (text, withinMs) => {
      const isWritten = end(text, withinMs);
      drop();
      return isWritten;
    },
    end,
    leave: text => {
      if (isGone) return;
      bytes = Uint8Array.from([...bytes.subarray(offset), ...encoder.encode(text)]);
      offset = 0;
      try {
        if (!writeOut() && !isGone) device.writeLate(bytes.subarray(offset));
      } catch {
        isGone = true;
      }
    },
  };
}

/** Blocks: the event loop may not run any more. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
