import {Chunks} from '../../src/model/chunks.js';
import type {LogNote, LogRow, LogSelection, LogState, OpenLog} from '../../src/model/log-window.js';

/** A log of which lines are given: node, watcher and source, as in "10.0.0.1 neo4j stdout". */
export function openLog(name: string, rest: Partial<OpenLog> = {}): OpenLog {
  const [node = '', watcher = '', source = ''] = name.split(' ');
  return {node, watcher, source, hasTimes: true, problem: null, ...rest};
}

/** Ten o'clock wherever the test runs. */
const TEN = new Date(2026, 0, 1, 10).getTime();

/** Lines of the logs by their index, a second apart, the first at that time. */
export function logLines(
  texts: readonly (string | readonly [log: number, text: string])[],
  from = TEN,
): readonly LogRow[] {
  return texts.map((given, index) => {
    const [log, raw] = typeof given === 'string' ? ([0, given] as const) : given;
    const at = from + index * 1_000;
    return {kind: 'line', log, raw, cut: 0, at, isOwnTime: true, position: {file: 'a', offset: index}};
  });
}

export function logNote(note: LogNote['note'], log: number | null = 0, at = TEN): LogNote {
  return {kind: 'note', log, at, note};
}

/** Logs that are read, with these rows: all there is, and what comes is followed. */
export function logState(
  logs: readonly OpenLog[],
  rows: readonly LogRow[],
  rest: Partial<Omit<LogState, 'logs' | 'rows'>> = {},
): LogState {
  return {
    selection: selectionOf(logs),
    logs,
    rows: Chunks.of(rows),
    first: 0,
    isAtStart: true,
    isAtEnd: true,
    loading: null,
    isHeld: false,
    filter: null,
    scanned: null,
    search: null,
    problem: null,
    ...rest,
  };
}

/** What opens these logs, followed. */
export function selectionOf(logs: readonly OpenLog[]): LogSelection {
  const targets = logs.map(({node, watcher}) => ({node, watcher}));
  return {
    targets: targets.filter(
      (one, index) => targets.findIndex(other => other.node === one.node && other.watcher === one.watcher) === index,
    ),
    sources: null,
    at: null,
    filter: null,
  };
}
