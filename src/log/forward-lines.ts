import type {LogPosition} from '../model/log.js';
import {LONGEST_LINE, NEWLINE, type RawLine, rawLine, wholeCharacters} from './raw-line.js';

/** Makes lines of the bytes of a log that come one after the other. */
export interface ForwardLines {
  /** @returns the lines that these bytes end */
  readonly take: (data: Uint8Array, start: LogPosition) => readonly RawLine[];
  /** The line that has no end yet, as far as it is here. */
  readonly unfinished: () => RawLine | null;
  /** What comes next is no more of the line that has no end yet. */
  readonly breakOff: () => void;
}

const NOTHING = Buffer.alloc(0);

export function createForwardLines(): ForwardLines {
  /** The begin of the unfinished line; its bytes, as far as they are kept, and how many there are. */
  let from: LogPosition | null = null;
  let kept: Buffer = NOTHING;
  let length = 0;

  const keep = (bytes: Buffer, start: LogPosition) => {
    if (bytes.length === 0) return;
    from ??= start;
    length += bytes.length;
    if (kept.length < LONGEST_LINE) kept = Buffer.concat([kept, bytes.subarray(0, LONGEST_LINE - kept.length)]);
  };
  const breakOff = () => {
    from = null;
    kept = NOTHING;
    length = 0;
  };

  return {
    take: (data, start) => {
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
      const lines: RawLine[] = [];
      let at = 0;
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, at)) {
        const line = bytes.subarray(at, end);
        const position = {file: start.file, offset: start.offset + at};
        if (from === null) {
          lines.push(rawLine(position, line, line.length));
        } else {
          keep(line, position);
          lines.push(rawLine(from, kept, length));
          breakOff();
        }
        at = end + 1;
      }
      keep(bytes.subarray(at), {file: start.file, offset: start.offset + at});
      return lines;
    },
    unfinished: () => {
      if (from === null) return null;
      const whole = wholeCharacters(kept, kept.length);
      return {position: from, raw: kept.toString('utf8', 0, whole), cut: length - kept.length};
    },
    breakOff,
  };
}
