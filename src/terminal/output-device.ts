import {closeSync, constants, openSync, writeSync} from 'node:fs';
import {writeLate} from './late-writer.js';

/** Where bytes for the terminal go. */
export interface OutputDevice {
  /** Writes as many of the bytes as can be taken at once, from `offset` on. @returns how many; 0: none now. Throws if it is gone. */
  readonly write: (bytes: Uint8Array, offset: number) => number;
  /** Has bytes written as soon as they can be taken, even after the end of this program. Nothing may be written after it. */
  readonly writeLate: (bytes: Uint8Array) => void;
  readonly close: () => void;
  /** The terminal's; absent: it is no terminal that can be opened. */
  readonly path?: string;
}

/** The stream to fall back to; `fd` is the terminal's descriptor, if it is one. */
export interface OutputStream {
  readonly fd?: number;
  readonly write: (text: string) => unknown;
}

/**
 * Opens the terminal behind the stream for writing that never waits. It is an open file description of its own: making the stream's
 * own one non-blocking would do so for the shell, too. Where it cannot be opened, the stream itself is written to, which waits.
 */
export function openOutputDevice(stream: OutputStream): OutputDevice {
  // Standard output may be another terminal than the controlling one; where there is no /proc it hardly ever is.
  const paths = stream.fd === undefined ? [] : [`/proc/self/fd/${stream.fd}`, '/dev/tty'];
  for (const path of paths) {
    const fd = open(path);
    if (fd !== null) return nonBlocking(fd, path);
  }
  return {
    write: (bytes, offset) => {
      stream.write(new TextDecoder().decode(bytes.subarray(offset)));
      return bytes.length - offset;
    },
    // It has taken everything.
    writeLate: () => {},
    close: () => {},
  };
}

function open(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}

function nonBlocking(fd: number, path: string): OutputDevice {
  return {
    write: (bytes, offset) => {
      try {
        return writeSync(fd, bytes, offset);
      } catch (error) {
        if (isBusy(error)) return 0;
        throw error;
      }
    },
    writeLate: bytes => writeLate(path, bytes),
    close: () => closeSync(fd),
    path,
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
}
