import * as v from 'valibot';
import type {KeySetting} from './config.js';
import {FILE, type FileTables, isTable} from './file-schema.js';
import {type ClusterSource, type FileSettings, NO_FILE, type Placed} from './file-settings.js';
import {SETTING_NAMES, SETTINGS} from './settings.js';
import {parseToml, type TomlTree} from './toml-tree.js';

/** Reads the text of a configuration file. It brings a parser of TOML along: it is imported only where there is such a file. */
export function readFileSettings(text: string, file: string): FileSettings {
  const read = parseToml(text);
  if (!read.ok) return {...NO_FILE, problems: [`${file}:${read.line}: ${read.message}`]};
  const {tree} = read;
  const checked = v.safeParse(FILE, tree.value);
  const {issues = []} = checked;
  const wrong = issues.map(issue => {
    const path = (issue.path ?? []).map(({key}) => String(key));
    return {path, line: tree.lineOf(path), message: issue.message};
  });
  // Without what is wrong the rest has the right shape, and more may be wrong with it.
  for (const {path} of wrong) leaveOut(tree.value, path);
  const lost = clustersWithoutNodes(tree.value);
  for (const name of lost) leaveOut(tree.value, ['clusters', name]);
  const good = checked.success ? checked.output : v.parse(FILE, tree.value);
  return {
    problems: wrong
      .toSorted((one, other) => one.line - other.line)
      .map(({path, line, message}) => `${file}:${line}: ${path.join('.')}: ${message}`),
    file,
    values: valuesIn(good, tree),
    clusters: [...clustersIn(good, tree, file), ...lost.map(name => withoutNodes(name, tree, file))],
    keys: keysIn(good, tree, file),
  };
}

function leaveOut(table: Record<string, unknown>, [key = '', ...rest]: readonly string[]): void {
  const inner = table[key];
  if (rest.length === 0) Reflect.deleteProperty(table, key);
  else if (isTable(inner)) leaveOut(inner, rest);
}

/** The names of those that lack their nodes, which is wrong and said; there are clusters of these names all the same. */
function clustersWithoutNodes({clusters}: Record<string, unknown>): readonly string[] {
  if (!isTable(clusters)) return [];
  return Object.keys(clusters).filter(name => isTable(clusters[name]) && clusters[name].nodes === undefined);
}

function withoutNodes(name: string, {lineOf}: TomlTree, file: string): ClusterSource {
  return {name, place: `${file}:${lineOf(['clusters', name])}`, sets: [], port: null, addresses: []};
}

function valuesIn(tables: FileTables, {lineOf}: TomlTree): FileSettings['values'] {
  const values = new Map<string, {raw: unknown; line: number}>();
  for (const name of SETTING_NAMES) {
    const path = SETTINGS[name].key.split('.');
    const raw = path.reduce<unknown>((table, key) => Object(table)[key], tables);
    if (raw !== undefined) values.set(SETTINGS[name].key, {raw, line: lineOf(path)});
  }
  return values;
}

function clustersIn({clusters = {}}: FileTables, {lineOf}: TomlTree, file: string): readonly ClusterSource[] {
  return Object.entries(clusters).map(([name, {nodes, port = null, addresses = {}}]) => {
    const path = ['clusters', name];
    const placeOf = (...more: readonly (string | number)[]) => `${file}:${lineOf([...path, ...more])}`;
    const sets: readonly Placed[] =
      typeof nodes === 'string'
        ? [{text: nodes, place: placeOf('nodes')}]
        : nodes.map((text, index) => ({text, place: placeOf('nodes', index)}));
    return {
      name,
      place: placeOf(),
      sets,
      port,
      addresses: Object.entries(addresses).map(([text, address]) => ({
        text,
        address,
        place: placeOf('addresses', text),
      })),
    };
  });
}

function keysIn({keys = {}}: FileTables, {lineOf}: TomlTree, file: string): readonly KeySetting[] {
  return Object.entries(keys).flatMap(([screen, names]) =>
    Object.entries(names).map(([name, typed]) => ({
      screen,
      name,
      keys: typeof typed === 'string' ? [typed] : typed,
      place: `${file}:${lineOf(['keys', screen, name])}`,
    })),
  );
}
