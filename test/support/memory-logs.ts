import type {CallPort, CallResult} from '../../src/model/calls.js';
import type {LogPiece, LogRead, LogSources} from '../../src/model/log.js';

/** The logs of a node's watchers, in memory, answered as the package does; a file is known by a number. */
export interface MemoryLogs {
  readonly write: (watcher: string, source: string, data: string | Uint8Array) => void;
  /** Begins a new file; of the older ones only so many are kept. */
  readonly rotate: (watcher: string, source: string, kept: number) => void;
  /** From now on it cannot be read, and says so; null: it can. */
  readonly lock: (watcher: string, source: string, problem: string | null) => void;
  /** All bytes that were ever written. */
  readonly written: (watcher: string, source: string) => Buffer;
  /** Called before each read is answered. What it returns is the answer. */
  readonly beforeRead: (act: (count: number) => CallResult<never> | undefined) => void;
  readonly call: CallPort;
  /** What the reads were asked for. */
  readonly asked: readonly {readonly reads: readonly LogRead[]; readonly bytes: number}[];
}

interface MemoryFile {
  readonly id: string;
  data: Buffer;
}

interface MemorySource {
  readonly files: MemoryFile[];
  readonly all: Buffer[];
  problem: string | null;
}

/** @param most bytes of an answer */
export function memoryLogs(most = 196_608): MemoryLogs {
  const watchers = new Map<string, Map<string, MemorySource>>();
  const asked: {reads: readonly LogRead[]; bytes: number}[] = [];
  let act: (count: number) => CallResult<never> | undefined = () => undefined;
  let lastId = 0;

  function sourceOf(watcher: string, source: string): MemorySource {
    const sources = watchers.get(watcher) ?? new Map<string, MemorySource>();
    watchers.set(watcher, sources);
    const known = sources.get(source) ?? {files: [], all: [], problem: null};
    sources.set(source, known);
    return known;
  }

  function logSources({watchers: names}: {readonly watchers: readonly string[] | null}): LogSources {
    const meant = [...watchers].filter(([watcher]) => names === null || names.includes(watcher));
    const sources = meant.flatMap(([watcher, own]) =>
      [...own].map(([source, {files, problem}]) => ({
        watcher,
        source,
        files: files.map(({id, data}) => ({name: id, file: id, size: data.length, modified: 0})),
        time: null,
        problem,
      })),
    );
    return {utcOffset: 0, sources};
  }

  function read({watcher, source, from}: LogRead, bytes: number): LogPiece {
    const {files, problem} = sourceOf(watcher, source);
    if (problem !== null) return {kind: 'failed', reason: problem};
    const index = from === null ? 0 : files.findIndex(({id}) => id === from.file);
    const isGone = index === -1;
    const file = files[isGone ? 0 : index];
    if (file === undefined) {
      return {
        kind: 'data',
        data: new Uint8Array(),
        name: null,
        start: null,
        end: null,
        modified: null,
        left: 0,
        lost: 0,
      };
    }
    const offset = isGone || from === null ? 0 : (from.offset ?? file.data.length);
    const data = file.data.subarray(offset, offset + bytes);
    const behind = files.slice((isGone ? 0 : index) + 1);
    const next = behind[0];
    const end = offset + data.length;
    const isRead = end === file.data.length && next !== undefined;
    return {
      kind: 'data',
      data: Uint8Array.from(data),
      name: file.id,
      start: {file: file.id, offset},
      end: isRead ? {file: next.id, offset: 0} : {file: file.id, offset: end},
      modified: 0,
      left: file.data.length - end + behind.reduce((sum, each) => sum + each.data.length, 0),
      lost: isGone ? null : 0,
    };
  }

  function answer(name: string, args: unknown): unknown {
    if (name === 'logSources') return logSources(args as {readonly watchers: readonly string[] | null});
    const {reads, bytes} = args as {readonly reads: readonly LogRead[]; readonly bytes: number};
    asked.push({reads, bytes});
    const share = Math.floor(Math.min(most, bytes) / reads.length);
    return reads.map(each => read(each, share));
  }

  const call = async (_node: string, name: string, args: unknown, {signal}: {signal?: AbortSignal}) => {
    await Promise.resolve();
    if (signal?.aborted === true) return {kind: 'lost', reason: 'broken off before it was answered'};
    const instead = name === 'readLogs' ? act(asked.length) : undefined;
    return instead ?? {kind: 'reply', reply: answer(name, args), nodeTime: 100};
  };

  return {
    asked,
    call: call as unknown as CallPort,
    write: (watcher, source, text) => {
      const {files, all} = sourceOf(watcher, source);
      const data = Buffer.from(text);
      if (files.length === 0) files.push({id: `f${++lastId}`, data: Buffer.alloc(0)});
      const last = files.at(-1);
      if (last !== undefined) last.data = Buffer.concat([last.data, data]);
      all.push(data);
    },
    rotate: (watcher, source, kept) => {
      const {files} = sourceOf(watcher, source);
      files.push({id: `f${++lastId}`, data: Buffer.alloc(0)});
      files.splice(0, Math.max(0, files.length - 1 - kept));
    },
    lock: (watcher, source, problem) => {
      sourceOf(watcher, source).problem = problem;
    },
    written: (watcher, source) => Buffer.concat(sourceOf(watcher, source).all),
    beforeRead: next => {
      act = next;
    },
  };
}
