import {isIP} from 'node:net';
import * as v from 'valibot';
import {isOfOneLink} from '../model/address.js';
import {clusterNameProblem} from '../model/named-cluster.js';
import {isNear} from '../model/near.js';
import {count, type Form} from './form.js';
import {SETTING_NAMES, SETTINGS} from './settings.js';

/** Its output, as far as it is not read by the forms of settings. */
export type FileTables = v.InferOutput<typeof FILE>;

const KEYS = custom<string | readonly string[]>(isKeys, 'a key such as "k" or "ctrl-x", or a list of them');

const CLUSTER = table({
  nodes: custom<string | readonly string[]>(isSets, 'a SET such as "192.168.0.1-32", or a list of them'),
  port: v.optional(custom<number>(raw => count(1, 65_535).read(raw) !== null, 'a port from 1 to 65535')),
  transport: v.optional(custom<string>(raw => raw === 'tcp', '"tcp", the only one there is')),
  addresses: v.optional(
    named('nodes', custom<string>(isAddress, 'an IP address that other machines know, such as 10.0.0.1 or fd00::1')),
  ),
});

/** The whole file. */
export const FILE = table({
  ...settingEntries(),
  clusters: v.optional(named('clusters', CLUSTER, clusterNameProblem)),
  keys: v.optional(named('screens', named('what their keys do', KEYS))),
});

/** The settings; those of a table in it. */
function settingEntries(): v.ObjectEntries {
  const entries: Record<string, v.GenericSchema> = {};
  const tables: Record<string, Record<string, v.GenericSchema>> = {};
  for (const name of SETTING_NAMES) {
    const {key, form} = SETTINGS[name];
    const [first = '', second] = key.split('.');
    if (second === undefined) entries[first] = v.optional(formed(form));
    else tables[first] = {...tables[first], [second]: v.optional(formed(form))};
  }
  for (const [name, inner] of Object.entries(tables)) entries[name] = v.optional(table(inner));
  return entries;
}

function formed({read, allowed}: Pick<Form<unknown>, 'read' | 'allowed'>): v.GenericSchema {
  return custom(raw => read(raw) !== null, allowed);
}

function custom<T>(isGood: (raw: unknown) => boolean, allowed: string) {
  return v.custom<T>(isGood, ({input}) => `${shown(input)} is not ${allowed}`);
}

/** A table with these keys and no other. */
function table<const Entries extends v.ObjectEntries>(entries: Entries) {
  const known = Object.keys(entries);
  return v.pipe(
    custom<Record<string, unknown>>(isTable, `a table of ${known.join(', ')}`),
    v.looseObject(entries, 'this is missing'),
    v.rawCheck(({dataset, addIssue}) => {
      const input = Object(dataset.value);
      for (const key of Object.keys(input)) {
        if (known.includes(key)) continue;
        const path: [v.ObjectPathItem] = [{type: 'object', origin: 'key', input, key, value: input[key]}];
        addIssue({message: unknownKey(key, known), path});
      }
    }),
  );
}

/** A table whose keys are names of the user's. @param problemOf what is wrong with a name; null: nothing */
function named<const Value extends v.GenericSchema>(
  what: string,
  value: Value,
  problemOf: (name: string) => string | null = () => null,
) {
  const isName = v.custom<string>(
    name => problemOf(String(name)) === null,
    ({input}) => problemOf(String(input)) ?? '',
  );
  return v.pipe(custom<Record<string, unknown>>(isTable, `a table of ${what}`), v.record(isName, value));
}

/** What the key may have been meant as: near to it, one of another table, or the name of a flag. */
function unknownKey(key: string, known: readonly string[]): string {
  const plain = key.toLowerCase().replaceAll('-', '_');
  const near = known.find(each => each === plain || isNear(each, plain));
  const elsewhere = SETTING_NAMES.map(name => SETTINGS[name]).find(
    setting => setting.key.split('.').at(-1) === plain || setting.flag === key.replaceAll('_', '-'),
  );
  const meant = near ?? elsewhere?.key;
  return meant === undefined
    ? `there is no such key: known here are ${known.join(', ')}`
    : `there is no such key: did you mean ${meant}?`;
}

/** Whether it is a table of the file. */
export function isTable(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Date);
}

function isKeys(raw: unknown): boolean {
  return isText(raw) || (Array.isArray(raw) && raw.every(isText));
}

function isSets(raw: unknown): boolean {
  return isText(raw) || (Array.isArray(raw) && raw.length > 0 && raw.every(isText));
}

function isText(raw: unknown): boolean {
  return typeof raw === 'string' && raw !== '';
}

function isAddress(raw: unknown): boolean {
  return typeof raw === 'string' && isIP(raw) !== 0 && !isOfOneLink(raw);
}

/** Characters of a value that are told again. */
const LONGEST = 60;

/** The value as it could stand in the file. */
function shown(raw: unknown): string {
  if (isTable(raw)) return 'a table';
  const text = raw instanceof Date ? raw.toISOString() : typeof raw === 'number' ? String(raw) : JSON.stringify(raw);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
