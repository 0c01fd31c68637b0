import type {LogPosition} from '../model/log.js';
import {LONGEST_LINE, NEWLINE, type RawLine, rawLine} from './raw-line.js';

/** Makes lines of the pieces of a log that come one before the other. */
export interface BackwardLines {
  /** @returns the lines whose begins are in these bytes, in the log's order */
  readonly take: (data: Uint8Array, start: LogPosition) => readonly RawLine[];
  /** What is before these bytes is not of the line that begins in them somewhere earlier; also: there is nothing before them. */
  readonly begin: () => RawLine | null;
}

export function createBackwardLines(): BackwardLines {
  /** The line whose begin is not here yet: where what is here of it begins; null: the last bytes began with a line. */
  let from: LogPosition | null = null;
  let kept: Buffer = Buffer.alloc(0);
  let length = 0;

  /** Puts bytes before those of the line whose begin is not here yet. */
  const prepend = (bytes: Buffer, start: LogPosition) => {
    from = start;
    length += bytes.length;
    kept = Buffer.concat([bytes.subarray(0, LONGEST_LINE), kept.subarray(0, Math.max(0, LONGEST_LINE - bytes.length))]);
  };
  const begin = (): RawLine | null => {
    const line = from === null ? null : rawLine(from, kept, length);
    from = null;
    kept = Buffer.alloc(0);
    length = 0;
    return line;
  };

  return {
    take: (data, start) => {
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
      const lines: RawLine[] = [];
      let end = bytes.length;
      while (end > 0) {
        const newline = bytes.lastIndexOf(NEWLINE, end - 1);
        const at = newline + 1;
        const position = {file: start.file, offset: start.offset + at};
        if (at < end) prepend(bytes.subarray(at, end), position);
        if (newline === -1) break;
        // The very end of the log's part is no line, unless something of one was here already.
        const line = begin();
        if (line !== null) lines.push({...line, position: at < end ? position : line.position});
        // The line that this newline ends is to be, however short it is.
        from = {file: start.file, offset: start.offset + newline};
        end = newline;
      }
      return lines.reverse();
    },
    begin,
  };
}
