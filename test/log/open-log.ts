import {createLog} from '../../src/log/create-log.js';
import type {CallPort} from '../../src/model/calls.js';
import type {Fact} from '../../src/model/facts.js';
import type {LogPort, LogRow, LogSelection, LogState} from '../../src/model/log-window.js';
import type {MemoryNodes} from './memory-node.js';

/** Logs of nodes in memory that are open. */
export interface Opened {
  readonly port: LogPort;
  readonly state: () => LogState;
  /** Resolves with the first state that satisfies it, also the one that is. */
  readonly until: (isSo: (state: LogState) => boolean) => Promise<LogState>;
  readonly states: readonly LogState[];
}

/** Opens logs of all watchers of nodes in memory. */
export function openLog(nodes: MemoryNodes, selection: Partial<LogSelection> = {}, options: Options = {}): Opened {
  const targets = [...nodes.nodes].flatMap(([node, logs]) => {
    const watchers = new Set([...logs.keys()].map(name => name.split(' ')[0] ?? ''));
    return [...watchers].map(watcher => ({node, watcher}));
  });
  return openLogOf(nodes.call, {targets, sources: null, at: null, filter: null, ...selection}, options);
}

interface Options {
  readonly lines?: number;
  readonly clockOffset?: (node: string) => number;
}

export function openLogOf(
  call: CallPort,
  selection: LogSelection,
  {
    lines = 50_000,
    clockOffset = () => 0,
  }: {readonly lines?: number; readonly clockOffset?: (node: string) => number} = {},
): Opened {
  let state: LogState | null = null;
  const states: LogState[] = [];
  const waiting = new Set<() => void>();
  const emit = (facts: readonly Fact[]) => {
    for (const fact of facts) if (fact.type === 'log-shown') state = fact.log;
    if (state !== null) states.push(state);
    for (const look of [...waiting]) look();
  };
  const clock = () => ({wall: Date.now(), monotonic: performance.now()});
  const port = createLog({call, clock, clockOffset, emit, lines});
  port.open(selection);
  const now = () => {
    if (state === null) throw new Error('no log is open');
    return state;
  };
  return {
    port,
    state: now,
    states,
    until: isSo => {
      const {promise, resolve} = Promise.withResolvers<LogState>();
      const look = () => {
        if (state === null || !isSo(state)) return;
        waiting.delete(look);
        resolve(state);
      };
      waiting.add(look);
      look();
      return promise;
    },
  };
}

/** What the rows say: of notes their kind and how many bytes. */
export function texts({rows}: LogState): readonly string[] {
  return [...rows].map(textOf);
}

function textOf(row: LogRow): string {
  if (row.kind === 'line') return row.raw;
  return 'bytes' in row.note ? `(${row.note.type} ${row.note.bytes})` : `(${row.note.type})`;
}
