import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {createServer, type Server, type Socket} from 'node:net';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {startNodes} from '../support/local-nodes.js';
import {testHost} from '../support/test-network.js';

const COUNT = 3;

let cluster: LocalNodes;
let screen: Screen | undefined;
const servers: Server[] = [];

beforeAll(async () => {
  cluster = await startNodes(COUNT);
});
afterEach(async () => {
  await screen?.close();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => cluster.stop());

const ids = () => cluster.nodes.map(({spec}) => spec.id);
const first = () => ids()[0] ?? '';
/** The addresses of the nodes, and those after them, where nobody listens. */
const network = () => first().replace(/\d+$/, '1-40');
const rowOf = (lines: readonly string[], id: string) => lines.find(line => line.slice(2).startsWith(`${id} `)) ?? '';

async function openOnFirst(): Promise<Screen> {
  screen = openScreen([first()]);
  await screen.until(lines => / online /.test(rowOf(lines, first())), 'the first node online');
  return screen;
}

test('nodes that a search finds join the cluster by enter, and come online in the grid', async () => {
  const seen = await openOnFirst();
  seen.press(`:detect ${network()}<enter>`);
  await seen.until(/40 addresses tried in .* 3 nodes, 2 new/);
  const lines = seen.lines();
  expect(ids().map(id => / (new|in cluster) /.exec(rowOf(lines, id))?.[1])).toEqual(['in cluster', 'new', 'new']);
  expect(ids().map(id => rowOf(lines, id).slice(1, 2))).toEqual(['·', '✓', '✓']);
  expect(lines.join('\n')).toMatch(/enter adds 2 nodes/);
  seen.press('<enter>');
  await seen.until(now => ids().every(id => / online /.test(rowOf(now, id))), 'all of them online in the grid');
  await seen.until(/#1 cluster add .* 2\/2 ok/);
  expect(seen.lines()[0]).toMatch(/3 nodes {2}3 online/);
});

test('what was unmarked is not added, and the next search knows what was', async () => {
  const seen = await openOnFirst();
  seen.press(`:detect ${network()}<enter>`);
  await seen.until(/40 addresses tried in /);
  seen.press('G<space>');
  await seen.until(/enter adds 1 node /);
  seen.press('<enter>');
  await seen.until(/2 nodes {2}2 online/);
  seen.press(`:detect ${network()}<enter>`);
  await seen.until(/40 addresses tried in /);
  expect(ids().map(id => / (new|in cluster) /.exec(rowOf(seen.lines(), id))?.[1])).toEqual([
    'in cluster',
    'in cluster',
    'new',
  ]);
});

/** Connections of the program to other command ports than that of the first node, in whatever state. */
function searching(pid: number): readonly string[] {
  const linkOf = (name: string) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return '';
    }
  };
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map(linkOf));
  const fields = readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .map(line => line.trim().split(/\s+/));
  return fields.flatMap(([, , remote = '', , , , , , , inode]) =>
    own.has(`socket:[${inode}]`) && remote.endsWith(COMMAND_PORT) && !remote.startsWith(hex(first())) ? [remote] : [],
  );
}

/** As the kernel writes port 5555, and an address. */
const COMMAND_PORT = ':15B3';
const hex = (address: string) =>
  address
    .split('.')
    .map(number => Number(number).toString(16).padStart(2, '0').toUpperCase())
    .reverse()
    .join('');

/** Listens where a search comes by. */
async function listen(host: string, hear: (socket: Socket) => void): Promise<void> {
  const server = createServer(socket => {
    socket.on('error', () => {});
    hear(socket);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(5555, host, resolve));
}

test('esc stops a search: nothing more is asked, and no connection stays', async () => {
  let asked = 0;
  await listen(testHost('255.254'), socket => {
    asked += 1;
    socket.destroy();
  });
  const {promise: connected, resolve: connect} = Promise.withResolvers<Socket>();
  await listen(testHost('2.1'), connect);
  const seen = await openOnFirst();
  seen.press(`:detect ${testHost('0.0')}/16<enter>`);
  await seen.until(/[1-9][\d,]* of 65,534 addresses tried · /);
  const socket = (await connected).resume();
  seen.press('<esc>');
  await seen.until(/NODE +STATE/);
  await eventually(async () => expect([socket.closed, searching(seen.pid)]).toEqual([true, []]));
  expect(asked).toBe(0);
});
