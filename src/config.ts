import {parseDuration} from './model/duration.js';
import {DEFAULT_COMMAND_PORT} from './model/node.js';

/** All settings of the program, checked. */
export interface Config {
  /** Command port of nodes that name none. */
  readonly defaultPort: number;
  /** Milliseconds until a node that has not answered yet is called offline. */
  readonly connectTimeout: number;
  /** Milliseconds until the end state of a command; null: derived per watcher from its own options. */
  readonly timeout: number | null;
  readonly isReadOnly: boolean;
  /** Whether only ASCII is shown; null: as the terminal is. */
  readonly isAscii: boolean | null;
  readonly hasColor: boolean;
  /** How the full screen draws attention to a job that was not ok for every target. */
  readonly onFailure: 'bell' | 'message' | 'none';
}

/** The settings of the command line, as text; absent where it has none. */
interface Flags {
  readonly port?: string | undefined;
  readonly connectTimeout?: string | undefined;
  readonly timeout?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly ascii?: boolean | undefined;
  readonly color?: boolean | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

type ConfigResult = {readonly ok: true; readonly config: Config} | {readonly ok: false; readonly message: string};

const CONNECT_TIMEOUT = 3_000;
const HIGHEST_PORT = 65_535;
const ON_FAILURE: readonly Config['onFailure'][] = ['bell', 'message', 'none'];

interface Given {
  /** Where it comes from, for people: `--port` or `CIRCUSMAN_PORT`. */
  readonly where: string;
  readonly text: string;
}

/** Reads the settings: flag > environment > default. Answers a sentence where a value is wrong. */
export function readConfig(flags: Flags, environment: Environment): ConfigResult {
  const problems: string[] = [];
  const say = (flag: string | undefined, name: string): Given | null => given(flag, name, environment);
  const read = <T>(from: Given | null, parse: (text: string) => T | null, wanted: string, otherwise: T): T => {
    if (from === null) return otherwise;
    const value = parse(from.text);
    if (value === null) problems.push(`${from.where}: "${from.text}" is not ${wanted}`);
    return value ?? otherwise;
  };
  const said = (flag: boolean | undefined, name: string): boolean | null =>
    flag ?? read<boolean | null>(say(undefined, name), parseSwitch, 'one of 1, 0, true, false, yes, no', null);
  const isOn = (flag: boolean | undefined, name: string): boolean => said(flag, name) ?? false;

  const config: Config = {
    defaultPort: read(say(flags.port, 'port'), parsePort, 'a port from 1 to 65535', DEFAULT_COMMAND_PORT),
    connectTimeout: read(
      say(flags.connectTimeout, 'connect-timeout'),
      parsePositiveDuration,
      'a duration such as 500ms, 3s or 2m',
      CONNECT_TIMEOUT,
    ),
    timeout: read<number | null>(
      say(flags.timeout, 'timeout'),
      parsePositiveDuration,
      'a duration such as 500ms, 30s or 2m',
      null,
    ),
    isReadOnly: isOn(flags.readOnly, 'read-only'),
    isAscii: said(flags.ascii, 'ascii'),
    onFailure: read(
      say(undefined, 'on-failure'),
      text => ON_FAILURE.find(each => each === text) ?? null,
      `one of ${ON_FAILURE.join(', ')}`,
      'bell',
    ),
    hasColor: flags.color !== false && !isOn(undefined, 'no-color') && (environment.NO_COLOR ?? '') === '',
  };
  const [problem] = problems;
  return problem === undefined ? {ok: true, config} : {ok: false, message: problem};
}

function given(flag: string | undefined, name: string, environment: Environment): Given | null {
  if (flag !== undefined) return {where: `--${name}`, text: flag};
  const variable = `CIRCUSMAN_${name.toUpperCase().replaceAll('-', '_')}`;
  const text = environment[variable];
  return text === undefined || text === '' ? null : {where: variable, text};
}

function parsePort(text: string): number | null {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= HIGHEST_PORT ? port : null;
}

function parsePositiveDuration(text: string): number | null {
  const ms = parseDuration(text);
  return ms === null || ms <= 0 || ms > 2 ** 31 - 1 ? null : ms;
}

function parseSwitch(text: string): boolean | null {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  return /^(0|false|no|off)$/i.test(text) ? false : null;
}
