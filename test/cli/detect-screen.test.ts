import {readdirSync, readlinkSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
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

/** Sockets that the program has open. */
function sockets(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  const isSocket = (name: string) => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('socket:');
    } catch {
      return false;
    }
  };
  return readdirSync(folder).filter(isSocket).length;
}

test('esc stops a search: nothing more is asked, and no connection stays', async () => {
  let asked = 0;
  const last = createServer(socket => {
    asked += 1;
    socket.destroy();
  });
  servers.push(last);
  await new Promise<void>(resolve => last.listen(5555, testHost('255.254'), resolve));
  const seen = await openOnFirst();
  const before = sockets(seen.pid);
  seen.press(`:detect ${testHost('0.0')}/16<enter>`);
  await seen.until(/[1-9][\d,]* of 65,534 addresses tried · /);
  seen.press('<esc>');
  await seen.until(/NODE +STATE/);
  await eventually(async () => expect(sockets(seen.pid)).toBe(before));
  expect(asked).toBe(0);
});
