import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {runCircusman} from '../support/run-circusman.js';
import {type StandInNode, startStandInNode} from '../support/stand-in-node.js';
import {testHost} from '../support/test-network.js';

/** What becomes of jobs and of the screen when real nodes are taken out of the cluster. */

const [ONE, TWO, THREE, SERVICE] = [testHost('89.1'), testHost('89.2'), testHost('89.3'), testHost('89.4')];
const INI = `
[watcher:web]
cmd = sleep 3600
[watcher:slow]
cmd = env --ignore-signal=TERM sleep 3600
graceful_timeout = 60
`;

const nodes: Circusd[] = [];
const services: StandInNode[] = [];
let screen: Screen | undefined;

beforeAll(async () => {
  nodes.push(...(await Promise.all([ONE, TWO, THREE].map(address => startCircusd(address, INI)))));
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(async () => {
  for (const node of [...nodes, ...services]) await node.stop();
});

async function open(...args: readonly string[]): Promise<Screen> {
  screen = openScreen(args);
  await screen.until(new RegExp(`${args.length} node.* ${args.length} online`));
  return screen;
}

const exec = (...args: readonly string[]) => runCircusman(['exec', ...args]);
const TAKEN_OUT = 'its node was taken out of the cluster';

test('a stop that waits, and what waits behind it, end when their node is replaced by another set', async () => {
  const shown = await open(ONE, TWO);
  await shown.until(/running[\s\S]*running/);
  shown.press(`:stop slow on ${ONE}<enter>`);
  await shown.until(/waits for \d+ to end/);
  shown.press(`:restart web on ${ONE}<enter>`);
  await shown.until(/#2 restart web .*0\/1 ok/);
  shown.press(`:cluster ${TWO}<enter>`);
  await shown.until(/ 1 node /);
  shown.press('J<down>');
  await shown.until(new RegExp(`│ cancelled: not begun: ${TAKEN_OUT}`));
  shown.press('<down>');
  await shown.until(new RegExp(`│ unknown: ${TAKEN_OUT}: broken off before it was answered`));
  await exec('-c', ONE, 'signal', 'slow', 'KILL');
});

test('a start that waits to be ready ends when its node is taken out by its key', async () => {
  const service = await startStandInNode(SERVICE);
  services.push(service);
  const shown = await open(SERVICE, TWO);
  shown.press('<home>');
  shown.press(`:start box on ${SERVICE}<enter>`);
  await shown.until(/waits for it to be ready/);
  shown.press('D');
  await shown.until(/cluster remove 127/);
  shown.press('<enter>');
  await shown.until(/ 1 node /);
  shown.press('J<down>');
  await shown.until(new RegExp(`unknown: ${TAKEN_OUT}: started, and broken off before it was ready`));
});

test('marks, jobs and events of the others stay, and a node that is added again begins anew', async () => {
  const shown = await open(ONE, TWO, THREE);
  await shown.until(/3 online/);
  shown.press(`:restart web on ${TWO},${THREE}<enter>`);
  await shown.until(/#1 restart web .*2\/2 ok/);
  await shown.until(new RegExp(`${TWO} web {2}started[\\s\\S]*#1|${THREE} web {2}started[\\s\\S]*#1`));
  shown.press('a');
  await shown.until(/6 marked/);
  shown.press(`:cluster remove ${TWO}<enter>`);
  await shown.until(/ 2 nodes [\s\S]*4 marked/);
  await shown.until(lines => !lines.some(line => line.includes(`${TWO} web`)) && has(lines, `${THREE} web`));
  shown.press(`:cluster add ${TWO}<enter>`);
  const again = await shown.until(/ 3 nodes .* 3 online[\s\S]*4 marked/);
  expect(again.filter(line => line.includes(`${TWO} web`))).toEqual([]);
  shown.press('J');
  await shown.until(/#1 restart web .*2\/2 ok/);
});

test('a question about a node that leaves meanwhile can be answered, and the node has an outcome', async () => {
  await exec('-c', ONE, 'start');
  const shown = await open(ONE, TWO);
  await shown.until(/running[\s\S]*running/);
  shown.press(`:stop slow on ${ONE}; cluster remove ${TWO}<enter>`);
  await shown.until(/waits for \d+ to end/);
  shown.press(':restart web<enter>');
  await shown.until(/\[ ?no ?\]|y yes/i);
  await exec('-c', ONE, 'signal', 'slow', 'KILL');
  await shown.until(/ 1 node /);
  shown.press('y');
  await shown.until(/#3 restart web .*1\/2 ok · 1 failed/);
  shown.press('J');
  await shown.until(/failed: not in the cluster any more/);
});

test('in exec what follows the removal of a node goes on with the others', async () => {
  const {code, out} = await exec(
    '-c',
    `${ONE},${TWO}`,
    'restart',
    'web',
    ';',
    'cluster',
    'remove',
    TWO,
    ';',
    'stop',
    'web',
  );
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^stop web on ${ONE}`, 'm'));
  expect(await exec('-c', ONE, 'start')).toMatchObject({code: 0});
});

function has(lines: readonly string[], text: string): boolean {
  return lines.some(line => line.includes(text));
}
