import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** A circusd that listens on unix sockets, beside one on TCP, as somebody works with both. */

const TCP = testHost('85.61');
const INI = '[watcher:web]\ncmd = sleep 3600\n';

const folder = mkdtempSync(join(tmpdir(), 'circusman-unix-'));
const socket = `ipc://${folder}/c`;
const nodes: Circusd[] = [];
let screen: Screen | undefined;

beforeAll(async () => {
  const where = {commands: socket, events: `ipc://${folder}/e`, statistics: `ipc://${folder}/s`};
  nodes.push(await startCircusd(where, INI, ['statsd = True']), await startCircusd(TCP, INI));
});

afterEach(async () => {
  await screen?.close();
  screen = undefined;
});

afterAll(async () => {
  for (const node of nodes) await node.stop();
  rmSync(folder, {recursive: true, force: true});
});

test('status and exec name it as its ini does', async () => {
  const status = await runCircusman(['status', '--json', `${TCP},${socket}`]);
  expect(status.code).toBe(0);
  const {nodes: reported} = JSON.parse(status.out);
  expect(reported.map((node: {node: string; state: string}) => [node.node, node.state])).toEqual([
    [TCP, 'online'],
    [socket, 'online'],
  ]);
  const {code, out} = await runCircusman([
    'exec',
    '-c',
    socket,
    ...[
      'stop',
      'web',
      ';',
      'cluster',
      `+${TCP}`,
      ';',
      'start',
      'web',
      'on',
      `!${TCP}`,
      ';',
      'cluster',
      `-${TCP}`,
      ';',
      'cluster',
    ],
  ]);
  expect(out.split('\n').filter(line => !line.startsWith(' '))).toEqual([
    `stop web on ${socket}`,
    `cluster +${TCP}`,
    `start web on ${socket}`,
    `cluster -${TCP}`,
    `cluster ${socket}`,
    '',
  ]);
  expect(out).not.toContain('failed');
  expect(code).toBe(0);
});

test('what is wrong with a path is said, beside the nodes that are well', async () => {
  const missing = `ipc://${folder}/no`;
  const {code, out, err} = await runCircusman(['status', `${socket},${missing}`]);
  expect(code).toBe(1);
  expect(err).toBe('');
  expect(out).toContain(`${missing}: no such socket`);
  const relative = await runCircusman(['status', 'ipc://run/c']);
  expect(relative.code).toBe(2);
  expect(relative.err).toContain('a unix socket is named by its whole path');
});

test('the screen says on which ways the nodes are reached, and that there is no ssh to a socket', async () => {
  screen = openScreen([socket]);
  await screen.until(/1 online .* local {2}\d\d:\d\d/);
  await screen.until(lines => lines.some(line => line.includes('● running')));
  screen.press('!');
  await screen.until(lines =>
    lines.some(line => line.trimEnd() === `${socket} is on this machine: there is no host to open ssh to`),
  );
  screen.press(`:cluster +${TCP}<enter>`);
  await screen.until(/2 online .* plain · local {2}\d\d:\d\d/);
});
