import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import type {Arguments} from '../../src/command/arguments.js';
import {isLogSave, planLogSave} from '../../src/command/log-save.js';
import {planCells, planText} from '../../src/command/parse.js';
import type {Ports, Progress} from '../../src/command/ports.js';
import {openLogCopies} from '../../src/files/log-copies.js';
import type {Outcome} from '../../src/model/job.js';
import type {SavedLogs} from '../../src/model/log-copy.js';
import type {State} from '../../src/store/state.js';
import {clusterState} from '../support/cluster-state.js';
import {type MemoryLogs, memoryLogs} from '../support/memory-logs.js';
import {parseContext} from '../support/parse-context.js';
import {withServices} from '../support/sample-node-info.js';
import {NO_WORLD} from '../support/scripted-run.js';

const NODE = '10.0.0.1';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-log-save-'));
});

afterEach(() => rmSync(folder, {recursive: true}));

const CLUSTER = withServices(clusterState({[NODE]: {neo4j: 'running', titan: 'running'}}), NODE, []);

function argumentsOf(line: string): Arguments {
  const words = line.split(' ').slice(1);
  const options = new Map<string, readonly {readonly text: string; readonly at: number}[]>();
  const others = words.filter((word, index) => {
    const [name = '', value = ''] = word.replace('--', '').split('=');
    if (word.startsWith('--')) options.set(name, [{text: value, at: index}]);
    return !word.startsWith('--');
  });
  const operands = new Map([['watcher', others.map((text, at) => ({text, at}))]]);
  return {operands, options, on: null, cells: null};
}

function plan(line: string, state: State = CLUSTER) {
  return planLogSave(argumentsOf(line), parseContext(state));
}

/** Runs the command as a job would, on all its targets at once. */
async function save(
  logs: MemoryLogs,
  line = 'log save OUT neo4j --rate=0',
  rest: {readonly cancelled?: AbortSignal; readonly onProgress?: (progress: Progress) => void} = {},
) {
  const planned = plan(line.replace('OUT', path.join(folder, 'out')));
  if (!planned.ok) throw new Error(planned.problem.message);
  const {command} = planned.value;
  if (command.scope === 'screen') throw new Error('it is no job');
  const answers: SavedLogs[] = [];
  const ports: Ports = {
    call: logs.call,
    clock: () => ({monotonic: performance.now(), wall: Date.now()}),
    state: () => CLUSTER,
    until: async isSo => isSo(CLUSTER),
    ...NO_WORLD,
    files: {...NO_WORLD.files, logCopies: (named, node, watcher) => openLogCopies(named, null, {node, watcher})},
  };
  const never = new AbortController().signal;
  const report = (progress: Progress) => {
    rest.onProgress?.(progress);
    if (progress.type === 'answer') answers.push(progress.answer.data as SavedLogs);
  };
  const outcomes: readonly Outcome[] = await Promise.all(
    planned.value.targets.map(target =>
      command.run({target, plan: planned.value, ports, report, signal: never, cancelled: rest.cancelled ?? never}),
    ),
  );
  return {outcomes, answers, outcome: outcomes[0]};
}

function saved(source: string, watcher = 'neo4j'): Buffer {
  return readFileSync(path.join(folder, 'out', NODE, watcher, source));
}

function sum(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Bytes that repeat nowhere, so that a doubled or lost piece is seen. */
function bytes(count: number, from = 0): Buffer {
  const data = Buffer.alloc(count);
  for (let at = 0; at + 4 <= count; at += 4) data.writeUInt32LE(((from + at) * 2_654_435_761) >>> 0, at);
  return data;
}

describe('what is typed', () => {
  test('is a command that reads, with its folder, watchers and nodes', () => {
    const planned = plan('log save ./logs neo4j --follow');
    expect(planned.ok && planned.value.text).toBe(`log save ./logs neo4j on ${NODE} --follow`);
    expect(planned.ok && planned.value.targets).toEqual([{node: NODE, watcher: 'neo4j'}]);
  });

  test.each([
    ['log save', 'log save wants a folder, such as log save ./logs neo4j'],
    ['log save x --rate=fast', '--rate: a rate is bytes a second, such as 512K, 10M or 10MB; 0 is none'],
    ['log save x --lines=3', 'log save takes no --lines'],
    ['log save x ne', 'no node has a watcher ne'],
  ])('%s', (line, message) => {
    const planned = plan(line);
    expect(planned.ok ? null : planned.problem.message).toBe(message);
  });

  test('can be planned again on other targets, as for those that failed', () => {
    const context = parseContext(CLUSTER);
    const first = planText('log save "./my logs" neo4j titan --follow', context);
    if (!first.ok) throw new Error(first.problem.message);
    const {operands, options} = first.value.args;
    const again = planCells('log', [{node: NODE, watcher: 'titan'}], context, {operands, options});
    expect(again.ok && again.value.text).toBe(`log save "./my logs" titan on ${NODE} --follow`);
    expect(again.ok && again.value.prepared).toEqual(first.value.prepared);
  });

  test('is about a watcher of that name where it is quoted', () => {
    const word = {text: 'save', at: 4};
    const given = (literal: object): Arguments => ({
      ...argumentsOf('log'),
      operands: new Map([['watcher', [{...word, ...literal}]]]),
    });
    expect([isLogSave(given({})), isLogSave(given({isLiteral: true}))]).toEqual([true, false]);
  });
});

describe('the logs of a watcher', () => {
  test('are files here, byte for byte, the rotated ones before the newest', async () => {
    const logs = memoryLogs(1_000);
    for (let each = 0; each < 4; each++) {
      logs.write('neo4j', 'stdout', bytes(2_500, each * 10_000));
      if (each < 3) logs.rotate('neo4j', 'stdout', 9);
    }
    logs.write('neo4j', 'data/graph.db/messages.log', 'over there\n');
    const {outcome, answers} = await save(logs);
    expect(outcome).toMatchObject({kind: 'ok', reason: '2 files, 9.8K'});
    expect(sum(saved('stdout'))).toBe(sum(logs.written('neo4j', 'stdout')));
    expect(saved('data%2Fgraph.db%2Fmessages.log').toString()).toBe('over there\n');
    expect(answers).toEqual([
      {
        files: [
          {source: 'stdout', file: path.join(folder, 'out', NODE, 'neo4j/stdout'), bytes: 10_000, lost: 0},
          {
            source: 'data/graph.db/messages.log',
            file: path.join(folder, 'out', NODE, 'neo4j/data%2Fgraph.db%2Fmessages.log'),
            bytes: 11,
            lost: 0,
          },
        ],
        bytes: 10_011,
      },
    ]);
  });

  test('go on where the last run ended, and only that is asked for', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', bytes(5_000));
    await save(logs);
    logs.write('neo4j', 'stdout', bytes(700, 5_000));
    logs.rotate('neo4j', 'stdout', 3);
    logs.write('neo4j', 'stdout', bytes(300, 5_700));
    const before = logs.asked.length;
    await save(logs);
    expect(logs.asked[before]?.reads[0]?.from).toEqual({file: 'f1', offset: 5_000});
    expect(sum(saved('stdout'))).toBe(sum(logs.written('neo4j', 'stdout')));
    const {outcome} = await save(logs);
    expect(outcome?.reason).toBe('1 file, 5.9K');
    expect(sum(saved('stdout'))).toBe(sum(logs.written('neo4j', 'stdout')));
  });

  test('lose and double nothing where the node is away in between', async () => {
    const logs = memoryLogs(500);
    logs.write('neo4j', 'stdout', bytes(20_000));
    let asked = 0;
    logs.beforeRead(() => (++asked % 7 === 3 ? {kind: 'lost', reason: 'connection lost'} : undefined));
    const {outcome} = await save(logs);
    expect(outcome?.kind).toBe('ok');
    expect(sum(saved('stdout'))).toBe(sum(logs.written('neo4j', 'stdout')));
  });

  test('that were rotated away in between are said to be missing, once; what came is kept', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', 'first\n');
    await save(logs);
    logs.write('neo4j', 'stdout', 'missed\n');
    logs.rotate('neo4j', 'stdout', 0);
    logs.write('neo4j', 'stdout', 'last\n');
    const {outcome, answers} = await save(logs);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'stdout: bytes are gone, nobody knows how many, before they could be fetched; 1 file, 11B are here',
    });
    expect(answers[0]?.files[0]?.lost).toBeNull();
    expect(saved('stdout').toString()).toBe('first\nlast\n');
    expect((await save(logs)).outcome).toMatchObject({
      kind: 'ok',
      reason: '1 file, 11B; stdout lacks what was lost earlier',
    });
  });

  test('are followed until the job is cancelled, which is ok', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', 'one\n');
    const cancel = new AbortController();
    let looks = 0;
    logs.beforeRead(() => {
      looks++;
      if (looks === 2) logs.write('neo4j', 'stdout', 'two\n');
      if (looks === 3) cancel.abort();
      return undefined;
    });
    const {outcome} = await save(logs, 'log save OUT neo4j --follow', {cancelled: cancel.signal});
    expect(outcome).toMatchObject({kind: 'ok', reason: '1 file, 8B'});
    expect(saved('stdout').toString()).toBe('one\ntwo\n');
  });

  test('that begin while they are followed are fetched, too', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', 'one\n');
    const cancel = new AbortController();
    logs.beforeRead(count => {
      if (count === 1) logs.write('neo4j', 'logs/new.log', 'from its begin\n');
      const file = path.join(folder, 'out', NODE, 'neo4j', 'logs%2Fnew.log');
      if (existsSync(file) && readFileSync(file).length > 0) cancel.abort();
      return undefined;
    });
    const {outcome} = await save(logs, 'log save OUT neo4j --follow', {cancelled: cancel.signal});
    expect(outcome).toMatchObject({kind: 'ok', reason: '2 files, 19B'});
    expect(saved('logs%2Fnew.log').toString()).toBe('from its begin\n');
  }, 20_000);

  test('that are cancelled on the way are kept, and gone on with', async () => {
    const logs = memoryLogs(1_000);
    logs.write('neo4j', 'stdout', bytes(10_000));
    const cancel = new AbortController();
    logs.beforeRead(count => {
      if (count === 4) cancel.abort();
      return undefined;
    });
    const {outcome} = await save(logs, undefined, {cancelled: cancel.signal});
    expect(outcome?.kind).toBe('cancelled');
    expect(outcome?.reason).toMatch(
      /^broken off: 1 file, [34]\.\dK are here, and the same command goes on from there$/,
    );
    logs.beforeRead(() => undefined);
    expect((await save(logs)).outcome?.kind).toBe('ok');
    expect(sum(saved('stdout'))).toBe(sum(logs.written('neo4j', 'stdout')));
  });

  test('fail with the sentence of the node where they cannot be read, or are none', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', 'here\n');
    logs.write('neo4j', 'stderr', '');
    logs.lock('neo4j', 'stderr', 'this user may not read it');
    const {outcomes} = await save(logs, 'log save OUT');
    expect(outcomes.map(({kind, reason}) => `${kind}: ${reason}`)).toEqual([
      'failed: stderr: this user may not read it; 1 file, 5B are here',
      'failed: titan has no log',
    ]);
  });

  test('come no faster than they are wanted, and that is reported', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', bytes(200_000));
    const told: Progress[] = [];
    const began = performance.now();
    await save(logs, 'log save OUT neo4j --rate=400000', {onProgress: progress => told.push(progress)});
    expect(performance.now() - began).toBeGreaterThan(300);
    expect(logs.asked.every(({bytes}) => bytes <= 40_000)).toBe(true);
    const fetched = told.flatMap(each => (each.type === 'fetched' ? [each.progress] : []));
    expect(fetched[0]).toMatchObject({done: 40_000, of: 200_000});
  });
});

describe('the folder', () => {
  test('must be new, empty or one of ours', async () => {
    const logs = memoryLogs();
    logs.write('neo4j', 'stdout', 'x');
    writeFileSync(path.join(folder, 'notes'), 'mine');
    const line = `log save ${folder} neo4j`;
    expect((await save(logs, line)).outcome).toMatchObject({
      kind: 'failed',
      isRefused: true,
      reason: `${folder} holds other things: name a new folder, or one that log save has made`,
    });
    expect(existsSync(path.join(folder, NODE))).toBe(false);
  });
});
