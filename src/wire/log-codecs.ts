import {inflateSync} from 'node:zlib';
import type {CallName} from '../model/calls.js';
import {
  type LogFile,
  type LogHit,
  type LogPiece,
  type LogPosition,
  type LogRead,
  type LogSearch,
  type LogSource,
  MOST_DEFLATED_BYTES,
} from '../model/log.js';
import {clean} from './clean.js';
import {cleanName} from './clean-name.js';
import {type Codec, READING} from './codec.js';
import {ProtocolError} from './errors.js';
import {count, list, number, object, optional, text} from './json.js';

export type LogCall = Extract<CallName, 'logSources' | 'readLogs' | 'findInLog'>;

/** The calls by which logs are read. What is in a log is bytes: whoever shows them makes them safe. */
export const LOG_CODECS: {readonly [Name in LogCall]: Codec<Name>} = {
  logSources: {
    command: 'log-sources',
    ...READING,
    watchers: ({watchers}) => watchers ?? [],
    properties: (_watcher, {watchers}, toSend) => ({
      ...(watchers === null ? {} : {watchers: watchers.map(toSend)}),
      waiting: true,
    }),
    decode: answer => ({
      utcOffset: number(answer.utcOffset, 'utcOffset') * 1_000,
      sources: list(answer.sources, 'sources', logSource),
    }),
  },
  readLogs: {
    command: 'log',
    ...READING,
    watchers: ({reads}) => reads.map(({watcher}) => watcher),
    properties: (_watcher, {reads, bytes, deflate}, toSend) => ({
      reads: reads.map(read => ({
        ...place(read, toSend(read.watcher)),
        ...(read.bytes === null ? {} : {bytes: read.bytes}),
      })),
      bytes,
      ...(deflate === true ? {deflate} : {}),
      waiting: true,
    }),
    decode: answer => list(answer.reads, 'reads', logPiece),
  },
  findInLog: {
    command: 'log-find',
    ...READING,
    properties: (watcher, {filter, most, ...read}) => ({
      ...place(read, watcher),
      text: filter.text,
      ignoreCase: filter.ignoresCase,
      invert: filter.isInverted,
      lines: most,
      waiting: true,
    }),
    decode: answer => ({
      hits: list(answer.hits, 'hits', logHit),
      end: optional(answer.end, 'end', position),
      left: count(answer.left, 'left'),
      scanned: count(answer.scanned, 'scanned'),
      lost: lost(answer.lost),
    }),
  },
};

function place({source, from, isBackwards}: LogRead | Omit<LogSearch, 'filter' | 'most'>, watcher: string) {
  const offset = from === null || from.offset === null ? {} : {offset: from.offset};
  return {watcher, source, ...(from === null ? {} : {file: from.file, ...offset}), back: isBackwards};
}

function logSource(value: unknown): LogSource {
  const source = object(value, 'a source');
  return {
    watcher: cleanName(text(source.watcher, 'watcher')),
    source: text(source.source, 'source'),
    files: list(source.files, 'files', logFile),
    time: optional(source.time, 'time', clean),
    problem: optional(source.problem, 'problem', clean),
    ...(source.nowhere === true ? {isNowhere: true} : {}),
  };
}

function logFile(value: unknown): LogFile {
  const file = object(value, 'a file');
  return {
    name: clean(file.name, 'name'),
    file: text(file.file, 'file'),
    size: count(file.size, 'size'),
    modified: number(file.modified, 'modified') * 1_000,
  };
}

function logPiece(value: unknown): LogPiece {
  const piece = object(value, 'a piece');
  if (piece.error !== undefined) return {kind: 'failed', reason: clean(piece.error, 'error')};
  return {
    kind: 'data',
    data: piece.deflated === true ? inflated(bytes(piece.data)) : bytes(piece.data),
    name: optional(piece.name, 'name', clean),
    start: optional(piece.start, 'start', position),
    end: optional(piece.end, 'end', position),
    modified: optional(piece.modified, 'modified', (seconds, what) => number(seconds, what) * 1_000),
    left: count(piece.left, 'left'),
    lost: lost(piece.lost),
  };
}

function logHit(value: unknown): LogHit {
  const hit = object(value, 'a line');
  return {at: position(hit.at), data: bytes(hit.data), bytes: count(hit.bytes, 'bytes')};
}

function position(value: unknown): LogPosition {
  const {file, offset} = object(value, 'a position');
  return {file: text(file, 'file'), offset: count(offset, 'offset')};
}

/** Null is told: nobody knows how many. */
function lost(value: unknown): number | null {
  return value === undefined ? 0 : optional(value, 'lost', count);
}

function bytes(value: unknown): Uint8Array {
  const base64 = text(value, 'data');
  const data = Buffer.from(base64, 'base64');
  // What is no base64 is left out, so it is seen by the length; to look at each character first takes three times as long.
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  if (data.length !== (base64.length / 4) * 3 - padding) throw new ProtocolError('data is no base64');
  return data;
}

function inflated(data: Uint8Array): Uint8Array {
  try {
    return inflateSync(data, {maxOutputLength: MOST_DEFLATED_BYTES});
  } catch {
    throw new ProtocolError('data is not deflated as it says');
  }
}
