import {FakeLog, type FakeRead, type FakeSearch} from './fake-log.js';

/** The logs of a fake node, in memory. A log is named by its watcher and source. */
export interface FakeLogs {
  /** Its answer to `log-sources`, `log` or `log-find`; undefined: it is another command. */
  readonly answer: (command: string, properties: Readonly<Record<string, unknown>>) => object | undefined;
  /** To the end of the log's newest file, which is made where there is none. */
  readonly append: (watcher: string, source: string, bytes: string | Uint8Array) => void;
  /** Begins a new file, and keeps so many older ones. */
  readonly rotate: (watcher: string, source: string, keep: number) => void;
  /** Empties the newest file. */
  readonly truncate: (watcher: string, source: string) => void;
}

export interface FakeLogsOptions {
  /** The time patterns of the sources that have one, by source. */
  readonly times?: Readonly<Record<string, string>>;
  /** Why the log cannot be read, by `watcher source`. */
  readonly problems?: Readonly<Record<string, string>>;
  /** Seconds that the node's local time is ahead of UTC. */
  readonly utcOffset?: number;
  /** Bytes that one `log-find` looks through. */
  readonly findStep?: number;
}

const MOST_BYTES = 196_608;
const FIND_STEP = 16_000_000;

/** @param sources the logs that there are from the beginning, `watcher source`, without a file yet */
export function fakeLogs(sources: readonly string[], options: FakeLogsOptions = {}): FakeLogs {
  const {times = {}, problems = {}, utcOffset = 0, findStep = FIND_STEP} = options;
  const logs = new Map(sources.map(each => [each, new FakeLog(sourceOf(each))]));

  const open = (watcher: string, source: string) => {
    const key = `${watcher} ${source}`;
    const log = logs.get(key) ?? new FakeLog(source);
    logs.set(key, log);
    return log;
  };

  const described = (key: string, log: FakeLog) => {
    const problem = problems[key] ?? null;
    const source = sourceOf(key);
    const files = problem === null ? log.described() : [];
    return {watcher: key.slice(0, -source.length - 1), source, files, time: times[source] ?? null, problem};
  };

  function listed(watchers: unknown): object {
    const known = [...logs].map(([key, log]) => described(key, log));
    const isWanted = (watcher: string) => !Array.isArray(watchers) || watchers.includes(watcher);
    return {utcOffset, sources: known.filter(({watcher}) => isWanted(watcher))};
  }

  /** Reads one log. */
  function inLog<T>({watcher, source}: FakeRead, look: (log: FakeLog) => T): T | {readonly error: string} {
    const key = `${watcher} ${source}`;
    const log = logs.get(key);
    if (problems[key] !== undefined) return {error: problems[key]};
    return log === undefined ? {error: `${watcher} has no log '${source}'`} : look(log);
  }

  return {
    answer: (command, properties) => {
      switch (command) {
        case 'log-sources':
          return listed(properties.watchers);
        case 'log': {
          const reads = properties.reads as readonly (FakeRead & {readonly bytes?: number})[];
          const all = Math.min(Number(properties.bytes ?? MOST_BYTES), MOST_BYTES);
          const share = Math.floor(all / Math.max(1, reads.length));
          return {reads: reads.map(read => inLog(read, log => log.read(read, Math.min(read.bytes ?? share, share))))};
        }
        case 'log-find': {
          const search = properties as unknown as FakeSearch;
          const found = inLog(search, log => log.find(search, findStep));
          return 'error' in found ? {status: 'error', reason: found.error, errno: 3} : found;
        }
        default:
          return undefined;
      }
    },
    append: (watcher, source, bytes) => open(watcher, source).append(Buffer.from(bytes)),
    rotate: (watcher, source, keep) => open(watcher, source).rotate(keep),
    truncate: (watcher, source) => open(watcher, source).truncate(),
  };
}

function sourceOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}
