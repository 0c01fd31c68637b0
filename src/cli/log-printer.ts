import {type Dating, ownTime} from '../log/dated.js';
import type {RawLine} from '../log/raw-line.js';
import {formatBytes} from '../model/figures.js';
import type {Target} from '../model/job.js';
import type {LogSource} from '../model/log.js';
import type {LogTarget} from '../model/log-window.js';
import type {Io} from './io.js';
import {jsonLine, oneSentence} from './printable.js';

/** A log that is printed. */
export interface PrintedLog extends LogTarget, Pick<LogSource, 'source' | 'files' | 'time' | 'watcher'> {
  readonly dating: Omit<Dating, 'log'>;
}

/** How lines of logs are printed: as text, or a line of JSON for each. */
export interface LogPrinter {
  readonly lines: (log: PrintedLog, lines: readonly RawLine[]) => void;
  /** Bytes that are missing there; null: nobody knows how many. */
  readonly lost: (log: PrintedLog, bytes: number | null) => void;
  /** Whether nothing was missing so far. */
  readonly isWhole: () => boolean;
  /** What else there is to know, such as that its node is away: on standard error, and as JSON on standard output. */
  readonly note: (
    of: Target & {readonly source?: string},
    type: 'failed' | 'interrupted' | 'resumed' | 'note',
    reason: string,
  ) => void;
}

/** @param logs all that are printed: what is not the same for all of them stands before each line */
export function createLogPrinter(
  logs: readonly LogTarget[] | readonly PrintedLog[],
  {isJson, io, now}: {readonly isJson: boolean; readonly io: Io; readonly now: () => number},
): LogPrinter {
  const parts = (['node', 'watcher', 'source'] as const).filter(
    part => new Set(logs.map(log => (part in log ? (log as PrintedLog)[part] : ''))).size > 1,
  );
  const prefix = (log: PrintedLog) =>
    parts.length === 0 ? '' : `${parts.map(part => oneSentence(log[part])).join(' ')}: `;
  const named = ({node, watcher, source}: Target & {readonly source?: string}) =>
    [node, watcher, source].filter(each => each != null).join(' ');
  const say = (of: Target & {readonly source?: string}, text: string) =>
    io.err(`circusman: ${oneSentence(`${named(of)}: ${text}`)}\n`);

  function textOf(log: PrintedLog, lines: readonly RawLine[]): string {
    const before = prefix(log);
    return lines.map(({raw, cut}) => `${before}${raw}${cut === 0 ? '' : ` ... (${formatBytes(cut)} more)`}\n`).join('');
  }

  function jsonOf(log: PrintedLog, lines: readonly RawLine[]): string {
    const {node, watcher, source: stream} = log;
    return lines
      .map(line => {
        const time = ownTime(line, log.dating, now());
        const cut = line.cut === 0 ? {} : {cut: line.cut};
        const at = time === null ? null : new Date(time).toISOString();
        return jsonLine({type: 'log', node, watcher, stream, text: line.raw, time: at, ...cut});
      })
      .join('');
  }

  let isWhole = true;
  return {
    isWhole: () => isWhole,
    lines: (log, lines) => {
      if (lines.length > 0) io.out(isJson ? jsonOf(log, lines) : textOf(log, lines));
    },
    lost: (log, bytes) => {
      isWhole = false;
      const {node, watcher, source: stream} = log;
      const reason =
        bytes === null ? 'bytes are gone here, nobody knows how many' : `${formatBytes(bytes)} are gone here`;
      if (isJson) io.out(jsonLine({type: 'gap', node, watcher, stream, reason, lost: bytes}));
      say(log, `${reason}, as the log was rotated, truncated or deleted before they were read`);
    },
    note: (of, type, reason) => {
      const {node, watcher, source: stream} = of;
      const named = {node, ...(watcher === null ? {} : {watcher}), ...(stream === undefined ? {} : {stream})};
      if (isJson && type !== 'note') io.out(jsonLine({type, ...named, reason}));
      say(of, reason);
    },
  };
}
