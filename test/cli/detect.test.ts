import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {CIRCUSMAN, openScreen} from '../support/circusman-screen.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost, testPort} from '../support/test-network.js';

/** circusman detect, and detect in exec. What loopback cannot show is in detect-lab.test.ts. */

const host = (last: number) => testHost(`97.${last}`);
const STOCK = host(1);
const PACKAGE = host(2);
const HTTP = host(3);
const FAKE = host(9);
/** The nodes, somebody else, and nobody. */
const SET = testHost('97.1-8');
/** On all addresses of loopback somebody takes connections at this port, and says nothing. */
const MUTE = testPort() + 6;

let stock: Circusd;
let node: ServiceNode;
let fake: FakeNode;
const servers: Server[] = [];

function listen(port: number, address: string, says: string): Promise<void> {
  const server = createServer(socket => {
    socket.on('error', () => {});
    if (says === '') socket.resume();
    else socket.on('data', () => socket.end(says));
  });
  servers.push(server);
  return new Promise(resolve => server.listen(port, address, resolve));
}

async function startOnLocalhost() {
  const [port, events, statistics] = [3, 4, 5].map(index => testPort() + index);
  const {stop} = await startCircusd(
    {
      commands: `tcp://127.0.0.1:${port}`,
      events: `tcp://127.0.0.1:${events}`,
      statistics: `tcp://127.0.0.1:${statistics}`,
    },
    '',
  );
  return {port, stop};
}

beforeAll(async () => {
  const address = {host: PACKAGE, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557};
  [stock, node, fake] = await Promise.all([
    startCircusd(STOCK, '[watcher:one]\ncmd = sleep 3600\nautostart = False\n'),
    startServiceNode(address, {service: '', box: () => ({cmd: 'sleep 3600'})}),
    startFakeNode(FAKE, {web: 1}, false),
    listen(5555, HTTP, 'HTTP/1.1 400 Bad Request\r\n\r\n'),
    listen(MUTE, '0.0.0.0', ''),
  ]);
});
afterAll(async () => {
  fake.close();
  for (const server of servers) server.close();
  await Promise.all([stock.stop(), node.stop()]);
});

test('the nodes are a table, and the last line says how many there are, of how many, and who else answered', async () => {
  const {code, out, err} = await runCircusman(['detect', SET]);
  expect([code, err]).toEqual([0, '']);
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^NODE +NAME +CIRCUS +PACKAGE +WATCHERS +RTT$/);
  expect(lines[1]).toMatch(new RegExp(`^${STOCK} +\\S+ +- +- +1 +<?\\d+m?s$`));
  expect(lines[2]).toMatch(new RegExp(`^${PACKAGE} +\\S+ +0\\.19\\.\\d +\\d+\\.\\d+\\.\\d+ +1 +<?\\d+m?s$`));
  expect(lines[3]).toMatch(/^2 nodes of 8 addresses in [\d.]+ m?s; 1 answered as something else$/);
});

test('where there is no node, it says where it looked, and ends with 1', async () => {
  const {code, out} = await runCircusman(['detect', `${host(4)}-8`, '--ports', '5555,5565']);
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`^no node of 10 addresses \\(${host(4)}-8\\) in [\\d.]+ m?s\\n$`));
});

test('a set without a node is refused, and so is a host that is none', async () => {
  for (const set of [`${STOCK},!${STOCK}`, 'nosuchhost', '@nobody', '@/nowhere/nodes']) {
    const {code, out, err} = await runCircusman(['detect', set]);
    expect({code, out, lines: err.split('\n').length}).toEqual({code: 2, out: '', lines: 2});
  }
});

test('what the default cluster has is known, and tried all the same, as nothing is connected', async () => {
  const state = mkdtempSync(path.join(os.tmpdir(), 'circusman-detect-'));
  const run = (...words: readonly string[]) => runCircusman(words, {XDG_STATE_HOME: state});
  try {
    expect(await run('exec', '-c', STOCK, 'cluster', 'save', 'lab', '--default')).toMatchObject({code: 0});
    const {nodes} = JSON.parse((await run('detect', SET, '--json')).out);
    expect(nodes.map(({node: id, via, known}: Record<string, unknown>) => [id, via, known])).toEqual([
      [STOCK, 'probe', true],
      [PACKAGE, 'probe', false],
    ]);
    expect(JSON.parse((await run('detect', '@lab', '--json')).out).nodes).toHaveLength(1);
  } finally {
    rmSync(state, {recursive: true, force: true});
  }
});

describe('in exec', () => {
  const exec = (...words: readonly string[]) => runCircusman(['exec', '-c', `${STOCK},${FAKE}`, ...words]);

  test('it prints what the program prints, and nodes that are connected are known, and left alone', async () => {
    const {code, out} = await exec('detect', `${SET},${FAKE}`, '--json');
    expect(code).toBe(0);
    const {nodes, probed} = JSON.parse(out);
    expect(nodes.map(({node: id, via, known}: Record<string, unknown>) => [id, via, known])).toEqual([
      [STOCK, 'cluster', true],
      [PACKAGE, 'probe', false],
      [FAKE, 'cluster', true],
    ]);
    expect(probed).toBe(7);
    // Once, by the cluster's own connection.
    expect(fake.requests.filter(({command}) => command === 'node-info')).toHaveLength(1);
    expect((await exec('detect', SET)).out).toMatch(
      /in the cluster\n.*\n2 nodes of 8 addresses in .*something else\n$/,
    );
  });

  test('a node that is connected by its name is left alone at its address, too', async () => {
    const {port, stop} = await startOnLocalhost();
    try {
      const {out} = await runCircusman([
        'exec',
        '-c',
        `localhost:${port}`,
        'detect',
        `127.0.0.1:${port}`,
        '[::1]:5999',
        '--json',
      ]);
      const {nodes, probed} = JSON.parse(out);
      expect(nodes.map(({node: id, via, known}: Record<string, unknown>) => [id, via, known])).toEqual([
        [`localhost:${port}`, 'cluster', true],
      ]);
      expect(probed).toBe(1);
    } finally {
      await stop();
    }
  });

  test('another address of a node that was just connected is no new node', async () => {
    const [commands, events, statistics] = [0, 1, 2].map(index => testPort() + index);
    const everywhere = await startCircusd(
      {
        commands: `tcp://0.0.0.0:${commands}`,
        events: `tcp://0.0.0.0:${events}`,
        statistics: `tcp://0.0.0.0:${statistics}`,
      },
      '',
    );
    try {
      const [one, other] = [`${host(21)}:${commands}`, `${host(22)}:${commands}`];
      const {out} = await runCircusman(['exec', '-c', one, 'detect', one, other, '--json']);
      expect(JSON.parse(out).nodes).toMatchObject([{node: one, also: [other], known: true}]);
      // Where the search does not go by the node itself, too.
      const {nodes} = JSON.parse((await runCircusman(['exec', '-c', one, 'detect', other, '--json'])).out);
      expect(nodes).toMatchObject([{node: other, also: [], known: true}]);
    } finally {
      await everywhere.stop();
    }
  });

  test('what it finds nothing by ends the run, as it does with 1', async () => {
    const {code, out, err} = await exec('detect', host(8), ';', 'start');
    expect(code).toBe(1);
    expect(out).toMatch(/^no node of 1 address /);
    expect(err).toContain('not begun: start');
  });
});

test('with 256 file descriptors everything is found', async () => {
  const script = 'ulimit -n 256; exec "$0" "$@"';
  const args = ['-c', script, process.execPath, CIRCUSMAN, 'detect', testHost('97.1-254'), '--json'];
  const {stdout} = await promisify(execFile)('/bin/sh', args, {cwd: PACKAGE_ROOT});
  const {nodes, probed, others, notes} = JSON.parse(stdout);
  expect(nodes.map(({node: id}: Record<string, unknown>) => id)).toEqual([STOCK, PACKAGE, FAKE]);
  expect({probed, others, notes}).toEqual({probed: 254, others: 1, notes: []});
});

test('on a terminal it says how far it is; ctrl-c prints what was found, and ends with 130', async () => {
  // Those that say nothing take a second each.
  const screen = openScreen(['detect', `${STOCK},${testHost('97.10-250')}:${MUTE}`]);
  try {
    await screen.until(/\d+ of 242 tried, 1 node, at most \d+(\.\d)? (s|min) left/);
    screen.press('<ctrl-c>');
    expect(await screen.exit).toMatchObject({code: 130});
    const text = screen.lines().join('\n');
    expect(text).toMatch(new RegExp(`^${STOCK} `, 'm'));
    expect(text).toMatch(/1 node of 242 addresses in .*; broken off after \d+ of them/);
    expect(text).not.toContain('left');
  } finally {
    await screen.close();
  }
});
