import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {writeFault} from '../../src/files/fault-file.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const faults = () => path.join(folder, 'faults');

describe('the details of a fault', () => {
  test('are the user’s own to read, in a file that has their time', () => {
    const written = writeFault(folder, '2026-11-27T15:00:00.123Z-7', 'details');
    expect(written).toEqual({file: path.join(faults(), 'fault-2026-11-27T15-00-00.123Z-7.txt')});
    const [file = ''] = Object.values(written);
    expect(readFileSync(file, 'utf8')).toBe('details');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(faults()).mode & 0o777).toBe(0o700);
  });

  test('are kept of the newest ten, and nothing else of that folder is touched', () => {
    mkdirSync(faults());
    writeFileSync(path.join(faults(), 'notes'), 'mine');
    for (let second = 10; second < 25; second++) writeFault(folder, `2026-11-27T15-00-${second}`, 'details');
    expect(readdirSync(faults()).sort()).toEqual([
      ...Array.from({length: 10}, (_, index) => `fault-2026-11-27T15-00-${15 + index}.txt`),
      'notes',
    ]);
  });

  test('are cut where they are endless', () => {
    const written = writeFault(folder, 'long', 'x'.repeat(1_000_000));
    expect(statSync(Object.values(written)[0] ?? '').size).toBe(64_000);
  });

  test.each([
    ['no folder', () => null, /there is no folder for them/],
    ['a file in its place', () => writeFileSync(faults(), ''), /there is a file where a folder of its path should be/],
    ['a link that leads to itself', () => symlinkSync(faults(), faults()), /links lead round in a circle|a file where/],
  ])('are not written where there is %s, and it says so', (_, prepare, problem) => {
    const where = prepare() === null ? null : folder;
    expect(writeFault(where, 'x', 'details')).toEqual({problem: expect.stringMatching(problem)});
  });
});
