import {appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {openBarHistory} from '../../src/files/bar-history.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-history-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const file = () => path.join(folder, 'state/history');
const open = () => openBarHistory(path.join(folder, 'state'));

test('what was typed is kept for the next run, each command once, in the order of its last time', async () => {
  expect(await open().read()).toEqual({commands: [], problem: null});
  const history = open();
  for (const command of ['stop neo4j on n[1-2]', 'set "my web" env A=1', 'stop neo4j on n[1-2]']) {
    expect(await history.add(command)).toBeNull();
  }
  expect(await open().read()).toEqual({commands: ['set "my web" env A=1', 'stop neo4j on n[1-2]'], problem: null});
  expect([statSync(path.dirname(file())).mode & 0o777, statSync(file()).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('programs that write at the same time lose nothing of each other', async () => {
  const commands = Array.from({length: 50}, (_, index) => `start w${index}`);
  await Promise.all(commands.map(command => open().add(command)));
  expect((await open().read()).commands.toSorted()).toEqual(commands.toSorted());
});

test('of one program they stand in the order in which they were added, and all are there once it is written', async () => {
  const history = open();
  for (const command of ['a', 'b', 'c', 'd']) void history.add(command);
  await history.written();
  expect((await open().read()).commands).toEqual(['a', 'b', 'c', 'd']);
});

test('what is no command is skipped: a line that was cut off, something else, control characters', async () => {
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), '"start a"\n7\nstart b\n"start \\u001b[2J"\n"start c');
  await open().add('start d');
  expect((await open().read()).commands).toEqual(['start a', 'start d']);
});

test('the file is bounded, and loses the oldest', async () => {
  const history = open();
  await history.add('first');
  const long = (index: number) => `start ${String(index).padStart(4, '0')} ${'x'.repeat(1_000)}`;
  appendFileSync(file(), Array.from({length: 600}, (_, index) => `${JSON.stringify(long(index))}\n`).join(''));
  await history.add('last');
  expect(statSync(file()).size).toBeLessThan(160_000);
  const {commands} = await open().read();
  expect([commands.at(-1), commands.at(-2), commands.includes('first')]).toEqual(['last', long(599), false]);
});

test('a command that is too long to be typed is not kept', async () => {
  expect(await open().add('x'.repeat(5_000))).toBeNull();
  expect((await open().read()).commands).toEqual([]);
});

test('where it cannot be written or read a sentence says why', async () => {
  mkdirSync(file(), {recursive: true});
  expect(await open().add('start a')).toMatch(/history cannot be written: /);
  expect((await open().read()).problem).toMatch(/history cannot be read: it is a folder, not a plain file/);
});

test('without a folder nothing is kept', async () => {
  const history = openBarHistory(null);
  expect([await history.add('start a'), await history.read()]).toEqual([null, {commands: [], problem: null}]);
  expect(() => readFileSync(file())).toThrow();
});
