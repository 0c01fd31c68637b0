import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';
import {commandTable} from '../src/command/table.js';
import {usageLine} from '../src/command/usage.js';
import {KEYS, type KeyBinding} from '../src/view/keys.js';
import {PACKAGE_ROOT} from './support/package-root.js';

const README = readFileSync(`${PACKAGE_ROOT}README.md`, 'utf8');

function keyRow({keys, help, action}: KeyBinding): string {
  const summary = action.type === 'command' ? commandTable.get(action.command)?.summary : undefined;
  return `| ${keys.map(key => `\`${key}\``).join(' ')} | ${help ?? summary} |`;
}

test('the README’s keys are those of the grid and the jobs screen', () => {
  const rows = [...KEYS.grid, ...KEYS.jobs.filter(({action}) => action.type === 'job')].map(keyRow);
  expect(rows.filter(row => !README.includes(row))).toEqual([]);
});

test('the README’s commands are those of the table', () => {
  const rows = [...commandTable.values()].map(command => `| \`${usageLine(command)}\` | ${command.summary} |`);
  expect(rows.filter(row => !README.includes(row))).toEqual([]);
});

test('the README names each room, and no other', () => {
  const rooms = readdirSync(`${PACKAGE_ROOT}src`).map(entry => path.parse(entry).name);
  const named = [...README.matchAll(/`src\/([\w-]+)/g)].map(([, room]) => room);
  expect([...new Set(rooms)].filter(room => !named.includes(room))).toEqual([]);
  expect(named.filter(room => room !== undefined && !rooms.includes(room))).toEqual([]);
});
