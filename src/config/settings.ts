import {DEFAULT_COMMAND_PORT} from '../model/node.js';
import {CLUSTER_NAME, choice, count, duration, type Form, list, orAuto, SWITCH, type Written} from './form.js';

/** What can be set, in the file and, most of it, by a variable; some by a flag, too. */
export interface Settings {
  /** Command port of nodes that name none. */
  readonly defaultPort: number;
  readonly isReadOnly: boolean;
  /** Whether only ASCII is shown; null: as the terminal is. */
  readonly isAscii: boolean | null;
  readonly hasColor: boolean;
  /** Which background the colours are for; auto: the terminal is asked. */
  readonly theme: 'auto' | 'dark' | 'light';
  /** How the full screen draws attention to a job that was not ok for every target. */
  readonly onFailure: 'bell' | 'message' | 'none';
  /** The cluster that is taken where no SET is given; null: the one that was saved as the default, if any. */
  readonly defaultCluster: string | null;
  /** Milliseconds until a node that has not answered yet is called offline. */
  readonly connectTimeout: number;
  /** Milliseconds until the end state of a command; null: derived per watcher from its own options. */
  readonly timeout: number | null;
  /** Milliseconds from a node's answer to its next ping; null: by the number of nodes. */
  readonly pingEvery: number | null;
  /** Milliseconds until a node that owes the answer to a ping is called stale. */
  readonly pingPatience: number;
  /** Milliseconds of silence until a node is called offline. */
  readonly offlineAfter: number;
  /** So many crashes within `flappingWithin` are flapping. */
  readonly flappingCrashes: number;
  /** Milliseconds. */
  readonly flappingWithin: number;
  /** A command that interrupts more targets than these asks first. */
  readonly askAbove: number;
  /** Rows of logs that are held at a time; those beyond are fetched when they are scrolled to. */
  readonly logLines: number;
  /** The columns of nodes, by their names in `sort`, in the table's order; null: all. */
  readonly columns: readonly string[] | null;
  /** What is shown of each watcher, by the names of its columns; null: all. */
  readonly cells: readonly string[] | null;
  /** Watchers that are shown first, in this order. */
  readonly watchers: readonly string[];
  /** Watchers that "all" does not mean: names or patterns such as `backup-*`. */
  readonly notInAll: readonly string[];
}

/** One of them: how it is given, and what it is otherwise. */
export interface Setting<T> {
  /** In the file: `port`, `timeouts.connect`. */
  readonly key: string;
  /** Without its dashes; absent: there is none. */
  readonly flag?: string;
  /** What the flag's value is called in the help; absent: it takes none, and means true. */
  readonly flagValue?: string;
  /** Absent: there is none. */
  readonly variable?: string;
  /** Flag and variable say the opposite of the value. */
  readonly isNegated?: true;
  /** A variable that other programs know, too: any text in it says what `variable` says with `1`. */
  readonly customary?: string;
  readonly form: Form<T>;
  readonly otherwise: T;
  /** What it is, in one line. */
  readonly help: string;
  /** The same for the flag, where that differs. */
  readonly flagHelp?: string;
}

/** All that can be set, in the order in which it is told. */
export const SETTINGS: {readonly [Name in keyof Settings]: Setting<Settings[Name]>} = {
  defaultPort: {
    key: 'port',
    flag: 'port',
    flagValue: 'port',
    variable: 'CIRCUSMAN_PORT',
    form: count(1, 65_535, 'a port'),
    otherwise: DEFAULT_COMMAND_PORT,
    help: 'command port of the nodes that name none',
  },
  isReadOnly: {
    key: 'read_only',
    flag: 'read-only',
    variable: 'CIRCUSMAN_READ_ONLY',
    form: SWITCH,
    otherwise: false,
    help: 'refuse everything that changes a node',
  },
  isAscii: {
    key: 'ascii',
    flag: 'ascii',
    variable: 'CIRCUSMAN_ASCII',
    form: orAuto(SWITCH),
    otherwise: null,
    help: 'no character outside ASCII',
  },
  hasColor: {
    key: 'color',
    flag: 'no-color',
    variable: 'CIRCUSMAN_NO_COLOR',
    isNegated: true,
    customary: 'NO_COLOR',
    form: SWITCH,
    otherwise: true,
    help: 'colours',
    flagHelp: 'no colours (also by NO_COLOR)',
  },
  theme: {
    key: 'theme',
    variable: 'CIRCUSMAN_THEME',
    form: choice('auto', 'dark', 'light'),
    otherwise: 'auto',
    help: 'the background that the colours are for, dark or light; auto: the terminal is asked',
  },
  onFailure: {
    key: 'on_failure',
    variable: 'CIRCUSMAN_ON_FAILURE',
    form: choice('bell', 'message', 'none'),
    otherwise: 'bell',
    help: 'what comes of a job that was not ok for every target: bell, message (on the desktop, by OSC 9), or none',
  },
  defaultCluster: {
    key: 'default_cluster',
    variable: 'CIRCUSMAN_DEFAULT_CLUSTER',
    form: CLUSTER_NAME,
    otherwise: null,
    help: 'the cluster that is taken where no SET is given; "": the one that was saved as the default, else 192.168.0.1-32',
  },
  connectTimeout: {
    key: 'timeouts.connect',
    flag: 'connect-timeout',
    flagValue: 'duration',
    variable: 'CIRCUSMAN_CONNECT_TIMEOUT',
    form: duration('500ms, 3s or 2m'),
    otherwise: 3_000,
    help: 'how long a node may take to answer first',
  },
  timeout: {
    key: 'timeouts.command',
    flag: 'timeout',
    flagValue: 'duration',
    variable: 'CIRCUSMAN_TIMEOUT',
    form: orAuto(duration('500ms, 30s or 2m')),
    otherwise: null,
    help: 'how long a command may take; auto: by what each watcher is set to',
  },
  pingEvery: {
    key: 'pings.every',
    variable: 'CIRCUSMAN_PINGS_EVERY',
    form: orAuto(duration('2s', [200, 600_000])),
    otherwise: null,
    help: 'how often a node is asked whether it is there; auto: each 2 s, of more than 64 nodes less often',
  },
  pingPatience: {
    key: 'pings.patience',
    variable: 'CIRCUSMAN_PINGS_PATIENCE',
    form: duration('1s', [100, 60_000]),
    otherwise: 1_000,
    help: 'how long its answer may take before the node is called stale',
  },
  offlineAfter: {
    key: 'pings.offline_after',
    variable: 'CIRCUSMAN_PINGS_OFFLINE_AFTER',
    form: duration('10s', [1_000, 3_600_000]),
    otherwise: 10_000,
    help: 'after how long without an answer it is called offline',
  },
  flappingCrashes: {
    key: 'thresholds.flapping_crashes',
    variable: 'CIRCUSMAN_FLAPPING_CRASHES',
    form: count(2, 300),
    otherwise: 3,
    help: 'so many crashes within the time below are flapping',
  },
  flappingWithin: {
    key: 'thresholds.flapping_within',
    variable: 'CIRCUSMAN_FLAPPING_WITHIN',
    form: duration('5m', [10_000, 3_600_000]),
    otherwise: 300_000,
    help: 'how long a crash counts as one of them',
  },
  askAbove: {
    key: 'thresholds.ask_above',
    variable: 'CIRCUSMAN_ASK_ABOVE',
    form: count(0, 65_536),
    otherwise: 8,
    help: 'what stops, restarts or signals more targets asks first',
  },
  logLines: {
    key: 'log.lines',
    variable: 'CIRCUSMAN_LOG_LINES',
    form: count(2_000, 1_000_000),
    otherwise: 50_000,
    help: 'how many lines of logs are held at a time; what is beyond is fetched when it is scrolled to',
  },
  columns: {
    key: 'grid.columns',
    form: orAuto(list('columns')),
    otherwise: null,
    help: 'the columns of nodes that are shown; auto: state, rtt, cpu, memory, bars',
  },
  cells: {
    key: 'grid.cells',
    form: orAuto(list('columns of watchers')),
    otherwise: null,
    help: 'what is shown of each watcher beside its glyph; auto: state, cpu, memory',
  },
  watchers: {
    key: 'grid.watchers',
    form: list('names of watchers'),
    otherwise: [],
    help: 'watchers that are shown first, in this order',
  },
  notInAll: {
    key: 'grid.not_in_all',
    form: list('names of watchers or patterns such as "backup-*"'),
    otherwise: [],
    help: 'watchers that a command without a name of a watcher leaves out: names or patterns such as "backup-*"',
  },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly (keyof Settings)[];

/** A value as it stands in the file, as JSON has it. */
export function writeSetting<Name extends keyof Settings>(name: Name, value: Settings[Name]): Written {
  const {form}: Setting<Settings[Name]> = SETTINGS[name];
  return form.write(value);
}

/** The default as it stands in the file, as JSON has it. */
export function writeDefault<Name extends keyof Settings>(name: Name): Written {
  const {otherwise}: Setting<Settings[Name]> = SETTINGS[name];
  return writeSetting(name, otherwise);
}
