import {SETTING_NAMES, SETTINGS, type Settings, writeDefault} from '../config/settings.js';
import {NOWHERE} from '../files/xdg-folder.js';

/** What the command line may ask for: the full screen, which has no word of its own, or one of these words. */
export type ProgramName =
  | 'screen'
  | 'status'
  | 'exec'
  | 'run'
  | 'events'
  | 'detect'
  | 'demo'
  | 'config'
  | 'jobs'
  | 'completion';

/** The shells whose completion there is. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** An option of the command line. */
export interface Flag {
  /** Without its dashes. */
  readonly name: string;
  /** A letter that means the same, as in `-h`. */
  readonly short?: string;
  /** What its value is called in the help ("duration"); null: it has none. */
  readonly value: string | null;
  /** It may have a value all the same, behind a `=`. */
  readonly hasOptionalValue?: boolean;
  readonly summary: string;
}

export interface Program {
  readonly name: ProgramName;
  /** What follows its name, in the help. */
  readonly operands: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
}

/** What the source document says the cluster is, where nobody says otherwise. */
export const DEFAULT_CLUSTER = '192.168.0.1-32';
export const DEMO_NODES = 8;
export const MOST_DEMO_NODES = 64;

const HELP: Flag = {name: 'help', short: 'h', value: null, summary: 'print this'};
const VERSION: Flag = {name: 'version', short: 'V', value: null, summary: 'print the version'};

/** Every program takes these. */
const COMMON: readonly Flag[] = [
  {
    name: 'config',
    value: 'file',
    summary: `the configuration file (default: ~/.config/circusman/config.toml); ${NOWHERE} is none`,
  },
  ...SETTING_NAMES.flatMap(flagOf),
];

/** The flag of a setting; few have one. */
function flagOf(name: keyof Settings): readonly Flag[] {
  const {flag, flagValue, flagHelp, help} = SETTINGS[name];
  if (flag === undefined) return [];
  if (flagValue === undefined) return [{name: flag, value: null, summary: flagHelp ?? help}];
  return [{name: flag, value: flagValue, summary: `${help} (default: ${writeDefault(name)})`}];
}

/** For programs whose operands are no nodes. */
const NODES: Flag = {
  name: 'c',
  short: 'c',
  value: 'SET',
  summary: `the nodes; may be repeated (default: the default cluster, if one is named, else ${DEFAULT_CLUSTER})`,
};

const CONSENT: Flag = {
  name: 'yes',
  value: null,
  hasOptionalValue: true,
  summary: 'mean it, where a command destroys; --yes=COUNT, the count of targets, on a whole cluster',
};

/** All that the command line can ask for: what it is read by, and what its help is made from. */
export const PROGRAMS: Readonly<Record<ProgramName, Program>> = {
  screen: {
    name: 'screen',
    operands: '[SET...]',
    summary: 'Run a cluster of circus nodes from one terminal.',
    flags: [...COMMON, VERSION, HELP],
  },
  status: {
    name: 'status',
    operands: '[SET...]',
    summary: 'print once what runs where; exit code 0 when every node is online',
    flags: [
      ...COMMON,
      {name: 'json', value: null, summary: 'as one JSON document'},
      {
        name: 'quick',
        value: null,
        summary: 'at once: without CPU and memory, and without watching for crashes, which take up to 2.2 s',
      },
      HELP,
    ],
  },
  exec: {
    name: 'exec',
    operands: "COMMAND [';' COMMAND]...",
    summary: "run commands of the command bar, then exit; a ';' of its own separates them",
    flags: [...COMMON, NODES, {name: 'json', value: null, summary: 'one line of JSON a command'}, CONSENT, HELP],
  },
  run: {
    name: 'run',
    operands: 'FILE',
    summary: 'run the commands of a bring-up file, one a line; nothing is begun before all of it is read and checked',
    flags: [
      ...COMMON,
      NODES,
      {name: 'set', value: 'name=value', summary: `what \${name} stands for in the file; may be repeated`},
      {name: 'dry-run', value: null, summary: 'print every target of every line, and change nothing'},
      {name: 'json', value: null, summary: 'one line of JSON a command'},
      CONSENT,
      HELP,
    ],
  },
  events: {
    name: 'events',
    operands: '[SET...]',
    summary: 'print what happened on the nodes, as far as they keep it; exit code 0 when every node told',
    flags: [
      ...COMMON,
      {name: 'since', value: 'time', summary: 'from then on: 10m or 1h30m ago, 10:32, 10:32:05, or 2026-11-28T10:32'},
      {name: 'until', value: 'time', summary: 'until then'},
      {name: 'follow', value: null, summary: 'go on with what happens from now on'},
      {name: 'json', value: null, summary: 'one line of JSON an event'},
      HELP,
    ],
  },
  detect: {
    name: 'detect',
    operands: '[SET...]',
    summary: "look for nodes, in this machine's own networks where no SET is named; exit code 0 when there is one",
    flags: [
      ...COMMON,
      {name: 'ports', value: 'ports', summary: 'try these command ports, as in 5555,5565, where the SET names none'},
      {name: 'multicast', value: null, summary: "ask by circus's own multicast, too"},
      {name: 'json', value: null, summary: 'as one JSON document'},
      HELP,
    ],
  },
  demo: {
    name: 'demo',
    operands: '',
    summary: 'a cluster of real circusd nodes on this machine, and the full screen on it',
    flags: [
      ...COMMON,
      {name: 'nodes', value: 'count', summary: `how many nodes, 1 to ${MOST_DEMO_NODES} (default: ${DEMO_NODES})`},
      {
        name: 'real',
        value: null,
        summary: 'four nodes with Neo4j and Titan themselves, which it fetches once; needs Java 17 to 23 and Maven',
      },
      HELP,
    ],
  },
  jobs: {
    name: 'jobs',
    operands: '[export N-M FILE]',
    summary:
      'print what was done from this machine, by whom and what came of it, also of jobs that were interrupted; export: write their commands into a file for run',
    flags: [...COMMON, {name: 'json', value: null, summary: 'one line of JSON a job'}, HELP],
  },
  config: {
    name: 'config',
    operands: '',
    summary: 'print what is set, and by what: a flag, a variable, a line of the configuration file, or by default',
    flags: [
      ...COMMON,
      {name: 'check', value: null, summary: 'print only what is wrong; exit code 0 and nothing when nothing is'},
      {name: 'json', value: null, summary: 'as one JSON document'},
      HELP,
    ],
  },
  completion: {
    name: 'completion',
    operands: 'bash|zsh|fish',
    summary: 'print what a shell reads to complete the words of circusman, as in: source <(circusman completion bash)',
    flags: [HELP],
  },
};

/** The words that ask for a program; the full screen has none. */
export const PROGRAM_WORDS: readonly string[] = Object.keys(PROGRAMS).filter(name => name !== 'screen');

/** Those that are commands of the bar, too, and that `exec` runs where nothing else is in its line. */
export const PROGRAMS_IN_EXEC = ['run', 'jobs'] as const satisfies readonly ProgramName[];
