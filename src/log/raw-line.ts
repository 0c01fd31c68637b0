import type {LogPosition} from '../model/log.js';

/** A line as it was read, of which nobody knows yet when it was written. */
export interface RawLine {
  readonly position: LogPosition;
  /** Bytes that are no UTF-8 are U+FFFD; not safe to show. */
  readonly raw: string;
  /** Bytes that were cut off. */
  readonly cut: number;
}

/** Bytes of a line that are kept. */
export const LONGEST_LINE = 16_384;
export const NEWLINE = 10;
const RETURN = 13;

/** @param length its whole length with what is not in `bytes`, without the newline */
export function rawLine(position: LogPosition, bytes: Buffer, length: number): RawLine {
  const isWhole = length <= bytes.length && length <= LONGEST_LINE;
  const end = isWhole && bytes[length - 1] === RETURN ? length - 1 : Math.min(length, bytes.length, LONGEST_LINE);
  const kept = isWhole ? end : wholeCharacters(bytes, end);
  return {position, raw: bytes.toString('utf8', 0, kept), cut: isWhole ? 0 : length - kept};
}

/** Where the last character that is whole ends: a cut must not look as if the log were damaged there. */
export function wholeCharacters(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 4 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? end - back : end;
  }
  return end;
}
