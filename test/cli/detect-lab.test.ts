import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {PYTHON} from '../support/local-nodes.js';
import {type Lab, makeLab, whatLabNeeds} from '../support/network-lab.js';
import {PACKAGE_ROOT} from '../support/package-root.js';

/** What loopback cannot show: networks of this machine's own, addresses that say nothing, and multicast. */

const missing = await whatLabNeeds();
const testLab = missing === null ? test : test.skip;
const WHY = missing === null ? '' : ` (${missing})`;

const CIRCUSD = `${PACKAGE_ROOT}.venv/bin/circusd`;
/** circus's own group. */
const GROUP = '237.219.251.97';

/** Answers each datagram of the group as a circusd would, with a place where none is. */
const LIAR = `import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 12027))
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack('4s4s', socket.inet_aton('${GROUP}'), socket.inet_aton('192.168.0.4')))
for _ in iter(int, 1):
    _, asker = s.recvfrom(100)
    for answer in (b'{"endpoint": "tcp://192.168.0.4:7777"}', b'{"endpoint": "tcp://127.0.0.1:5555"}', b'no JSON', b'{"endpoint": 5}'):
        s.sendto(answer, asker)
`;

let lab: Lab;
const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-detect-'));
const ends: (() => Promise<void>)[] = [];

/** Starts it on the machine, and ends it with the tests. */
function start(machine: number, program: string, ...args: readonly string[]): void {
  const child = lab.start(machine, program, ...args);
  ends.push(async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
}

async function startCircusd(machine: number, port: number, settings: readonly string[] = []): Promise<void> {
  const file = path.join(folder, `${machine}-${port}.ini`);
  const endpoints = ['endpoint', 'pubsub_endpoint', 'stats_endpoint'].map(
    (name, index) => `${name} = tcp://*:${port + index}`,
  );
  writeFileSync(file, ['[circus]', ...endpoints, ...settings, ''].join('\n'));
  start(machine, CIRCUSD, file);
  await eventually(async () => expect(await lab.isTaken(lab.host(machine), port)).toBe(true));
}

const NO_MULTICAST = ['multicast_endpoint ='];

beforeAll(async () => {
  if (missing !== null) return;
  lab = await makeLab(4);
  // Machine 1 has another address in the network; 3 is in a network of its own with the operator, too, by which alone it hears multicast.
  await lab.on(1, 'ip', 'address', 'add', '192.168.0.101/24', 'dev', 'eth0');
  await lab.on('op', 'ip', 'link', 'add', 'far0', 'type', 'veth', 'peer', 'name', 'far1');
  await lab.on('op', 'ip', 'link', 'set', 'far1', 'netns', `circusman-${process.pid}-3`);
  await lab.on('op', 'ip', 'address', 'add', '10.8.0.1/30', 'dev', 'far0');
  await lab.on('op', 'ip', 'link', 'set', 'far0', 'up');
  await lab.on(3, 'ip', 'address', 'add', '10.8.0.2/30', 'dev', 'far1');
  await lab.on(3, 'ip', 'link', 'set', 'far1', 'up');
  await lab.on(2, 'ip', 'route', 'add', '224.0.0.0/4', 'dev', 'eth0');
  await lab.on(3, 'ip', 'route', 'add', '224.0.0.0/4', 'dev', 'far1');
  // A network that is too large to be looked through.
  await lab.on('op', 'ip', 'link', 'add', 'wide0', 'type', 'veth', 'peer', 'name', 'wide1');
  for (const device of ['wide0', 'wide1']) await lab.on('op', 'ip', 'link', 'set', device, 'up');
  await lab.on('op', 'ip', 'address', 'add', '10.9.0.1/16', 'dev', 'wide0');
  start(4, PYTHON, '-c', LIAR);
  await Promise.all([startCircusd(1, 5555, NO_MULTICAST), startCircusd(2, 5565), startCircusd(3, 5555)]);
});
afterAll(async () => {
  await Promise.all(ends.map(end => end()));
  await lab?.remove();
  rmSync(folder, {recursive: true, force: true});
});

interface Found {
  readonly node: string;
  readonly also: readonly string[];
  readonly via: string;
}

async function detect(...args: readonly string[]) {
  const {code, out, err} = await lab.run(['detect', '--json', ...args]);
  const {nodes, ...rest}: {nodes: readonly Found[]; probed: number; ms: number; notes: readonly string[]; of: string} =
    JSON.parse(out);
  return {code, err, nodes, ...rest};
}

testLab(
  `without a set its own networks are looked through, and a machine with several addresses is one node${WHY}`,
  async () => {
    const {code, nodes, probed, of, err} = await detect();
    expect(code).toBe(0);
    expect(of).toBe('192.168.0.0/24 (switch), 10.8.0.0/30 (far0)');
    expect(probed).toBe(254 + 2);
    const rows = nodes.map(({node, also}) => [node, ...also].sort());
    expect(rows.sort()).toEqual([
      ['10.8.0.2', '192.168.0.3'],
      ['192.168.0.1', '192.168.0.101'],
    ]);
    expect(err).toContain('circusman: 10.9.0.0/16 (wide0) has 65,534 addresses and was left out: name a part of it\n');
  },
);

testLab(
  `what answers circus's multicast on any interface is checked by a call, and lies are left out${WHY}`,
  async () => {
    const {nodes, notes, probed} = await detect('192.168.0.4', '--multicast');
    const ways = nodes.flatMap(({node, also, via}) => [node, ...also].map(way => [way, via]));
    // Machine 2 listens at another port than anyone would try.
    expect(ways.sort()).toEqual([
      ['10.8.0.2', 'multicast'],
      ['192.168.0.2:5565', 'multicast'],
    ]);
    expect(probed).toBe(4);
    expect(notes).toEqual(['192.168.0.4 answered to multicast, but takes commands from its own machine only']);
  },
);

testLab(`what was tried anyway says that it answered multicast, too${WHY}`, async () => {
  const {nodes} = await detect('192.168.0.1-4', '--ports', '5565', '--multicast');
  expect(nodes.map(({node, via}) => [node, via]).sort()).toEqual([
    ['10.8.0.2', 'multicast'],
    ['192.168.0.2:5565', 'multicast'],
  ]);
});

testLab(`addresses that say nothing hold up no other, and are given up after a moment${WHY}`, async () => {
  const letThrough = await lab.silence(3);
  try {
    const {nodes, ms, probed} = await detect('192.168.0.1-250');
    expect(nodes.map(({node, also}) => [node, ...also])).toEqual([[expect.any(String), expect.any(String)]]);
    expect(probed).toBe(250);
    expect(ms).toBeGreaterThan(1_000);
  } finally {
    await letThrough();
  }
});
