import type {Config, Origin, Origins} from '../config/config.js';
import {SETTING_NAMES, SETTINGS, writeSetting} from '../config/settings.js';
import {formatNodeSet} from '../model/node-set.js';
import {chosenKeys} from './chosen-keys.js';
import {EXIT, type Io} from './io.js';
import {jsonLine} from './printable.js';

/** What is in force, and where each of it comes from. */
export interface ConfigInForce {
  readonly config: Config;
  readonly origins: Origins;
  /** The configuration file; null: there is none. */
  readonly file: string | null;
}

/** The same with the cluster that was saved as the default; null: another one is, or none. */
export interface ShownConfig extends ConfigInForce {
  readonly savedDefault: string | null;
}

/** Prints what is in force and where each value comes from. @returns the exit code */
export function showConfig(inForce: ShownConfig, isJson: boolean, io: Pick<Io, 'out'>): number {
  io.out(isJson ? jsonLine(configJson(inForce)) : configText(inForce));
  return EXIT.ok;
}

function configText({config, origins, file, savedDefault}: ShownConfig): string {
  const rows = [
    ...SETTING_NAMES.map(name =>
      name === 'defaultCluster' && savedDefault !== null
        ? [SETTINGS[name].key, JSON.stringify(savedDefault), 'cluster save --default']
        : [SETTINGS[name].key, JSON.stringify(writeSetting(name, config[name])), originText(origins[name])],
    ),
    ...[...config.clusters.values()].map(({name, nodes, place}) => [
      `clusters.${name}`,
      JSON.stringify(formatNodeSet(nodes)),
      place,
    ]),
    ...keysInForce(config).map(({screen, name, keys, place}) => [
      `keys.${screen}.${name}`,
      JSON.stringify(keys),
      place ?? 'default',
    ]),
  ];
  const [first, second] = [0, 1].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lines = rows.map(
    ([key = '', value = '', from = '']) =>
      `${key.padEnd(first ?? 0)}  ${value.padEnd(Math.min(second ?? 0, WIDEST))}  ${from}`,
  );
  return [file === null ? '# no configuration file' : `# ${file}`, ...lines, ''].join('\n');
}

/** Columns of a value, behind which what follows is still below each other. */
const WIDEST = 30;

function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'flag':
    case 'environment':
      return origin.name;
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'default':
      return 'default';
  }
}

/** The keys of every screen and prompt. `place`: where they were chosen; null: nowhere. */
function keysInForce(config: Config) {
  return [...chosenKeys(config).keymap.values()].flatMap(({name: screen, bindings}) =>
    bindings.map(({name, keys}) => {
      const chosen = config.keys.findLast(each => each.screen === screen && each.name === name);
      return {screen, name, keys, place: chosen?.place ?? null};
    }),
  );
}

function configJson({config, origins, file, savedDefault}: ShownConfig): object {
  return {
    version: 1,
    file,
    savedDefault,
    settings: SETTING_NAMES.map(name => ({
      key: SETTINGS[name].key,
      value: writeSetting(name, config[name]),
      from: origins[name],
    })),
    clusters: [...config.clusters.values()].map(({name, nodes, place}) => ({
      name,
      nodes: nodes.map(({id}) => id),
      place,
    })),
    keys: keysInForce(config),
  };
}
