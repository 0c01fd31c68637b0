import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {openKnownMachines} from '../../src/files/known-machines.js';
import {stateFolder} from '../../src/files/state-folder.js';

const [A, B, C] = ['a', 'b', 'c'].map(digit => digit.repeat(16)) as [string, string, string];

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
        ['10.0.0.1', A],
        ['[fd00::1]:5565', B],
      ]),
    ),
  ).toBeNull();
  expect(await open().add(new Map([['10.0.0.1', C]]))).toBeNull();
  expect(await open().read()).toEqual({
    machines: new Map([
      ['10.0.0.1', C],
      ['[fd00::1]:5565', B],
    ]),
    problem: null,
  });
  expect(readFileSync(file(), 'utf8')).toBe(`\n10.0.0.1 ${A}\n[fd00::1]:5565 ${B}\n\n10.0.0.1 ${C}\n`);
  expect([statSync(path.dirname(file())).mode & 0o777, statSync(file()).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('programs that write at the same time lose nothing of each other', async () => {
  const ids = Array.from({length: 50}, (_, index) => `10.0.0.${index}`);
  await Promise.all(ids.map(id => open().add(new Map([[id, A]]))));
  expect([...(await open().read()).machines.keys()].sort()).toEqual(ids.sort());
});

test('a machine that was forgotten is none until another one is added', async () => {
  await open().add(
    new Map([
      ['a', A],
      ['b', B],
    ]),
  );
  await open().add(new Map([['a', null]]));
  expect((await open().read()).machines).toEqual(new Map([['b', B]]));
  await open().add(new Map([['a', C]]));
  expect((await open().read()).machines.get('a')).toBe(C);
});

test('comments and lines that were cut off say nothing', async () => {
  await open().add(new Map([['a', A]]));
  writeFileSync(file(), `# ${B} b\n\n  a   ${A} \nb\nc ${A} ${B}\nd ${A.slice(1)}`);
  await open().add(new Map([['e', C]]));
  expect((await open().read()).machines).toEqual(
    new Map([
      ['a', A],
      ['e', C],
    ]),
  );
});

test('a file that cannot be read or written is a sentence', async () => {
  writeFileSync(path.join(folder, 'state'), '');
  const why = 'there is a file where a folder of its path should be';
  expect(await open().read()).toEqual({machines: new Map(), problem: `${file()} cannot be read: ${why}`});
  expect(await open().add(new Map([['a', A]]))).toBe(`${file()} cannot be written: ${why}`);
});

test('without a folder nothing is kept, and nothing is wrong', async () => {
  const none = openKnownMachines(null);
  expect(await none.add(new Map([['a', A]]))).toBeNull();
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
