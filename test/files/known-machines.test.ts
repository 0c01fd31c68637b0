import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {openKnownMachines, stateFolder} from '../../src/files/known-machines.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-machines-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const file = () => path.join(folder, 'state/known-machines');
const open = () => openKnownMachines(path.join(folder, 'state'));

test('what is added is kept, and of several machines behind a node the last one counts', async () => {
  expect(await open().read()).toEqual({machines: new Map(), problem: null});
  expect(
    await open().add(
      new Map([
        ['10.0.0.1', 'aa'],
        ['[fd00::1]:5565', 'bb'],
      ]),
    ),
  ).toBeNull();
  expect(await open().add(new Map([['10.0.0.1', 'cc']]))).toBeNull();
  expect(await open().read()).toEqual({
    machines: new Map([
      ['10.0.0.1', 'cc'],
      ['[fd00::1]:5565', 'bb'],
    ]),
    problem: null,
  });
  expect(readFileSync(file(), 'utf8')).toBe('10.0.0.1 aa\n[fd00::1]:5565 bb\n10.0.0.1 cc\n');
  expect([statSync(path.dirname(file())).mode & 0o777, statSync(file()).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('programs that write at the same time lose nothing of each other', async () => {
  const ids = Array.from({length: 50}, (_, index) => `10.0.0.${index}`);
  await Promise.all(ids.map(id => open().add(new Map([[id, `m${id}`]]))));
  expect([...(await open().read()).machines.keys()].sort()).toEqual(ids.sort());
});

test('comments and lines that were cut off say nothing', async () => {
  await open().add(new Map([['a', 'aa']]));
  writeFileSync(file(), '# a b\n\n  a   aa \nb\nc dd ee\n');
  expect((await open().read()).machines).toEqual(new Map([['a', 'aa']]));
});

test('a file that cannot be read or written is a sentence', async () => {
  writeFileSync(path.join(folder, 'state'), '');
  const why = 'there is a file where a folder of its path should be';
  expect(await open().read()).toEqual({machines: new Map(), problem: `${file()} cannot be read: ${why}`});
  expect(await open().add(new Map([['a', 'aa']]))).toBe(`${file()} cannot be written: ${why}`);
});

test('without a folder nothing is kept, and nothing is wrong', async () => {
  const none = openKnownMachines(null);
  expect(await none.add(new Map([['a', 'aa']]))).toBeNull();
  expect(await none.read()).toEqual({machines: new Map(), problem: null});
});

test.each([
  [{XDG_STATE_HOME: '/x', HOME: '/h'}, '/x/circusman'],
  [{XDG_STATE_HOME: 'x', HOME: '/h'}, '/h/.local/state/circusman'],
  [{HOME: '/h'}, '/h/.local/state/circusman'],
  [{XDG_STATE_HOME: '/dev/null', HOME: '/h'}, null],
  [{}, null],
])('%j: the folder is %s', (environment, folder) => {
  expect(stateFolder(environment)).toBe(folder);
});
