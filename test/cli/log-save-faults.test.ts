import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {claimAddresses, type NodeAddress} from '../../src/demo/addresses.js';
import {circusIni, watcherSection} from '../../src/demo/circus-ini.js';
import {formatNodeSet} from '../../src/model/node-set.js';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {LINE_TIME, type LogNodes, type LogWatcher, startLogNodes} from '../support/log-nodes.js';
import {whatOwnFilesNeed} from '../support/own-files.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {DEAD} from '../support/script-cluster.js';

let cluster: LogNodes;
let set = '';
/** Why nothing can be mounted here; null: it can. */
const need = await whatOwnFilesNeed();
const base = mkdtempSync(path.join(os.tmpdir(), 'circusman-log-save-'));

beforeAll(async () => {
  cluster = await startLogNodes(3, {files: {'app.log': LINE_TIME, 'plain.log': ''}});
  set = formatNodeSet(cluster.nodes.map(({spec}) => spec.id));
});

afterAll(async () => {
  await cluster.stop();
  rmSync(base, {recursive: true});
});

const out = (name: string) => path.join(base, name);
const sumOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const idOf = (node: number) => cluster.nodes[node]?.spec.id ?? '';

function boxOf(node: number): LogWatcher {
  const watcher = cluster.nodes[node]?.watchers[0];
  if (watcher === undefined) throw new Error('there is no such node');
  return watcher;
}

const saved = (folder: string, node: number, file: string) =>
  readFileSync(path.join(out(folder), idOf(node), 'box', file));

const save = (folder: string, ...more: readonly string[]) => [
  'exec',
  '-c',
  set,
  'log',
  'save',
  out(folder),
  'box',
  ...more,
];

(need === null ? test : test.skip)(
  'a disk that is full is one sentence for all nodes, and what came is gone on with',
  async () => {
    for (const node of [0, 1, 2])
      await boxOf(node).writer.write(boxOf(node).file('app.log'), {lines: 20_000, length: 100});
    const disk = out('disk');
    execFileSync('mkdir', [disk]);
    // No log has room on it.
    // The mounts are this test's own: nothing is left of them when it ends.
    const inSmall = (command: string) => [
      '--mount',
      'sh',
      '-c',
      `mount -t tmpfs -o size=1500k none ${disk} && ${command}`,
    ];
    const circusman = [process.execPath, CIRCUSMAN, ...save('disk/logs', '--rate', '0')].join(' ');
    const env = {...process.env, XDG_STATE_HOME: '/dev/null', XDG_CONFIG_HOME: '/dev/null'};
    const script = `${circusman}; echo "code $?"; mount -o remount,size=30m ${disk}; ${circusman}; echo "code $?"; cd ${disk}/logs && sha256sum */box/app.log`;
    const said = execFileSync('unshare', inSmall(script), {env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
    expect(said.replaceAll(base, '')).toContain(
      `  ${set} box (3): failed: /disk/logs cannot be written: its disk is full; what came is kept, and the same command goes on from there\n`,
    );
    expect(said.match(/^code \d$/gm)).toEqual(['code 2', 'code 0']);
    for (const node of [0, 1, 2]) {
      const {sha256} = await boxOf(node).writer.written(boxOf(node).file('app.log'));
      expect(said).toContain(`${sha256}  ${idOf(node)}/box/app.log\n`);
    }
  },
);

test.each([
  ['missing/logs', 'missing/logs cannot be made: there is no folder missing'],
  ['file', 'file is a file, no folder'],
  ['other', 'other holds other things: name a new folder, or one that log save has made'],
])('the folder %s is refused in one sentence for all nodes', async (folder, problem) => {
  writeFileSync(out('file'), '');
  execFileSync('mkdir', ['-p', out('other')]);
  writeFileSync(out('other/notes'), '');
  const {code, out: said} = await runCircusman(save(folder));
  expect(said.replaceAll(`${base}/`, '')).toContain(`  ${set} box (3): failed: ${problem}\n`);
  expect(code).toBe(2);
});

/** A node whose files outlast it, with a service whose log is `plain.log`. @returns how to start its circusd, as often as one likes */
function lastingNode(address: NodeAddress): {readonly log: string; readonly start: () => ChildProcess} {
  const home = out('lasting');
  const service = path.join(home, 'services/box');
  mkdirSync(service, {recursive: true});
  writeFileSync(
    path.join(service, 'service.toml'),
    `[service]\ndescription = "A test's"\nhome = "${home}"\n[log_files]\n"plain.log" = ""\n`,
  );
  writeFileSync(path.join(home, 'node.toml'), `services = ["${path.dirname(service)}"]\n`);
  const ini = path.join(home, 'circus.ini');
  writeFileSync(ini, circusIni(address, watcherSection('box', {cmd: 'sleep 3600', autostart: false}), false));
  const words = [LAUNCHER.program, '--node-config', path.join(home, 'node.toml'), '--state', path.join(home, 'state')];
  return {
    log: path.join(home, 'plain.log'),
    start: () => spawn(LAUNCHER.python, [...words, ini], {stdio: 'ignore'}),
  };
}

test('a node that is killed and comes back is waited for, and nothing is lost or doubled', async () => {
  const claim = await claimAddresses(1);
  const [address] = claim.addresses;
  if (address === undefined) throw new Error('there is no address');
  const {log, start} = lastingNode(address);
  writeFileSync(log, randomBytes(4_000_000));
  let circusd = start();
  const file = path.join(out('killed'), address.host, 'box/plain.log');
  const words = [
    'exec',
    '-c',
    address.host,
    '--connect-timeout',
    '20s',
    'log',
    'save',
    out('killed'),
    'box',
    '--source',
    'plain.log',
  ];
  const run = startCircusman([...words, '--rate', '1M']);
  for (const bytes of [500_000, 1_500_000]) {
    await eventually(() => expect(readFileSync(file).length).toBeGreaterThan(bytes), 20_000);
    circusd.kill('SIGKILL');
    await once(circusd, 'exit');
    circusd = start();
  }
  const {code, out: said} = await run.finished;
  circusd.kill('SIGTERM');
  await once(circusd, 'exit');
  await claim.release();
  expect({code, said}).toEqual({code: 0, said: expect.stringContaining('box: ok (1 file, 3.8M)')});
  expect(sumOf(readFileSync(file))).toBe(sumOf(readFileSync(log)));
});

test('from a time on, and only what is named', async () => {
  const {writer, file} = boxOf(0);
  await eventually(async () => expect((await writer.written(file('app.log'))).lines).toBeGreaterThan(0));
  const begin = new Date(Date.now() + 1_000);
  await eventually(() => expect(Date.now()).toBeGreaterThan(begin.getTime()));
  await writer.write(file('app.log'), {lines: 3});
  await writer.say(file('plain.log'), 'all of it\n');
  const since = begin.toISOString().replace(/\.\d+Z/, 'Z');
  const {out: said, code} = await runCircusman(
    save('since', 'on', idOf(0), '--since', since, '--source', 'app.log', '--source', 'plain.log'),
  );
  expect(code).toBe(0);
  expect(said).toContain(
    'ok (2 files, 310B; plain.log: from the first file of that time on, as the lines have no times)',
  );
  expect(saved('since', 0, 'app.log').toString()).toMatch(/^.* line 20001 .*\n.*\n.*\n$/);
  expect(saved('since', 0, 'plain.log').toString()).toBe('all of it\n');
  expect(existsSync(path.join(out('since'), idOf(0), 'box', 'stdout'))).toBe(false);
});

test('a node without the package, one that is away, and one without such a watcher fail each for its own reason', async () => {
  const {out: said, code} = await runCircusman([
    'exec',
    '-c',
    `${idOf(0)},${DEAD}`,
    '--connect-timeout',
    '1s',
    'log',
    'save',
    out('away'),
    'box',
    'on',
    `${idOf(0)},${DEAD}`,
  ]);
  expect(code).toBe(1);
  expect(said).toContain(`${DEAD} box: failed: offline: `);
  expect(said).toContain(`${idOf(0)} box: ok (`);
});
