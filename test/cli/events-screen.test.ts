import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {claimAddresses} from '../../src/demo/addresses.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {type LogNode, startLogNode} from '../support/log-nodes.js';
import {askAsOther} from '../support/other-client.js';

/** What happened on real nodes, from the crash of a watcher to the line of its log that says why. */

let claim: Awaited<ReturnType<typeof claimAddresses>>;
const nodes: LogNode[] = [];
let screen: Screen | undefined;

beforeAll(async () => {
  claim = await claimAddresses(2);
  for (const address of claim.addresses) nodes.push(await startLogNode(address));
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  await claim.release();
});

async function open(): Promise<Screen> {
  screen = openScreen(nodes.map(node => node.address.host));
  await screen.until(/2 nodes {2}2 online[\s\S]*running[\s\S]*running/);
  return screen;
}

function nodeAt(index: number): LogNode {
  const node = nodes[index];
  if (node === undefined) throw new Error(`there is no node ${index}`);
  return node;
}

async function pidOf(node: LogNode): Promise<number> {
  const answer = await askAsOther(node.address.host, 'list', {name: 'box'});
  const {pids} = answer as {pids: readonly number[]};
  const [pid] = pids;
  if (pid === undefined) throw new Error('box has no process');
  return pid;
}

/** A line with a time, as the service declares it. */
function lineNow(text: string): string {
  const now = new Date().toISOString();
  return `${now.slice(0, 10)} ${now.slice(11, 23)}+0000 ${text}\n`;
}

test('from a crash to the line of its log that says why, and back to the node in the grid', async () => {
  const node = nodeAt(1);
  const {host} = node.address;
  const shown = await open();
  await node.watchers[0]?.writer.say('stdout', lineNow('the disk is gone: giving up'));
  const pid = await pidOf(node);
  process.kill(pid, 'SIGKILL');
  shown.press('e');
  await shown.until(
    new RegExp(`▌?✖ [\\d:]+ ${host} +box +process ${pid} killed SIGKILL, perhaps out of memory, respawned`),
  );
  shown.press('/is:killed<enter>L');
  await shown.until(/the disk is gone: giving up/);
  shown.press('<esc>');
  await shown.until(/^Events · filter is:killed/m);
  shown.press('<enter>');
  await shown.until(new RegExp(`^▌ ?${host}`, 'm'));
  expect(shown.lines().some(line => line.startsWith('Events'))).toBe(false);
});

test('from what a job did, to the job and to the logs of its targets', async () => {
  const node = nodeAt(0);
  const {host} = node.address;
  const shown = await open();
  await node.watchers[0]?.writer.say('stderr', lineNow('said before it was restarted'));
  shown.press(`:restart box on ${host}<enter>e`);
  await shown.until(new RegExp(`job #1 began: restart box on ${host}, by \\S+@\\S+ \\(bar\\)`));
  await shown.until(new RegExp(`job #1 ended: restart box on ${host}: 1 ok`));
  shown.press('/is:job<enter>gJ');
  await shown.until(/▌ #1 restart box[\s\S]*│ ok/);
  shown.press('<esc>');
  await shown.until(/^Events · filter is:job/m);
  shown.press('L');
  await shown.until(/said before it was restarted/);
});

test('what happened before circusman was started is told by the node, and shown as such', async () => {
  const node = nodeAt(0);
  const pid = await pidOf(node);
  process.kill(pid, 'SIGTERM');
  await eventually(async () => expect(await pidOf(node)).not.toBe(pid));
  const shown = await open();
  shown.press('e/is:recalled<enter>');
  await shown.until(new RegExp(`✖«[\\d:]+ ${node.address.host} +box +recalled: process ${pid} (exited|killed)`));
});

test('a node that goes and comes back is lost and found, with a gap between, and the filter of its name leaves the others out', async () => {
  const node = nodeAt(1);
  const {host} = node.address;
  const shown = await open();
  shown.press('e');
  await shown.until(new RegExp(`«[\\d:]+ ${host} `));
  await node.stop();
  await shown.until(new RegExp(`○ [\\d:]+ ${host} +offline: `));
  nodes[1] = await startLogNode(node.address);
  await shown.until(new RegExp(`offline: [\\s\\S]*● [\\d:]+ ${host} +online`));
  await shown.until(
    new RegExp(`offline: [\\s\\S]*${host} +─── events may be missing here: its circusd was started anew`),
  );
  shown.press(`:events on ${nodeAt(0).address.host}<enter>`);
  await shown.until(new RegExp(`^Events of ${nodeAt(0).address.host} `, 'm'));
  expect(shown.lines().filter(line => line.includes(`${host} `))).toEqual([]);
});
