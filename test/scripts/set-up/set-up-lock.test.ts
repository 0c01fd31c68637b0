import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {PACKAGE_ROOT} from '../../support/package-root.js';

interface Lock {
  withLock(root: string, say: (text: string) => void, work: () => Promise<void>): Promise<void>;
}

const {withLock}: Lock = await import(`${PACKAGE_ROOT}scripts/set-up/set-up-lock.mjs`);

let root = '';

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
});

afterEach(() => rmSync(root, {recursive: true}));

test('two set-ups in one folder run one after the other, and the second says that it waits', async () => {
  const said: string[] = [];
  const order: string[] = [];
  let finishFirst = () => {};
  const first = withLock(
    root,
    text => said.push(text),
    () => {
      order.push('first');
      return new Promise<void>(resolve => {
        finishFirst = resolve;
      });
    },
  );
  const second = withLock(
    root,
    text => {
      said.push(text);
      order.push('first ends');
      finishFirst();
    },
    async () => {
      order.push('second');
    },
  );
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'first ends', 'second']);
  expect(said).toEqual([expect.stringContaining(`waiting for another set-up in this folder (process ${process.pid};`)]);
  expect(existsSync(path.join(root, '.set-up.lock'))).toBe(false);
});

test('the lock of a set-up that was killed is taken over', async () => {
  const {pid} = spawnSync(process.execPath, ['--version']);
  writeFileSync(path.join(root, '.set-up.lock'), String(pid));
  let hasWorked = false;
  await withLock(
    root,
    () => {},
    async () => {
      hasWorked = true;
    },
  );
  expect(hasWorked).toBe(true);
});
