import type {NodeSpec} from '../model/node.js';
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
type Flags = ReadonlyMap<string, readonly string[]>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from; `name`: as it is typed, `--port` or `CIRCUSMAN_PORT`. */
export type Origin =
  | {readonly kind: 'flag' | 'environment'; readonly name: string}
  | {readonly kind: 'file'; readonly file: string; readonly line: number}
  | {readonly kind: 'default'};

export type Origins = Readonly<Record<keyof Settings, Origin>>;

/** `problems`: a sentence each. */
type ConfigResult =
  | {readonly ok: true; readonly config: Config; readonly origins: Origins}
  | {readonly ok: false; readonly problems: readonly string[]};

/** Reads the settings: flag > environment > default. */
export function readConfig(flags: Flags, environment: Environment): ConfigResult {
  const problems: string[] = [];
  // Filled below, each of them.
  const settings = {} as {-readonly [Name in keyof Settings]: Settings[Name]};
  const origins = {} as Record<keyof Settings, Origin>;
  function take<Name extends keyof Settings>(name: Name): void {
    const setting: Setting<Settings[Name]> = SETTINGS[name];
    const given = givenAsText(setting, flags, environment);
    const read = given === null ? {value: setting.otherwise} : readText(setting, given.text);
    if (read === null && given !== null) problems.push(`${given.from.name}: "${given.text}" is not ${asText(setting)}`);
    settings[name] = read === null ? setting.otherwise : read.value;
    origins[name] = given?.from ?? {kind: 'default'};
  }
  for (const name of SETTING_NAMES) take(name);
  if (problems.length > 0) return {ok: false, problems};
  return {ok: true, config: {...settings, clusters: new Map(), keys: []}, origins};
}

interface GivenText {
  readonly from: Extract<Origin, {kind: 'flag' | 'environment'}>;
  readonly text: string;
}

function givenAsText<T>(
  {flag, flagValue, variable, customary}: Setting<T>,
  flags: Flags,
  environment: Environment,
): GivenText | null {
  const typed = flag === undefined ? undefined : flags.get(flag)?.at(-1);
  if (typed !== undefined) {
    return {from: {kind: 'flag', name: `--${flag}`}, text: flagValue === undefined ? 'true' : typed};
  }
  const text = variable === undefined ? '' : (environment[variable] ?? '');
  if (variable !== undefined && text !== '') return {from: {kind: 'environment', name: variable}, text};
  if (customary === undefined || (environment[customary] ?? '') === '') return null;
  return {from: {kind: 'environment', name: customary}, text: 'true'};
}

function readText<T>({form, isNegated}: Setting<T>, text: string): {readonly value: T} | null {
  const raw = form.rawOf(text);
  return form.read(isNegated === true && typeof raw === 'boolean' ? !raw : raw);
}

function asText<T>({form: {allowed, allowedAsText = allowed}}: Setting<T>): string {
  return allowedAsText;
}
