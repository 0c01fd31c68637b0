import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {startNodes} from '../support/local-nodes.js';
import {askAsOther} from '../support/other-client.js';
import {alive, killIfThere, processTree} from '../support/processes.js';
import {runCircusman} from '../support/run-circusman.js';

/** What the screen of one node shows of real processes, and what its keys do to them. */

/** A wrapper that does not become what it starts, and stays when that has ended. */
const WATCHERS = `${watcherSection('box', {cmd: "bash -c 'sleep 3601; sleep 3602; sleep 3603'"})}\n[env:box]\nPASSWORD = hush\n`;

let nodes: LocalNodes | undefined;
let screen: Screen | undefined;

beforeAll(async () => {
  nodes = await startNodes(2, WATCHERS);
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(async () => {
  // What the wrapper of the second node has started outlives it.
  const trees = await Promise.all(ids().map(async id => processTree(await pidOfCircusd(id))));
  await nodes?.stop();
  for (const pid of await alive(trees.flat())) killIfThere(pid);
});

const ids = () => nodes?.nodes.map(({spec}) => spec.id) ?? [];

async function pidOfCircusd(id: string): Promise<number> {
  const {info} = (await askAsOther(id, 'dstats', {})) as {info: {pid: number}};
  return info.pid;
}

async function open(): Promise<Screen> {
  screen = openScreen(ids());
  await screen.until(/2 nodes {2}2 online[\s\S]*running[\s\S]*running/);
  return screen;
}

/** The pid of the process with that command line, where it is shown. */
const pidOf = (lines: readonly string[], command: string): string => {
  const [, pid = ''] = new RegExp(`(\\d+) ${command}`).exec(lines.join('\n')) ?? [];
  return pid;
};

test('a node is opened, shows its machine and its processes as a tree, and the next one follows', async () => {
  const shown = await open();
  const [first = '', second = ''] = ids();
  shown.press('<enter>');
  await shown.until(new RegExp(`^${first} .*1 of 2 nodes$`, 'm'));
  await shown.until(/cpu +user \d[\s\S]*memory +.* of .* used[\s\S]*network +in /);
  await shown.until(/circus 0\.19\.0, circusman-node \d[\s\S]*clock +as ours, within \d/);
  await shown.until(/● box +running[\s\S]*\d+ bash -c sleep 3601; .*\n.*└─ +\d+ sleep 3601 /);
  shown.press('n');
  await shown.until(new RegExp(`^${second} .*2 of 2 nodes$`, 'm'));
  await shown.until(/└─ +\d+ sleep 3601 /);
  shown.press('n');
  await shown.until(/this is the last node/);
  shown.press('<esc>');
  await shown.until(new RegExp(`^▌ ?${second}`, 'm'));
});

test('a signal goes to the process under the cursor, of those that another one has started, too', async () => {
  const shown = await open();
  const [first = ''] = ids();
  shown.press(`:node ${first}<enter>`);
  const lines = await shown.until(/└─ +\d+ sleep 3601 /);
  const child = pidOf(lines, 'sleep 3601');
  const isHere = new RegExp(`▌.*└─ +${child} sleep 3601`);
  for (let step = 0; step < 20 && !shown.lines().some(line => isHere.test(line)); step++) {
    const before = shown.lines().findIndex(line => line.startsWith('▌'));
    shown.press('j');
    await shown.until(seen => seen.findIndex(line => line.startsWith('▌')) > before, 'the cursor further down');
  }
  shown.press('t');
  await shown.until(new RegExp(`:signal box TERM --pid ${child} on ${first}`));
  shown.press('<enter>');
  await shown.until(new RegExp(`#1 signal box TERM on ${first} --pid ${child} +1/1 ok`));
  const next = pidOf(await shown.until(/└─ +\d+ sleep 3602 /), 'sleep 3602');
  const {code, out} = await runCircusman(['exec', '-c', first, 'signal', 'box', 'KILL', '--pid', next]);
  expect([code, out]).toEqual([0, expect.stringContaining(`SIGKILL sent to ${next}`)]);
  // The shell becomes the last one itself.
  await shown.until(/● box[\s\S]* \d+ sleep 3603 /);
  const gone = await runCircusman(['exec', '-c', first, 'signal', 'box', 'KILL', '--pid', next]);
  expect([gone.code, gone.out]).toEqual([1, expect.stringContaining(`${next} is no process of box that runs`)]);
});

test('what a watcher is set to is shown when asked for, and its environment alone', async () => {
  const shown = await open();
  shown.press('<right><enter>');
  await shown.until(/▌ ● box/);
  shown.press('o');
  await shown.until(/cmd = bash -c 'sleep 3601; [\s\S]*max_retry = /);
  expect(shown.lines().join('\n')).not.toContain('hush');
  shown.press('E');
  await shown.until(/environment:[\s\S]*PASSWORD=hush/);
  shown.press('E');
  await shown.until(seen => !seen.join('\n').includes('hush'), 'no environment any more');
  shown.press('o');
  await shown.until(seen => !seen.join('\n').includes('max_retry'), 'no settings any more');
});
