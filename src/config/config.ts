import type {NodeSpec} from '../model/node.js';
import {readClusters} from './file-clusters.js';
import {type FileSettings, NO_FILE} from './file-settings.js';
import {SETTING_NAMES, SETTINGS, type Setting, type Settings} from './settings.js';

/** All settings of the program, checked. */
export interface Config extends Settings {
  /** The clusters of the file, by name, in its order. */
  readonly clusters: ReadonlyMap<string, FileCluster>;
  /** What the file says of keys, in its order. */
  readonly keys: readonly KeySetting[];
}

/** A cluster that the configuration file names. */
export interface FileCluster {
  readonly name: string;
  readonly nodes: readonly NodeSpec[];
  /** Where it is, for people: `/home/me/.config/circusman/config.toml:12`. */
  readonly place: string;
}

/** Other keys for what a screen or prompt can do. */
export interface KeySetting {
  /** `grid`, `jobs`, `bar`. */
  readonly screen: string;
  /** What they do. */
  readonly name: string;
  /** Names of keys: "j", "ctrl-d"; none: no key does it. */
  readonly keys: readonly string[];
  /** Where that is said, for people. */
  readonly place: string;
}

/** By a flag's name: each value that it was given, in order; the empty text where it takes none. */
export type Flags = ReadonlyMap<string, readonly string[]>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from; `name`: as it is typed, `--port` or `CIRCUSMAN_PORT`. */
export type Origin =
  | {readonly kind: 'flag' | 'environment'; readonly name: string}
  | {readonly kind: 'file'; readonly file: string; readonly line: number}
  | {readonly kind: 'default'};

export type Origins = Readonly<Record<keyof Settings, Origin>>;

interface Read {
  readonly config: Config;
  readonly origins: Origins;
}

/** `problems`: a sentence each; then what is wrong is left out of the configuration. */
type ConfigResult = (Read & {readonly ok: true}) | (Read & {readonly ok: false; readonly problems: readonly string[]});

/** The settings of the program: flag > environment > file > default. */
export function readConfig(flags: Flags, environment: Environment, file: FileSettings = NO_FILE): ConfigResult {
  const problems: string[] = [...file.problems];
  // Filled below, each of them.
  const settings = {} as {-readonly [Name in keyof Settings]: Settings[Name]};
  const origins = {} as Record<keyof Settings, Origin>;
  function take<Name extends keyof Settings>(name: Name): void {
    const setting: Setting<Settings[Name]> = SETTINGS[name];
    const given = givenAsText(setting, flags, environment) ?? givenInFile(setting, file);
    const read = given === null ? null : setting.form.read(given.raw);
    if (given !== null && read === null) problems.push(`${given.said} is not ${asText(setting)}`);
    settings[name] = read === null ? setting.otherwise : read.value;
    origins[name] = given?.from ?? {kind: 'default'};
  }
  for (const name of SETTING_NAMES) take(name);
  const {clusters, problems: wrongSets} = readClusters(file.clusters, settings.defaultPort);
  problems.push(...wrongSets);
  const read = {config: {...settings, clusters, keys: file.keys}, origins};
  return problems.length === 0 ? {ok: true, ...read} : {ok: false, ...read, problems};
}

/** A value that somebody gave. */
interface Given {
  readonly from: Origin;
  /** As the file would have it. */
  readonly raw: unknown;
  /** How it was given, for people: `--port: "x"`. */
  readonly said: string;
}

function givenAsText<T>(setting: Setting<T>, flags: Flags, environment: Environment): Given | null {
  const {flag, flagValue, variable, customary} = setting;
  const given = (kind: 'flag' | 'environment', name: string, text: string): Given => ({
    from: {kind, name},
    raw: rawOf(setting, text),
    said: `${name}: "${text}"`,
  });
  const typed = flag === undefined ? undefined : flags.get(flag)?.at(-1);
  if (typed !== undefined) return given('flag', `--${flag}`, flagValue === undefined ? 'true' : typed);
  const text = variable === undefined ? '' : (environment[variable] ?? '');
  if (variable !== undefined && text !== '') return given('environment', variable, text);
  const isCustomary = customary !== undefined && (environment[customary] ?? '') !== '';
  return isCustomary ? given('environment', customary, 'true') : null;
}

function givenInFile<T>({key}: Setting<T>, {file, values}: FileSettings): Given | null {
  const found = values.get(key);
  if (file === null || found === undefined) return null;
  return {from: {kind: 'file', file, line: found.line}, raw: found.raw, said: key};
}

function rawOf<T>({form, isNegated}: Setting<T>, text: string): unknown {
  const raw = form.rawOf(text);
  return isNegated === true && typeof raw === 'boolean' ? !raw : raw;
}

function asText<T>({form: {allowed, allowedAsText = allowed}}: Setting<T>): string {
  return allowedAsText;
}
