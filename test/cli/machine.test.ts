import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** Two machines, one after the other, behind one address: only a fake node can say which machine it is on. */

const NODE = testHost('87.190');
let state: string;
let node: FakeNode | undefined;
let screen: Screen | undefined;

beforeEach(() => {
  state = mkdtempSync(path.join(os.tmpdir(), 'circusman-state-'));
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
  node?.close();
  rmSync(state, {recursive: true});
});

async function startOn(machine: string): Promise<void> {
  node?.close();
  node = await startFakeNode(NODE, {web: 1}, false, fakePackage({}, machine));
}

async function run(...words: readonly string[]) {
  const {code, out, err} = await runCircusman(words, {XDG_STATE_HOME: state});
  return {code, out, err};
}

const exec = (...words: readonly string[]) => run('exec', '-c', NODE, ...words);
const REFUSED = /another machine answers here than before; if that is right, say: cluster trust 127\.\d+\.87\.190/;

test('what would change a node is refused where another machine answers, until it is trusted', async () => {
  await startOn('aaaaaaaaaaaaaaaa');
  expect(await exec('signal', 'web', 'HUP')).toMatchObject({code: 0, err: ''});
  await startOn('bbbbbbbbbbbbbbbb');
  const before = node?.requests.length ?? 0;
  const refused = await exec('stop', 'web');
  expect(refused.code).toBe(1);
  expect(refused.out).toMatch(REFUSED);
  expect(node?.requests.slice(before).filter(({command}) => command === 'stop')).toEqual([]);
  const status = await run('status', NODE, '--quick', '--json');
  expect(JSON.parse(status.out).nodes[0]).toMatchObject({
    machine: 'bbbbbbbbbbbbbbbb',
    otherMachine: true,
    host: {load: 0.5, cores: 2, memory: {total: 2 ** 32, available: 2 ** 31}},
  });
  expect((await run('status', NODE, '--quick')).out).toContain(`${NODE}: another machine answers here than before`);

  expect(await exec('cluster', 'trust', NODE)).toMatchObject({code: 0, err: ''});
  expect(await exec('stop', 'web')).toMatchObject({code: 0});
});

test('a screen that is open says so, and takes the word of another circusman', async () => {
  await startOn('aaaaaaaaaaaaaaaa');
  await run('status', NODE, '--quick');
  screen = openScreen([NODE], {env: {XDG_STATE_HOME: state}});
  await screen.until(/● running/);
  await startOn('bbbbbbbbbbbbbbbb');
  await screen.until(/another machine answers here than before; if that is right: cluster trust/);
  await screen.until(/127\.\d+\.87\.190 {2}⚠ another machine/);
  screen.press(':stop web<enter>');
  await screen.until(/stop web\S* .*failed: /);
  expect(await exec('cluster', 'trust', NODE)).toMatchObject({code: 0});
  screen.press(':stop web<enter>');
  await screen.until(/1\/1 ok/);
  await screen.until(/○ stopped/);
});

test('a state folder that is no folder is said, and hinders nothing', async () => {
  await startOn('aaaaaaaaaaaaaaaa');
  const {code, err} = await runCircusman(['exec', '-c', NODE, 'stop', 'web'], {XDG_STATE_HOME: '/dev/full'});
  expect(code).toBe(0);
  expect(err).toMatch(
    /^circusman: warning: which machines answer is not remembered: \/dev\/full\/circusman\/known-machines cannot be \w+: there is a file where a folder of its path should be\ncircusman: warning: jobs are not written down in \/dev\/full\/circusman: there is a file where a folder of its path should be\n$/,
  );
});
