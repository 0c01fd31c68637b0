import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline/promises';
import {promisify} from 'node:util';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {type NodeAddress, PORT_BLOCKS} from '../../src/demo/addresses.js';
import {startLocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from '../support/circusctl.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER, PYTHON, SLEEPER, startNodes} from '../support/local-nodes.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {alive, processTree} from '../support/processes.js';

interface OwnedNode {
  readonly address: NodeAddress;
  readonly pid: number;
}

interface Owner {
  readonly process: ChildProcess;
  readonly nodes: readonly OwnedNode[];
}

let folder = '';
const owners: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'circusman-test-'));
  await promisify(execFile)(`${PACKAGE_ROOT}node_modules/.bin/esbuild`, [
    `${PACKAGE_ROOT}test/demo/cluster-owner.ts`,
    '--bundle',
    '--platform=node',
    '--format=esm',
    `--outfile=${folder}/owner.mjs`,
  ]);
});

afterEach(() => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL');
});

afterAll(() => rm(folder, {recursive: true}));

/** Starts a program that owns the demo's nodes; they put their files into `scratch`. */
async function startOwner(count: number, scratch: string): Promise<Owner> {
  const owner = spawn(process.execPath, [`${folder}/owner.mjs`, PYTHON, PACKAGE_ROOT, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {...process.env, TMPDIR: scratch, NODE_OPTIONS: ''},
  });
  owners.push(owner);
  for await (const line of createInterface(owner.stdout)) return {process: owner, nodes: JSON.parse(line)};
  throw new Error('the owner ended before its cluster was up');
}

async function treeOf({nodes}: Owner): Promise<readonly number[]> {
  return (await Promise.all(nodes.map(node => processTree(node.pid)))).flat();
}

async function untilNothingIsLeft(pids: readonly number[], scratch: string): Promise<void> {
  await eventually(async () => {
    expect(await alive(pids)).toEqual([]);
    expect(await readdir(scratch)).toEqual([]);
  });
}

test('nodes come up and answer, each with its own watchers', async () => {
  const cluster = await startLocalNodes({
    launcher: LAUNCHER,
    count: 2,
    watchers: number => SLEEPER.replace('sleeper', `sleeper-${number}`),
  });
  const statuses = await Promise.all(cluster.nodes.map(node => circusctl(node.address, 'status')));
  await cluster.stop();
  expect(statuses).toEqual([
    expect.stringContaining('sleeper-1: stopped'),
    expect.stringContaining('sleeper-2: stopped'),
  ]);
  expect(await alive(cluster.nodes.map(node => node.pid))).toEqual([]);
});

test('two clusters that start at the same moment get different addresses', async () => {
  const clusters = await Promise.all([startNodes(2), startNodes(2)]);
  const ids = clusters.flatMap(cluster => cluster.nodes.map(node => node.spec.id));
  await Promise.all(clusters.map(cluster => cluster.stop()));
  expect(new Set(ids).size).toBe(4);
});

test('with 127.0.0.1 as the only address each node has its own ports', async () => {
  const cluster = await startLocalNodes({launcher: LAUNCHER, count: 2, watchers: () => SLEEPER, blocks: PORT_BLOCKS});
  const statuses = await Promise.all(cluster.nodes.map(node => circusctl(node.address, 'status', 'sleeper')));
  await cluster.stop();
  expect(statuses).toEqual(['stopped', 'stopped']);
  expect(cluster.nodes.map(({spec}) => [spec.id, spec.host])).toEqual(
    cluster.nodes.map(({address}) => [`127.0.0.1:${address.commandPort}`, '127.0.0.1']),
  );
});

test('when a node does not start, the error says why and the others are stopped', async () => {
  const start = startLocalNodes({
    launcher: LAUNCHER,
    count: 2,
    watchers: number => (number === 2 ? '[watcher:broken]\ncmd = true\nnumprocesses = many\n' : SLEEPER),
  });
  await expect(start).rejects.toThrow(/^circusd on 127\.0\.\d+\.2:5555 did not start: .*'many'/);
});

test('a missing Python is one sentence', async () => {
  const launcher = {...LAUNCHER, python: '/nowhere/python'};
  const start = startLocalNodes({launcher, count: 1, watchers: () => SLEEPER});
  await expect(start).rejects.toThrow('did not start: /nowhere/python: there is no such file or folder');
});

test('a frozen node is stopped too', async () => {
  const cluster = await startNodes(1);
  const pids = cluster.nodes.map(node => node.pid);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await cluster.stop();
  expect(await alive(pids)).toEqual([]);
});

test('stop ends every process, also one that ignores SIGTERM, and leaves no file', async () => {
  const scratch = await mkdtemp(path.join(folder, 'stop-'));
  const owner = await startOwner(2, scratch);
  await Promise.all(owner.nodes.map(node => circusctl(node.address, 'start', '--waiting', 'neo4j')));
  const pids = await treeOf(owner);
  expect(await readdir(scratch)).toHaveLength(2);
  owner.process.stdin?.end();
  await untilNothingIsLeft(pids, scratch);
});

test('a killed owner leaves no process and no file, also while a process that ignores SIGTERM is being stopped', async () => {
  const scratch = await mkdtemp(path.join(folder, 'kill-'));
  const owner = await startOwner(3, scratch);
  await Promise.all(owner.nodes.map(node => circusctl(node.address, 'start', '--waiting', 'neo4j')));
  const pids = await treeOf(owner);
  expect(pids.length).toBeGreaterThanOrEqual(12);
  for (const node of owner.nodes) await circusctl(node.address, 'stop', 'neo4j');
  owner.process.kill('SIGKILL');
  await untilNothingIsLeft(pids, scratch);
});

test('when its owner is killed, a frozen node ends, too', async () => {
  const scratch = await mkdtemp(path.join(folder, 'frozen-'));
  const owner = await startOwner(1, scratch);
  await Promise.all(owner.nodes.map(node => circusctl(node.address, 'start', '--waiting', 'titan')));
  const pids = await treeOf(owner);
  for (const node of owner.nodes) process.kill(node.pid, 'SIGSTOP');
  owner.process.kill('SIGKILL');
  await untilNothingIsLeft(pids, scratch);
});

test('an owner that is killed while its nodes start leaves no process and no file', async () => {
  const scratch = await mkdtemp(path.join(folder, 'early-'));
  const up = startOwner(3, scratch).catch(() => null);
  const pids = await eventually(async () => {
    const trees = await Promise.all(owners.map(owner => processTree(owner.pid ?? 0)));
    expect(trees.flat().length).toBeGreaterThanOrEqual(4);
    return trees.flat();
  });
  for (const owner of owners) owner.kill('SIGKILL');
  await up;
  await untilNothingIsLeft(pids, scratch);
});

test('when circusd is killed, its processes end, too', async () => {
  const cluster = await startNodes(1);
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('no node');
  await circusctl(node.address, 'start', '--waiting', 'sleeper');
  const pids = await processTree(node.pid);
  process.kill(node.pid, 'SIGKILL');
  await eventually(async () => expect(await alive(pids)).toEqual([]));
  await cluster.stop();
  expect(pids.length).toBeGreaterThanOrEqual(4);
});

test('when circusd has just ended, no other process is killed in its place', async () => {
  const bystander = spawn('sleep', ['60'], {stdio: 'ignore'});
  owners.push(bystander);
  const script = `import sys; sys.path.insert(0, "${PACKAGE_ROOT}circus"); from circusman_node.ending import kill_with_descendants`;
  for (const pid of [bystander.pid, 2 ** 22 + 1]) {
    const {stdout} = await promisify(execFile)(PYTHON, [
      '-c',
      `${script}; kill_with_descendants(${pid}); print("done")`,
    ]);
    expect(stdout).toBe('done\n');
  }
  expect(await alive([bystander.pid ?? 0])).toEqual([bystander.pid]);
});
