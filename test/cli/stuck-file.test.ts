import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

const NODE = testHost('70.188');

let node: FakeNode;
let screen: Screen | undefined;
let state: string;

beforeEach(async () => {
  node = await startFakeNode(NODE, {web: 1}, false);
  state = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
  mkdirSync(path.join(state, 'circusman'));
});

afterEach(async () => {
  await screen?.close();
  screen = undefined;
  node.close();
  rmSync(state, {recursive: true});
});

const file = () => path.join(state, 'circusman', 'known-machines');

describe('in the place of known-machines', () => {
  test.each([
    ['a pipe', () => spawnSync('mkfifo', [file()]), 'it is a pipe, not a plain file'],
    ['an endless device', () => symlinkSync('/dev/zero', file()), 'it is a device, not a plain file'],
    ['a folder', () => mkdirSync(file()), 'it is a folder, not a plain file'],
    [
      '135 MB of lines',
      () => writeFileSync(file(), `10.0.0.1 ${'a'.repeat(16)}\n`.repeat(5_000_000)),
      'longer than 8 MB',
    ],
  ])('%s holds nothing up, and is said', async (_, make, sentence) => {
    make();
    const {code, err, out} = await runCircusman(['status', '--quick', NODE], {XDG_STATE_HOME: state});
    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toMatch(/127\.\d+\.70\.188 +online/);
    expect(code).toBe(0);
  });
});

describe('a read that never ends', () => {
  /** A thread of Node's waits for who writes to a pipe, as it would for a disk that does not answer. */
  const stuck = () => {
    const pipe = path.join(state, 'pipe');
    spawnSync('mkfifo', [pipe]);
    const code = `import fs from 'node:fs'; fs.readFile('${pipe}', () => {});`;
    return {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`};
  };

  test.each([
    ['q', 0],
    ['<ctrl-c>', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('keeps %s from ending the screen no longer than usual', async (how, code) => {
    screen = openScreen([NODE], {env: stuck()});
    await screen.until(/1 online/);
    const before = performance.now();
    if (how.startsWith('SIG')) process.kill(screen.pid, how as NodeJS.Signals);
    else screen.press(how);
    expect(await screen.exit).toMatchObject({code});
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(screen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
    expect(screen.lines().join('').trim()).toBe('');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('keeps %s from ending exec no longer than usual', async (signal, code) => {
    node.answer(({command}) => (command === 'stop' ? null : undefined));
    const running = startCircusman(['exec', '-c', NODE, 'stop', 'web'], stuck());
    await eventually(async () => expect(node.requests.some(({command}) => command === 'stop')).toBe(true));
    running.kill(signal);
    const {code: ended, out, err} = await running.finished;
    expect(out).toMatch(/web: unknown/);
    expect([ended, err]).toEqual([code, '']);
  });

  test('does not keep a program that is done', async () => {
    const {code, out} = await runCircusman(['status', '--quick', NODE], stuck());
    expect(out).toMatch(/online/);
    expect(code).toBe(0);
  });
});
