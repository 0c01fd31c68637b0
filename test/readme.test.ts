import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';
import {EVENT_WORDS} from '../src/columns/event-words.js';
import type {Command} from '../src/command/command.js';
import {commandTable} from '../src/command/table.js';
import {usageLine} from '../src/command/usage.js';
import {readConfig} from '../src/config/config.js';
import {readConfigFile} from '../src/config/config-file.js';
import {readFileSettings} from '../src/config/file-reader.js';
import {NO_FILE} from '../src/config/file-settings.js';
import {DEFAULT_KEYMAP} from '../src/view/default-keymap.js';
import type {KeyBinding} from '../src/view/key-binding.js';
import {bindingsIn} from '../src/view/keymap.js';
import type {ScreenKeys} from '../src/view/screen-keys.js';
import {SCREENS} from '../src/view/screens.js';
import {PACKAGE_ROOT} from './support/package-root.js';

const README = readFileSync(`${PACKAGE_ROOT}README.md`, 'utf8');

function keyRow({keys, help, action}: KeyBinding): string {
  const summary = action.type === 'command' ? commandTable.get(action.command)?.summary : undefined;
  return `| ${keys.map(key => `\`${key}\``).join(' ')} | ${help ?? summary} |`;
}

/** The keys that do what only this screen can; the others scroll it. */
const ownActs = ({keys, lastKeys}: ScreenKeys) => [...keys, ...lastKeys].filter(({action}) => action.type === 'act');

test('the README’s keys are those of the grid, and those of other screens', () => {
  const [first, ...others] = [...SCREENS.values()];
  const keys = first === undefined ? [] : [...bindingsIn(DEFAULT_KEYMAP, first.name), ...others.flatMap(ownActs)];
  const rows = keys.map(keyRow);
  expect(rows.filter(row => !README.includes(row))).toEqual([]);
});

test('the sample of the configuration file has the keys of every screen and prompt', () => {
  const sample = readFileSync(`${PACKAGE_ROOT}docs/config.toml`, 'utf8').replaceAll(/^#(?=[a-z[])/gm, '');
  const {keys} = readFileSettings(sample, 'config.toml');
  const inSample = keys.map(({screen, name, keys: each}) => ({screen, name, keys: each}));
  const inForce = [...DEFAULT_KEYMAP.values()].flatMap(({name: screen, bindings}) =>
    bindings.map(({name, keys: each}) => ({screen, name, keys: each})),
  );
  expect(inSample).toEqual(inForce);
});

test('the README has the words of the filter of events', () => {
  expect(README).toContain(`\`is:\` takes ${EVENT_WORDS.map(word => `\`${word}\``).join(', ')},`);
});

/** A command, what it does, and the circus message that does it. */
function commandRow(command: Command): string {
  const {summary, circus} = command;
  const usage = usageLine(command).replaceAll('|', '\\|');
  return `| \`${usage}\` | ${summary} |${circus === undefined ? '' : ` \`${circus}\``} |`;
}

test('the README’s commands are those of the table, each with the circus message that it sends', () => {
  const rows = [...commandTable.values()].map(commandRow);
  expect(rows.filter(row => !README.includes(row))).toEqual([]);
});

test('the README names each room, and no other', () => {
  const rooms = readdirSync(`${PACKAGE_ROOT}src`).map(entry => path.parse(entry).name);
  const named = [...README.matchAll(/`src\/([\w-]+)/g)].map(([, room]) => room);
  expect([...new Set(rooms)].filter(room => !named.includes(room))).toEqual([]);
  expect(named.filter(room => room !== undefined && !rooms.includes(room))).toEqual([]);
});

/** What a source reads of the environment: by name, or taken out of an object that is one. */
const READ =
  /\b(?:env|environment)\.([A-Z][A-Z_]+)\b|\b([A-Z][A-Z_]+) = ''|\{((?:[A-Z][A-Z_]+(?:, )?)+)\}: Environment/g;
const COMPILED_AWAY = ['NODE_ENV', 'DEV'];

async function variablesRead(): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  // Those of the configuration have names that are made: it is asked.
  const environment = new Proxy({}, {get: (_, name) => void names.add(String(name))});
  expect(await readConfigFile(new Map(), environment)).toEqual(NO_FILE);
  expect(readConfig(new Map(), environment).ok).toBe(true);
  for (const file of readdirSync(`${PACKAGE_ROOT}src`, {recursive: true, encoding: 'utf8'})) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const [, one, other, several = ''] of readFileSync(`${PACKAGE_ROOT}src/${file}`, 'utf8').matchAll(READ)) {
      for (const name of [one, other, ...several.split(', ')]) if (name !== undefined && name !== '') names.add(name);
    }
  }
  return names;
}

test('the README lists every variable of the environment that is read, and no other', async () => {
  const rows = [...README.matchAll(/^\| ((?:`[A-Z_]{4,}`(?:, )?)+) \| /gm)].map(([, names = '']) => names);
  const listed = rows.flatMap(names => [...names.matchAll(/`([A-Z_]{4,})`/g)].map(([, name]) => name));
  const read = [...(await variablesRead())].filter(name => !COMPILED_AWAY.includes(name));
  expect(listed.toSorted()).toEqual(read.toSorted());
});

test('the README names what the node package reads, too', () => {
  const node = readdirSync(`${PACKAGE_ROOT}circus/circusman_node`, {recursive: true, encoding: 'utf8'})
    .filter(file => file.endsWith('.py'))
    .map(file => readFileSync(`${PACKAGE_ROOT}circus/circusman_node/${file}`, 'utf8'))
    .join('\n');
  const names = node.matchAll(/"(CIRCUSMAN_[A-Z_]+)"|environment\[?(?:\.get\()?"([A-Z_]+)"/g);
  const read = new Set([...names].map(([, own, other]) => own ?? other ?? ''));
  expect(read.size).toBeGreaterThan(1);
  expect([...read].filter(name => !README.includes(`\`${name}\``))).toEqual([]);
});

test('the README says who can run commands on a node', () => {
  expect(README.replace(/\s+/g, ' ')).toContain(
    "On loopback every local user of the node can run commands as circusd's user",
  );
});
