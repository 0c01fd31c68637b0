import {type TimePattern, timeOfLine} from '../model/log-time.js';
import type {LogLine} from '../model/log-window.js';
import type {RawLine} from './raw-line.js';

/** How lines of one log are dated. */
export interface Dating {
  /** The log's number. */
  readonly log: number;
  /** Null: its lines have no times. */
  readonly pattern: TimePattern | null;
  /** Milliseconds that the node's local time is ahead of UTC. */
  readonly utcOffset: number;
  /** Milliseconds that the node's clock is ahead of ours. */
  readonly clockOffset: number;
}

/** Between what the lines of a part of a log are dated. All in ms since 1970 by our clock. */
interface Frame {
  /** None of them was written before this: -Infinity where nothing is known. */
  readonly floor: number;
  /** None of them was written after this. */
  readonly ceiling: number;
  /** Of a line where neither it nor one before it in this part has a time. */
  readonly otherwise: (line: RawLine) => number;
}

/**
 * Dates lines that stand together in a log, so that the order by time is that of the log: a line without a time of its own has that
 * of the one before it, and one whose time contradicts its place has the nearest that does not.
 */
export function dated(lines: readonly RawLine[], dating: Dating, frame: Frame): readonly LogLine[] {
  const {ceiling, otherwise} = frame;
  let last = frame.floor;
  let hasTime = false;
  return lines.map(line => {
    const own = ownTime(line, dating, ceiling);
    hasTime ||= own !== null;
    last = Math.min(ceiling, Math.max(last, own ?? (hasTime ? last : otherwise(line))));
    return {
      kind: 'line',
      log: dating.log,
      raw: line.raw,
      cut: line.cut,
      at: last,
      isOwnTime: own === last,
      position: line.position,
    };
  });
}

/** By our clock; null: the line has none. `ceiling`: at or before this. */
export function ownTime({raw}: RawLine, dating: Omit<Dating, 'log'>, ceiling: number): number | null {
  if (dating.pattern === null) return null;
  const near = ceiling + dating.clockOffset;
  const time = timeOfLine(raw, dating.pattern, {utcOffset: dating.utcOffset, near});
  return time === null ? null : time - dating.clockOffset;
}

/** How many lines at the begin of a part of a log are the rest of something, such as a stack trace, whose time is in the part before. */
export function countUndated(lines: readonly RawLine[], dating: Dating, ceiling: number): number {
  if (dating.pattern === null) return 0;
  const first = lines.findIndex(line => ownTime(line, dating, ceiling) !== null);
  return first === -1 ? lines.length : first;
}
