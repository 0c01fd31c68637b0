import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {type Lab, makeLab, whatLabNeeds} from '../support/network-lab.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';

/** What loopback cannot show: machines that differ, and a network that says nothing at all. */

const MACHINES = 3;
const missing = await whatLabNeeds();
const testLab = missing === null ? test : test.skip;
const WHY = missing === null ? '' : ` (${missing})`;

let lab: Lab;
const nodes: ServiceNode[] = [];

const idOf = (machine: number, digit = 0) => `${digit}${machine}`.padEnd(32, 'a');

async function startNode(machine: number, machineId = idOf(machine)): Promise<ServiceNode> {
  return startServiceNode(
    {host: lab.host(machine), commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
    {
      service: 'reset_together = true\ndata = ["data"]\n[files]\n"box.conf" = "conf/box.conf"\n',
      templates: {'box.conf': 'own = {{ address }}\nall = {{ addresses | join(",") }}\n'},
      box: () => ({cmd: 'sleep 3600'}),
      launcher: lab.launcher(machine, machineId),
      isTaken: lab.isTaken,
    },
  );
}

beforeAll(async () => {
  if (missing !== null) return;
  lab = await makeLab(MACHINES);
  nodes.push(...(await Promise.all([1, 2, 3].map(machine => startNode(machine)))));
});
afterAll(async () => {
  await Promise.all(nodes.map(node => node.stop()));
  await lab?.remove();
});

const exec = async (set: string, ...words: readonly string[]) => {
  const {code, out, err} = await lab.run(['exec', '-c', set, ...words]);
  return {code, text: out + err};
};
const ALL = '192.168.0.1-3';
const node = (machine: number) => nodes[machine - 1] as ServiceNode;

testLab(`nodes are configured for their addresses in their own network${WHY}`, async () => {
  expect(await exec(ALL, 'configure', ';', 'start', ';', 'stop')).toMatchObject({code: 0});
  const written = await Promise.all(
    [1, 2, 3].map(machine => readFile(path.join(node(machine).home, 'conf/box.conf'), 'utf8')),
  );
  expect(written).toEqual(
    [1, 2, 3].map(machine => `own = 192.168.0.${machine}\nall = 192.168.0.1,192.168.0.2,192.168.0.3\n`),
  );
});

testLab(`without a set of nodes the 32 of 192.168.0.1 and on are meant${WHY}`, async () => {
  const {nodes: seen} = JSON.parse((await lab.run(['status', '--quick', '--json'])).out);
  expect(seen).toHaveLength(32);
  const online = seen.filter(({state}: {state: string}) => state === 'online');
  expect(online.map(({node: id}: {node: string}) => id)).toEqual(['192.168.0.1', '192.168.0.2', '192.168.0.3']);
});

testLab(`a machine that the network hides is told, and no part of its cluster is reset${WHY}`, async () => {
  for (const each of nodes) {
    mkdirSync(path.join(each.home, 'data'), {recursive: true});
    writeFileSync(path.join(each.home, 'data/store'), 'x');
  }
  const letThrough = await lab.silence(3);
  const refused = await exec(ALL, '--yes=3', 'reset');
  expect(refused.code).not.toBe(0);
  expect(refused.text).toMatch(/box is reset on all its members or on none, and 192\.168\.0\.3 does not answer/);
  expect((await lab.run(['status', ALL, '--quick'])).out).toMatch(/192\.168\.0\.3: no answer within 3 s/);
  expect(nodes.map(each => readdirSync(path.join(each.home, 'data')))).toEqual([['store'], ['store'], ['store']]);
  await letThrough();
  expect(await exec(ALL, '--yes=3', 'reset')).toMatchObject({code: 0});
  expect(nodes.map(each => existsSync(path.join(each.home, 'data/store')))).toEqual([false, false, false]);
});

testLab(`another machine with the address of one that was there is not touched until it is trusted${WHY}`, async () => {
  await node(2).stop();
  nodes[1] = await startNode(2, idOf(2, 9));
  const refused = await exec(ALL, 'start');
  expect(refused.code).toBe(1);
  expect(refused.text).toContain(
    'another machine answers here than before; if that is right, say: cluster trust 192.168.0.2',
  );
  expect(refused.text).toContain('192.168.0.1,192.168.0.3 box (2): ok');
  expect(
    await exec(ALL, 'cluster', 'trust', '192.168.0.2', ';', 'configure', 'on', '192.168.0.2', ';', 'start'),
  ).toMatchObject({code: 0});
  expect(await exec(ALL, 'stop')).toMatchObject({code: 0});
});
