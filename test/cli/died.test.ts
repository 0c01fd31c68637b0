import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {newStateFolder} from '../support/journal-jobs.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** A process that ends soon after its start was ok, while the start on another node still takes its time. */

const [DYING, SLOW] = [testHost('89.11'), testHost('89.12')];
const nodes: Circusd[] = [];
let screen: Screen | undefined;

const watcher = (...lines: readonly string[]) => ['[watcher:web]', 'autostart = False', ...lines, ''].join('\n');

beforeAll(async () => {
  nodes.push(await startCircusd(DYING, watcher("cmd = sh -c 'sleep 1; exit 3'")));
  nodes.push(await startCircusd(SLOW, watcher('cmd = sleep 3600', 'numprocesses = 4', 'warmup_delay = 1')));
});
afterEach(async () => {
  await screen?.close();
  await runCircusman(['exec', '-c', `${DYING},${SLOW}`, 'stop']);
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
});

test('exec ends with 1, and begins nothing after it', async () => {
  const exec = await runCircusman(['exec', '-c', `${DYING},${SLOW}`, 'start', 'web', ';', 'stop', 'web']);
  expect(exec.code).toBe(1);
  expect(exec.out).toMatch(new RegExp(`^ {2}${DYING} web: died: was ok, then exited 3 after 1(\\.\\d)? s$`, 'm'));
  expect(exec.out).toMatch(new RegExp(`^ {2}${SLOW} web: ok$`, 'm'));
  expect(exec.err).toContain('not begun: stop web');
});

test('it is told in JSON', async () => {
  const exec = await runCircusman(['exec', '-c', `${DYING},${SLOW}`, '--json', 'start', 'web']);
  expect(exec.code).toBe(1);
  expect(JSON.parse(exec.out)).toMatchObject({
    targets: [
      {node: DYING, outcome: 'died', state: 'running', afterwards: expect.stringMatching(/^exited 3 after 1/)},
      {node: SLOW, outcome: 'ok'},
    ],
    summary: {ok: 1, died: 1},
  });
});

test('it is told in the journal', async () => {
  const env = {XDG_STATE_HOME: newStateFolder()};
  await runCircusman(['exec', '-c', `${DYING},${SLOW}`, 'start', 'web'], env);
  const {out} = await runCircusman(['jobs', '--json'], env);
  expect(JSON.parse(out)).toMatchObject({
    state: 'ended',
    targets: [{node: DYING, outcome: 'died', afterwards: expect.stringMatching(/^exited 3 after 1/)}, {outcome: 'ok'}],
    summary: {ok: 1, died: 1},
  });
});

test('it is told in the line of the job', async () => {
  screen = openScreen([DYING, SLOW]);
  await screen.until(/2 online[\s\S]*stopped[\s\S]*stopped/);
  screen.press(':start web<enter>');
  await screen.until(/#1 start web .*1\/2 ok · 1 died/);
});
