import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {PYTHON} from '../support/local-nodes.js';
import {type Lab, makeLab, whatLabNeeds} from '../support/network-lab.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';

/** A cluster whose nodes have IPv6 addresses, in a network of its own: all runs of the tests share ::1. */

const MACHINES = 3;
const SET = 'fd00::1-fd00::3';
const STAND_IN = `${PACKAGE_ROOT}circus/tests/stand_in.py`;
const TEMPLATE = `own = {{ address }}
number = {{ identifier }}
all = {{ addresses | map("bracketed") | join(":5001,") }}:5001
at = {{ address | bracketed }}:6001
memory = {{ memory }}
`;

const missing = await whatLabNeeds();
const testLab = missing === null ? test : test.skip;
const WHY = missing === null ? '' : ` (${missing})`;

let lab: Lab;
let screen: Screen | undefined;
const nodes: ServiceNode[] = [];

async function startNode(machine: number, machineId: string): Promise<ServiceNode> {
  const host = lab.hostV6(machine);
  const ready = '[ready]\nhttp = "http://{{ address }}:7474/"\nevery = 0.1\nwithin = 30\n';
  const node = await startServiceNode(
    {host, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
    {
      service: `data = ["data"]\n[files]\n"box.conf" = "conf/box.conf"\n[variables]\nmemory = "64m"\n${ready}`,
      templates: {'box.conf': TEMPLATE},
      box: () => ({cmd: `${PYTHON} -S ${STAND_IN} --serve [${host}]:7474`, graceful_timeout: 1}),
      launcher: lab.launcher(machine, machineId.padEnd(32, 'a')),
      isTaken: lab.isTaken,
    },
  );
  writeFileSync(path.join(node.home, 'ready'), '');
  return node;
}

beforeAll(async () => {
  if (missing !== null) return;
  lab = await makeLab(MACHINES);
  nodes.push(...(await Promise.all([1, 2, 3].map(machine => startNode(machine, `${machine}`)))));
});
afterEach(() => screen?.close());
afterAll(async () => {
  await Promise.all(nodes.map(node => node.stop()));
  await lab?.remove();
});

const exec = async (...words: readonly string[]) => {
  const {code, out, err} = await lab.run(['exec', '-c', SET, ...words]);
  return {code, text: out + err};
};
const homes = () => nodes.map(node => node.home);
const written = () => Promise.all(homes().map(home => readFile(path.join(home, 'conf/box.conf'), 'utf8')));
const wanted = (machine: number, memory: string) =>
  `own = fd00::${machine}\nnumber = ${machine}\nall = [fd00::1]:5001,[fd00::2]:5001,[fd00::3]:5001\nat = [fd00::${machine}]:6001\nmemory = ${memory}\n`;

function fillData(): void {
  for (const home of homes()) {
    mkdirSync(path.join(home, 'data'), {recursive: true});
    writeFileSync(path.join(home, 'data/store'), 'x');
  }
}
const haveData = () => homes().map(home => existsSync(path.join(home, 'data/store')));

testLab(`exec configures, starts, stops and resets nodes on IPv6${WHY}`, async () => {
  fillData();
  const ran = await exec('--yes=3', 'configure', ';', 'start', ';', 'stop', ';', 'reset');
  expect(ran.code).toBe(0);
  expect(ran.text.match(/^ {2}fd00::1-fd00::3 box \(3\): ok\b/gm)).toHaveLength(4);
  expect(await written()).toEqual([1, 2, 3].map(machine => wanted(machine, '64m')));
  expect(haveData()).toEqual([false, false, false]);
});

testLab(`changes that differ in a node's own IPv6 address only are one${WHY}`, async () => {
  const {text} = await exec('configure', '--dry-run', '--set', 'memory=1g');
  expect(text).toContain('box conf/box.conf changed on fd00::1-fd00::3 (3 nodes alike)');
  const two = await exec('configure', '--dry-run', '--members', 'box=fd00::1-fd00::2', 'on', '1-2');
  expect(two.text).toContain('box conf/box.conf changed on fd00::1-fd00::2 (2 nodes alike)');
  expect(two.text).toContain('+all = [fd00::1]:5001,[fd00::2]:5001\n');
});

testLab(`the full screen configures, starts, stops and resets nodes on IPv6, and takes one out${WHY}`, async () => {
  fillData();
  screen = openScreen([SET], {program: [...lab.onOperator, process.execPath, CIRCUSMAN]});
  await screen.until(/3 nodes {2}3 online/);
  for (const machine of [1, 2, 3]) await screen.until(new RegExp(`fd00::${machine} +online`));
  screen.press(':configure --set memory=2g');
  await screen.until(/3 nodes × box/);
  screen.press('<enter>');
  await screen.until(/#1 configure .* 3\/3 ok/);
  expect(await written()).toEqual([1, 2, 3].map(machine => wanted(machine, '2g')));
  screen.press('as');
  await screen.until(/#2 start .* 3\/3 ok/);
  await screen.until(/fd00::3 +online.* ready/);
  screen.press('x');
  await screen.until(/\[Cancel\]/);
  screen.press('y');
  await screen.until(/#3 stop .* 3\/3 ok/);
  screen.press('R');
  await screen.until(/type 3, then enter/);
  screen.press('3<enter>');
  await screen.until(/#4 reset .* 3\/3 ok/);
  expect(haveData()).toEqual([false, false, false]);
  screen.press('!');
  await screen.until(/connect to host fd00::1 port 22: Connection refused/);
  screen.press(':cluster -[fd00::2]');
  await screen.until(/:cluster -\[fd00::2\]/);
  screen.press('<enter>');
  await screen.until(/2 nodes {2}2 online/);
  screen.press('q');
  expect(await screen.exit).toMatchObject({code: 0});
});

testLab(`nodes on IPv6 are detected, from a shell and on the screen, which adds them${WHY}`, async () => {
  const {code, out} = await lab.run(['detect', 'fd00::1-fd00::8', '--json']);
  expect(code).toBe(0);
  const found: readonly {readonly node: string}[] = JSON.parse(out).nodes;
  expect(found.map(({node}) => node)).toEqual(['fd00::1', 'fd00::2', 'fd00::3']);
  screen = openScreen(['fd00::1'], {program: [...lab.onOperator, process.execPath, CIRCUSMAN]});
  await screen.until(/1 node {2}1 online/);
  screen.press(':detect fd00::1-fd00::8');
  await screen.until(/:detect fd00::1-fd00::8/);
  screen.press('<enter>');
  for (const machine of [2, 3]) await screen.until(new RegExp(`✓fd00::${machine} .* new `));
  await screen.until(/enter adds 2 nodes/);
  screen.press('<enter>');
  await screen.until(/3 nodes {2}3 online/);
});

testLab(
  `another machine with the IPv6 address of one that was there is not touched until it is trusted${WHY}`,
  async () => {
    await nodes[1]?.stop();
    nodes[1] = await startNode(2, '92');
    const refused = await exec('start');
    expect(refused.code).toBe(1);
    expect(refused.text).toContain(
      'another machine answers here than before; if that is right, say: cluster trust fd00::2',
    );
    expect(await exec('cluster', 'trust', 'fd00::2', ';', 'configure', 'on', '2', ';', 'start')).toMatchObject({
      code: 0,
    });
    expect(await exec('stop')).toMatchObject({code: 0});
  },
);
