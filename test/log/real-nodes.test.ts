import {readdirSync, readFileSync, truncateSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import type {LogState} from '../../src/model/log-window.js';
import {eventually} from '../support/eventually.js';
import {type LogNode, type LogNodes, type LogWatcher, startLogNodes} from '../support/log-nodes.js';
import {type WatchedCluster, watchCluster} from '../support/watched-cluster.js';
import {type Opened, openLogOf, texts} from './open-log.js';

/** Logs that real circusd nodes write, rotate and lose. */

const APP = 'logs/app.log';
let nodes: LogNodes;
let cluster: WatchedCluster;
let opened: Opened | null = null;

beforeAll(async () => {
  nodes = await startLogNodes(3, {
    watchers: ['neo4j'],
    stream: {class: 'FileStream', max_bytes: 200_000, backup_count: 200},
  });
  const specs = nodes.nodes.map(({spec}) => spec);
  cluster = watchCluster(specs, {pings: {every: 300, patience: 500, offlineAfter: 2_000}});
  await Promise.all(specs.map(({id}) => cluster.fact('ping-answered', ({node}) => node === id, 0)));
});

afterEach(() => {
  opened?.port.close();
  opened = null;
});

afterAll(async () => {
  await cluster.close();
  await nodes.stop();
});

const isHere = ({loading}: LogState) => loading === null;

function nodeOf(index: number): LogNode & {readonly neo4j: LogWatcher} {
  const node = nodes.nodes[index];
  const [neo4j] = node?.watchers ?? [];
  if (node === undefined || neo4j === undefined) throw new Error(`there is no node ${index}`);
  return {...node, neo4j};
}

function open(sources: readonly string[], options: {readonly at?: number; readonly lines?: number} = {}): Opened {
  const targets = nodes.nodes.map(({spec}) => ({node: spec.id, watcher: 'neo4j'}));
  const {at = null, ...other} = options;
  opened = openLogOf(cluster.call, {targets, sources, at, filter: null}, other);
  return opened;
}

/** All lines of a log, as its files have them; the oldest first. */
function written({neo4j}: {readonly neo4j: LogWatcher}, source: string): readonly string[] {
  const file = neo4j.file(source);
  const name = path.basename(file);
  const numberOf = (one: string) => Number(one.slice(name.length + 1) || 0);
  const files = readdirSync(path.dirname(file)).filter(one => one === name || one.startsWith(`${name}.`));
  files.sort((one, other) => numberOf(other) - numberOf(one));
  const content = Buffer.concat(files.map(one => readFileSync(path.join(path.dirname(file), one))));
  return content.toString().split('\n').slice(0, -1);
}

function shownOf({logs, rows}: LogState, index: number): readonly string[] {
  const log = logs.findIndex(({node}) => node === nodeOf(index).spec.id);
  return [...rows].flatMap(row => (row.kind === 'line' && row.log === log ? [row.raw] : []));
}

test('streams that circusd rotates are followed without a lost or doubled line', async () => {
  const {until} = open(['stdout']);
  await until(isHere);
  await Promise.all(
    [0, 1, 2].map(index => nodeOf(index).neo4j.writer.setRate('stdout', {lines: 3_000, kind: 'utf8', length: 200})),
  );
  await until(({rows}) => rows.length > 12_000);
  const ends = await Promise.all([0, 1, 2].map(index => nodeOf(index).neo4j.writer.setRate('stdout', {lines: 0})));
  const all = ends.reduce((sum, {lines}) => sum + lines, 0);
  const state = await until(({rows}) => rows.length >= all);
  for (const index of [0, 1, 2]) expect(shownOf(state, index)).toEqual(written(nodeOf(index), 'stdout'));
  expect([...state.rows].filter(({kind}) => kind === 'note')).toEqual([]);
  expect(state.rows.length).toBe(all);
  const times = [...state.rows].map(({at}) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
}, 60_000);

test('scrolled to the very begin, over rotated files, and back to the end, all lines are there once', async () => {
  const {neo4j} = nodeOf(0);
  await neo4j.writer.write('stderr', {lines: 20_000, length: 120});
  await nodeOf(1).neo4j.writer.write('stderr', {lines: 5_000, length: 1_500, kind: 'latin1'});
  await eventually(() => expect(written(nodeOf(1), 'stderr').length).toBe(5_000));
  await eventually(() => expect(written(nodeOf(0), 'stderr').length).toBe(20_000));
  const {until, port} = open(['stderr'], {lines: 6_000});
  const seen = new Map<number, string>();
  const note = (state: LogState) => {
    texts(state).forEach((text, index) => {
      seen.set(state.first + index, text);
    });
    return state;
  };
  let state = note(await until(isHere));
  while (!state.isAtStart) {
    const before = state;
    port.older();
    state = note(await until(now => isHere(now) && now !== before && (now.first < before.first || now.isAtStart)));
  }
  while (!state.isAtEnd) {
    const before = state;
    port.newer();
    state = note(await until(now => isHere(now) && now !== before));
  }
  const all = [...written(nodeOf(0), 'stderr'), ...written(nodeOf(1), 'stderr')];
  expect([...seen.values()].toSorted()).toEqual(all.toSorted());
}, 60_000);

test('a declared file that is rotated, truncated and removed says what is lost, and goes on', async () => {
  const {neo4j} = nodeOf(2);
  const file = neo4j.file(APP);
  await neo4j.writer.write(file, {lines: 3});
  const {until, port} = open([APP]);
  await until(now => shownOf(now, 2).length === 3);
  await neo4j.writer.rotate(file, 2);
  await neo4j.writer.write(file, {lines: 2});
  const rotated = await until(now => shownOf(now, 2).length === 5);
  expect([...rotated.rows].filter(({kind}) => kind === 'note')).toEqual([]);
  port.hold(true);
  for (let times = 0; times < 4; times++) {
    await neo4j.writer.write(file, {lines: 1});
    await neo4j.writer.rotate(file, 1);
  }
  await neo4j.writer.write(file, {lines: 1});
  port.hold(false);
  const lost = await until(now => texts(now).at(-1)?.includes('line 10 ') === true);
  expect(
    texts(lost)
      .slice(-3)
      .map(text => /\(lost null\)|line \d+/.exec(text)?.[0]),
  ).toEqual(['(lost null)', 'line 9', 'line 10']);
  truncateSync(file);
  await neo4j.writer.write(file, {lines: 1});
  const truncated = await until(now => texts(now).at(-1)?.includes('line 11 ') === true);
  expect(texts(truncated).at(-2)).toBe('(lost null)');
}, 30_000);

test('a filter finds in all files of all nodes, and a time is gone to', async () => {
  const middle = written(nodeOf(0), 'stdout')[4_000] ?? '';
  const at = Date.parse(middle.slice(0, 23).replace(' ', 'T').concat('Z'));
  const {until, port} = open(['stdout'], {at});
  const there = await until(isHere);
  const first = [...there.rows].findIndex(row => row.at >= at);
  expect(texts(there).slice(first, first + 200)).toContain(middle);
  port.filter({text: 'line 77 ', ignoresCase: false, isInverted: false});
  port.toStart();
  const found = await until(now => isHere(now) && now.filter !== null && now.isAtEnd);
  expect(texts(found).length).toBe(3);
  for (const text of texts(found)) expect(text).toMatch(/ line 77 /);
}, 30_000);

test('a node that is stopped for a while is said to be gone, and goes on where it was', async () => {
  const node = nodeOf(1);
  const before = written(node, 'stdout').length;
  const {until} = open(['stdout']);
  await until(isHere);
  process.kill(node.pid, 'SIGSTOP');
  let back: LogState;
  try {
    const gone = await until(({logs}) => logs[1]?.problem !== null);
    expect(texts(gone).at(-1)).toBe('(interrupted)');
    expect(gone.logs.map(({problem}) => problem === null)).toEqual([true, false, true]);
    await nodeOf(0).neo4j.writer.write('stdout', {lines: 10});
    await until(now => shownOf(now, 0).at(-1) === written(nodeOf(0), 'stdout').at(-1));
    await node.neo4j.writer.write('stdout', {lines: 50});
  } finally {
    process.kill(node.pid, 'SIGCONT');
  }
  back = await until(({logs}) => logs[1]?.problem === null);
  await eventually(() => expect(written(node, 'stdout').length).toBe(before + 50));
  back = await until(now => shownOf(now, 1).at(-1) === written(node, 'stdout').at(-1));
  expect(shownOf(back, 1)).toEqual(written(node, 'stdout').slice(-shownOf(back, 1).length));
  expect(texts(back).filter(text => text.startsWith('('))).toEqual(['(interrupted)', '(resumed)']);
}, 60_000);
