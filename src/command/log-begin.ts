import {type Sought, seekTime} from '../log/seek-time.js';
import type {LogPiece, LogPosition, LogRead, LogSource} from '../model/log.js';
import {parseTimePattern} from '../model/log-time.js';
import type {NodeId} from '../model/node.js';
import {clockOffset} from '../store/reduce-link.js';
import type {State} from '../store/state.js';

/** Where a log begins for those who want its lines of a time and after. */
export interface LogBegin {
  /** Null: at its first byte. */
  readonly position: LogPosition | null;
  /** Whether that is its first file of that time, as its lines have no times. */
  readonly isByFile: boolean;
}

interface BeginOptions {
  readonly node: NodeId;
  readonly state: State;
  readonly read: (read: LogRead) => Promise<LogPiece>;
  /** Milliseconds that the node's local time is ahead of UTC. */
  readonly utcOffset: number;
  /** Milliseconds since 1970 by our clock. */
  readonly since: number;
}

/** Finds it by some small reads. @returns why it cannot be found, for people */
export async function beginOf(source: LogSource, options: BeginOptions): Promise<LogBegin | string> {
  const {node, state, read, utcOffset, since} = options;
  const row = state.nodes.get(node);
  const offset = row === undefined ? 0 : (clockOffset(row)?.offset ?? 0);
  const pattern = source.time === null ? null : parseTimePattern(source.time);
  if (pattern === null) {
    const file = source.files.find(({modified}) => modified - offset >= since) ?? source.files.at(-1);
    if (file === undefined) return {position: null, isByFile: true};
    const isOlder = file.modified - offset < since;
    return {position: {file: file.file, offset: isOlder ? file.size : 0}, isByFile: true};
  }
  const sought: Sought = await seekTime({
    read,
    log: source,
    dating: {pattern, utcOffset, clockOffset: offset},
    at: since,
  });
  return sought.kind === 'failed' ? sought.reason : {position: sought.position, isByFile: false};
}
