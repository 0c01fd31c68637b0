import {spawnSync} from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
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

test.each([
  ['a pipe', () => spawnSync('mkfifo', [file()]), 'it is a pipe, not a plain file', 'it is no plain file'],
  ['a folder', () => mkdirSync(file()), 'it is a folder, not a plain file', 'it is a folder'],
  [
    'an endless device',
    () => symlinkSync('/dev/zero', file()),
    'it is a device, not a plain file',
    'it is a device, not a plain file',
  ],
])('%s in its place is said, and holds nothing up', async (_, make, unread, unwritten) => {
  mkdirSync(path.dirname(file()));
  make();
  expect(await open().read()).toEqual({machines: new Map(), problem: `${file()} cannot be read: ${unread}`});
  expect(await open().add(new Map([['a', A]]))).toBe(`${file()} cannot be written: ${unwritten}`);
});

/** So many lines of 100 nodes; of each node the last one counts. */
const lines = (count: number, machine: string) =>
  Array.from({length: count}, (_, index) => `10.0.0.${index % 100} ${machine}\n`).join('');

test('a file that is very long is read from its end on, in bounded time, and said to be', async () => {
  await open().add(new Map([['a', A]]));
  writeFileSync(file(), `${lines(1_500_000, A)}b ${B}\n`);
  const before = performance.now();
  const {machines, problem} = await open().read();
  expect(performance.now() - before).toBeLessThan(4_000);
  expect([machines.get('10.0.0.1'), machines.get('b')]).toEqual([A, B]);
  expect(problem).toBe(`${file()} is longer than 8 MB: take out what is no line of it`);
});

describe('lines that count no more', () => {
  test('are taken out once there are many of them, and no others', async () => {
    await open().add(new Map([['a', A]]));
    writeFileSync(file(), `# mine\n${lines(60_000, A)}${lines(50, B)}`);
    expect(
      await open().add(
        new Map([
          ['b', null],
          ['c', C],
        ]),
      ),
    ).toBeNull();
    expect(statSync(file()).size).toBeLessThan(4_000);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).toMatch(/^# mine\n/);
    const {machines} = await open().read();
    expect(machines.size).toBe(101);
    expect([machines.get('10.0.0.49'), machines.get('10.0.0.50'), machines.get('c')]).toEqual([B, A, C]);
  });

  test('stay where they are few, and where somebody else takes them out just now', async () => {
    await open().add(new Map([['a', A]]));
    const text = Array.from({length: 40_000}, (_, index) => `10.${index >> 8}.${index & 255}.1 ${A}\n`).join('');
    writeFileSync(file(), text);
    await open().add(new Map([['c', C]]));
    expect(readFileSync(file(), 'utf8')).toBe(`${text}\nc ${C}\n`);
    expect(existsSync(`${file()}.new`)).toBe(false);
    writeFileSync(file(), lines(60_000, A));
    writeFileSync(`${file()}.new`, '');
    await open().add(new Map([['c', C]]));
    expect(statSync(file()).size).toBeGreaterThan(1_000_000);
  });

  test('leave a link to the file a link', async () => {
    await open().add(new Map([['a', A]]));
    renameSync(file(), path.join(folder, 'real'));
    symlinkSync('../real', file());
    writeFileSync(file(), lines(60_000, A));
    await open().add(new Map([['c', C]]));
    expect(lstatSync(file()).isSymbolicLink()).toBe(true);
    expect(statSync(path.join(folder, 'real')).size).toBeLessThan(4_000);
  });

  test('are taken out without anything lost that others add meanwhile', async () => {
    await open().add(new Map([['a', A]]));
    for (let round = 0; round < 5; round++) {
      writeFileSync(file(), lines(60_000, A));
      const ids = Array.from({length: 40}, (_, index) => `n${index}`);
      await Promise.all(ids.map(id => open().add(new Map([[id, B]]))));
      const {machines} = await open().read();
      expect(ids.filter(id => machines.get(id) !== B)).toEqual([]);
      expect(machines.size).toBe(140);
    }
  });
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
