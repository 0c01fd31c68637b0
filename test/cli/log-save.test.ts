import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {formatNodeSet} from '../../src/model/node-set.js';
import {eventually} from '../support/eventually.js';
import {type LogNodes, type LogWatcher, startLogNodes} from '../support/log-nodes.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';

let cluster: LogNodes;
let set = '';
const base = mkdtempSync(path.join(os.tmpdir(), 'circusman-log-save-'));

beforeAll(async () => {
  cluster = await startLogNodes(2, {
    watchers: ['box'],
    files: {'logs/app.log': '', 'a/b.log': ''},
    stream: {class: 'FileStream', max_bytes: 300_000, backup_count: 9},
  });
  set = formatNodeSet(cluster.nodes.map(({spec}) => spec.id));
});

afterAll(async () => {
  await cluster.stop();
  rmSync(base, {recursive: true});
});

const out = (name: string) => path.join(base, name);
const sumOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

function boxOf(node: number): LogWatcher {
  const watcher = cluster.nodes[node]?.watchers[0];
  if (watcher === undefined) throw new Error('there is no such node');
  return watcher;
}

function save(folder: string, ...more: readonly string[]) {
  return runCircusman(['exec', '-c', set, '--json', 'log', 'save', out(folder), 'box', '--rate', '0', ...more]);
}

function saved(folder: string, node: number, source: string): Buffer {
  return readFileSync(path.join(out(folder), cluster.nodes[node]?.spec.id ?? '', 'box', source));
}

const encoded = {stdout: 'stdout', 'logs/app.log': 'logs%2Fapp.log', 'a/b.log': 'a%2Fb.log'};

/** What was saved is, byte for byte, what the writer has written to all its files. */
async function expectWhole(folder: string, node: number, source: keyof typeof encoded): Promise<void> {
  const box = boxOf(node);
  const {sha256, bytes} = await box.writer.written(source === 'stdout' ? 'stdout' : box.file(source));
  const file = saved(folder, node, encoded[source]);
  expect({source, bytes: file.length, sha256: sumOf(file)}).toEqual({source, bytes, sha256});
}

test('the logs of several nodes are saved byte for byte, and gone on with over rotations', async () => {
  for (const node of [0, 1]) {
    const {writer, file} = boxOf(node);
    const {bytes} = await writer.write('stdout', {lines: 8_000, length: 120});
    await eventually(() => expect(sizeOf(file('stdout'))).toBe(bytes));
    await writer.write(file('logs/app.log'), {lines: 20_000, kind: 'escapes'});
    await writer.say(file('a/b.log'), Uint8Array.of(0, 255, 254, 10, 13));
  }
  const first = await save('whole');
  expect({code: first.code, err: first.err}).toEqual({code: 0, err: ''});
  for (const node of [0, 1])
    for (const source of ['stdout', 'logs/app.log', 'a/b.log'] as const) await expectWhole('whole', node, source);
  const {writer, file} = boxOf(1);
  await writer.write(file('logs/app.log'), {lines: 10, kind: 'latin1'});
  await writer.rotate(file('logs/app.log'), 3);
  await writer.write(file('logs/app.log'), {lines: 5, length: 2_000_000});
  await writer.rotate(file('logs/app.log'), 3);
  await writer.say(file('logs/app.log'), 'no end of line');
  const second = await save('whole');
  expect(second.code).toBe(0);
  for (const source of ['stdout', 'logs/app.log', 'a/b.log'] as const) await expectWhole('whole', 1, source);
  const targets = JSON.parse(second.out).targets;
  expect(targets[1].data.files.map((each: {source: string}) => each.source)).toEqual([
    'stdout',
    'stderr',
    'logs/app.log',
    'a/b.log',
  ]);
});

/** Of the file and those that it was rotated to. */
function sizeOf(file: string): number {
  const names = readdirSync(path.dirname(file)).filter(name => name.startsWith(path.basename(file)));
  return names.reduce((sum, name) => sum + statSync(path.join(path.dirname(file), name)).size, 0);
}

test('a run that is killed, and one that is ended, go on without a lost or doubled byte', async () => {
  const {writer, file} = boxOf(0);
  const log = file('logs/app.log');
  await writer.write(log, {lines: 3_000, length: 10_000});
  await writer.setRate(log, {lines: 2_000});
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGKILL', 'SIGTERM'] as const) {
    const args = ['exec', '-c', set, '--json', 'log', 'save', out('killed'), 'box', '--rate', '12M', '--follow'];
    const run = startCircusman(args);
    const before = sizeIn('killed');
    await eventually(() => expect(sizeIn('killed')).toBeGreaterThan(before + 2_000_000));
    await writer.rotate(log, 9);
    run.kill(signal);
    await run.finished;
  }
  await writer.setRate(log, {lines: 0});
  expect((await save('killed')).code).toBe(0);
  await expectWhole('killed', 0, 'logs/app.log');
  await expectWhole('killed', 1, 'stdout');
});

function sizeIn(folder: string): number {
  try {
    return saved(folder, 0, encoded['logs/app.log']).length;
  } catch {
    return 0;
  }
}
