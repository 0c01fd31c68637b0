import type {FakeEvents} from './fake-events.js';
import type {FakeLogs} from './fake-logs.js';

/** The health of a watcher as the package of a node reports it (`circus/circusman_node/health.py`). */
interface FakeHealth {
  readonly service: string | null;
  readonly ready: boolean | null;
  readonly since: number | null;
  readonly answer: string | null;
  readonly starting: boolean;
  readonly restarts: number;
  readonly lastExit: {readonly code: number | null; readonly signal: string | null; readonly at: number} | null;
  readonly orphans: readonly {readonly pid: number; readonly started: number}[];
  readonly configured: object | null;
  readonly edited: readonly string[];
  readonly error: string | null;
  readonly removing: {readonly files: number; readonly of: number} | null;
  readonly log: readonly string[];
}

/** The package of a fake node. */
export interface FakePackage {
  /** Its answer to a command; undefined: it does not have that command. */
  readonly answer: (
    command: string,
    watchers: readonly string[],
    properties: Readonly<Record<string, unknown>>,
  ) => object | undefined;
  /** Changes the health that it reports for the watcher. */
  readonly become: (watcher: string, health: Partial<FakeHealth>) => void;
  /** Null: it is of the time before there were numbers. */
  readonly events: FakeEvents | null;
}

/** What newer packages have. */
interface FakeParts {
  /** Absent: it has no command for logs. */
  readonly logs?: FakeLogs;
  /** Absent: its events have no numbers. */
  readonly events?: FakeEvents;
}

/**
 * @param services the watchers that are services, each with the seconds within which it must be ready; null: no check
 * @param machine the id of the machine that it reports
 */
export function fakePackage(
  services: Readonly<Record<string, number | null>>,
  machine = '0123456789abcdef',
  {logs, events}: FakeParts = {},
): FakePackage {
  const reported = new Map<string, Partial<FakeHealth>>();

  const service = ([watcher, within]: [string, number | null]) => ({
    watcher,
    service: watcher,
    description: "A test's",
    home: `/srv/${watcher}`,
    all: true,
    startTogether: false,
    resetTogether: false,
    ready: within !== null,
    within,
    needsConfigure: false,
    identifier: null,
    disk: {total: 2 ** 30, free: 2 ** 29},
    error: null,
  });

  const health = (watcher: string) => ({
    service: watcher in services ? watcher : null,
    ready: (services[watcher] ?? null) === null ? null : false,
    since: null,
    answer: null,
    starting: false,
    restarts: 0,
    lastExit: null,
    crashes: {recent: 0, exit: null, at: Date.now() / 1_000},
    orphans: [],
    configured: null,
    edited: [],
    error: null,
    removing: null,
    log: [],
    ...reported.get(watcher),
  });

  return {
    answer: (command, watchers, properties) => {
      switch (command) {
        case 'node-info':
          return {
            package: '0.1.0',
            api: 1,
            circus: '0.19.0',
            machine,
            started: 1_700_000_000,
            clock: Date.now() / 1_000,
            address: null,
            endpoint: 'tcp://127.0.0.1:5555',
            load: [0.5, 0.4, 0.3],
            cores: 2,
            memory: {total: 2 ** 32, available: 2 ** 31},
            startsMissing: true,
            samples: {every: 1},
            services: Object.entries(services).map(service),
          };
        case 'health':
          return {watchers: Object.fromEntries(watchers.map(watcher => [watcher, health(watcher)]))};
        case 'poll-events':
          return events?.since(properties.cursor);
        default:
          return logs?.answer(command, properties);
      }
    },
    events: events ?? null,
    become: (watcher, change) => reported.set(watcher, {...reported.get(watcher), ...change}),
  };
}
