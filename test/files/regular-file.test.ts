import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {appendToRegularFile, readRegularFile, withinTime} from '../../src/files/regular-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-files-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const at = (name: string) => path.join(folder, name);
const pipe = (name: string) => spawnSync('mkfifo', [at(name)]);

describe('a file that is read', () => {
  test('is whole up to its limit, and cut after it', async () => {
    writeFileSync(at('a'), '12345');
    expect(await readRegularFile(at('a'), {limit: 5})).toEqual({kind: 'text', text: '12345', isWhole: true});
    expect(await readRegularFile(at('a'), {limit: 4})).toEqual({kind: 'text', text: '1234', isWhole: false});
    expect(await readRegularFile(at('a'), {limit: 4, part: 'end'})).toEqual({
      kind: 'text',
      text: '2345',
      isWhole: false,
    });
    expect(await readRegularFile(at('a'), {limit: 5, part: 'end'})).toEqual({
      kind: 'text',
      text: '12345',
      isWhole: true,
    });
  });

  test('costs no more than its limit, however long it is', async () => {
    writeFileSync(at('long'), '');
    truncateSync(at('long'), 2 ** 40);
    const before = performance.now();
    const found = await readRegularFile(at('long'), {limit: 1_000});
    expect(found).toMatchObject({kind: 'text', isWhole: false});
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test('may report no size, as those of /proc do', async () => {
    expect(await readRegularFile('/proc/self/status', {limit: 10_000})).toMatchObject({
      kind: 'text',
      text: expect.stringMatching(/^Name:/),
      isWhole: true,
    });
  });

  test('is plain: a pipe, a folder, a device, a socket and links to them are said to be that', async () => {
    pipe('pipe');
    symlinkSync('/dev/zero', at('endless'));
    symlinkSync('pipe', at('link'));
    mkdirSync(at('folder'));
    const server = net.createServer().listen(at('socket'));
    await new Promise(resolve => server.once('listening', resolve));
    const kinds = await Promise.all(
      ['pipe', 'endless', 'link', 'folder', 'socket'].map(name => readRegularFile(at(name), {limit: 10})),
    );
    server.close();
    expect(kinds).toEqual(
      ['a pipe', 'a device', 'a pipe', 'a folder', 'a socket'].map(what => ({kind: 'other', what})),
    );
  });

  test('may be missing, or not to be had', async () => {
    expect(await readRegularFile(at('none'), {limit: 10})).toEqual({kind: 'missing'});
    symlinkSync('round', at('round'));
    expect(await readRegularFile(at('round'), {limit: 10})).toEqual({
      kind: 'failed',
      problem: 'its links lead round in a circle',
    });
  });
});

test('what is added goes to the end of a plain file alone', async () => {
  expect(await appendToRegularFile(at('new'), 'one\n', 0o600)).toBeNull();
  expect(await appendToRegularFile(at('new'), 'two\n', 0o600)).toBeNull();
  expect(readFileSync(at('new'), 'utf8')).toBe('one\ntwo\n');
  pipe('pipe');
  expect(await appendToRegularFile(at('pipe'), 'x', 0o600)).toBe('it is no plain file');
  mkdirSync(at('folder'));
  expect(await appendToRegularFile(at('folder'), 'x', 0o600)).toBe('it is a folder');
});

test('a disk that does not answer is given up', async () => {
  expect(await withinTime(new Promise(() => {}), 10, 'given up')).toBe('given up');
  expect(await withinTime(Promise.resolve('read'), 10_000, 'given up')).toBe('read');
});
