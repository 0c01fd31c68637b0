import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as v from 'valibot';
import {jobJson} from '../../src/cli/report.js';
import {NO_ANSWERS} from '../../src/model/answer.js';
import type {Job, JobTarget, Outcome, OutcomeKind} from '../../src/model/job.js';
import {at} from '../support/cluster-state.js';
import {type FakeAnswer, type FakeNode, startFakeNode} from '../support/fake-node.js';
import {newStateFolder} from '../support/journal-jobs.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** What scripts are promised of `exec`, `status` and `jobs`: these fields and no others, of these types, whatever came of a command. */

const TIME = v.pipe(v.string(), v.isoTimestamp(), v.endsWith('Z'));
const COUNT = v.pipe(v.number(), v.integer(), v.minValue(0));
const STATE = v.picklist(['stopped', 'starting', 'running', 'stopping', 'unknown']);
const KINDS = ['ok', 'died', 'failed', 'timed-out', 'unknown', 'skipped', 'cancelled'] as const;
const FIGURE = v.nullable(v.pipe(v.number(), v.finite()));
const FLAG = v.nullable(v.boolean());
const TEXT = v.nullable(v.string());

const FIELDS = {
  node: v.string(),
  watcher: v.optional(v.string()),
  changed: FLAG,
  sent: v.boolean(),
  state: v.nullable(STATE),
  reason: v.optional(v.pipe(v.string(), v.nonEmpty())),
  forced: v.optional(FLAG),
  by: v.optional(v.picklist(['circus', 'operator', 'other'])),
  orphans: v.optional(v.array(v.strictObject({pid: COUNT, name: TEXT}))),
  afterwards: v.optional(v.string()),
  data: v.optional(v.looseObject({})),
  ms: COUNT,
};
/** Whatever is not `ok` says why. */
function saysWhy({outcome, reason}: {readonly outcome: string | null; readonly reason?: string | undefined}): boolean {
  return outcome === null || outcome === 'ok' || outcome === 'died' || reason !== undefined;
}
const MUTE = 'it does not say why';
const SUMMARY = v.record(v.picklist(KINDS), COUNT);

const EXEC = v.strictObject({
  version: v.literal(1),
  command: v.string(),
  time: TIME,
  ms: v.nullable(COUNT),
  targets: v.array(
    v.pipe(
      v.strictObject({...FIELDS, outcome: v.picklist(KINDS)}),
      v.check(target => saysWhy(target), MUTE),
    ),
  ),
  summary: SUMMARY,
});
const REFUSAL = v.strictObject({
  version: v.literal(1),
  command: TEXT,
  error: v.string(),
  errors: v.optional(v.array(v.string())),
  exitCode: v.picklist([1, 2]),
});
const JOBS = v.strictObject({
  ...EXEC.entries,
  job: v.pipe(v.number(), v.integer(), v.minValue(1)),
  by: v.string(),
  how: v.picklist(['key', 'bar', 'exec', 'run']),
  from: TEXT,
  state: v.picklist(['ended', 'running', 'interrupted']),
  targets: v.array(
    v.pipe(
      v.strictObject({...FIELDS, outcome: v.nullable(v.picklist(KINDS))}),
      v.check(target => saysWhy(target), MUTE),
    ),
  ),
});
const WATCHER = v.looseObject({
  watcher: v.string(),
  state: STATE,
  ready: FLAG,
  crashes: v.strictObject({
    recent: COUNT,
    lastExit: v.nullable(v.strictObject({code: v.nullable(v.number()), signal: TEXT})),
  }),
  processes: COUNT,
  wanted: v.nullable(COUNT),
  cpu: FIGURE,
  memory: FIGURE,
  ageMs: COUNT,
});
const STATUS = v.strictObject({
  version: v.literal(1),
  time: TIME,
  nodes: v.array(
    v.variant('state', [
      v.strictObject({
        node: v.string(),
        state: v.picklist(['offline', 'connecting']),
        error: v.string(),
        watchers: v.tuple([]),
      }),
      v.looseObject({
        node: v.string(),
        state: v.picklist(['online', 'stale']),
        error: v.optional(v.string()),
        rttMs: FIGURE,
        cpu: FIGURE,
        memory: FIGURE,
        circus: TEXT,
        watchers: v.array(WATCHER),
      }),
    ]),
  ),
});

const HOST = testHost('213.1');
const GONE = testHost('213.2');
let fake: FakeNode;
const env = {XDG_STATE_HOME: newStateFolder()};

beforeAll(async () => {
  fake = await startFakeNode(HOST, {web: 2, idle: 0});
});
afterAll(() => {
  fake.close();
});

async function run(...words: readonly string[]): Promise<readonly unknown[]> {
  const {out} = await runCircusman(words, env);
  return out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}

/** What came of a command where the node answers it so. */
async function outcomeOf(answer: FakeAnswer, ...words: readonly string[]): Promise<string | undefined> {
  fake.answer(({command}) => (command === words[0] ? answer : undefined));
  const set = `${HOST},${GONE}`;
  const documents = await run('exec', '-c', set, '--json', '--timeout', '500ms', '--connect-timeout', '1s', ...words);
  fake.answer(() => undefined);
  const [document, ...others] = documents.map(each => v.parse(EXEC, each));
  expect(others).toEqual([]);
  return document?.targets.find(({node}) => node === HOST)?.outcome;
}

test('exec: each kind of outcome that a node can bring about', async () => {
  const NO = {status: 'error', reason: 'no', tb: null, errno: 3};
  expect(await outcomeOf(undefined, 'status', 'web', 'on', HOST)).toBe('ok');
  expect(await outcomeOf(NO, 'start', 'idle', 'on', HOST)).toBe('failed');
  expect(await outcomeOf({info: null}, 'stop', 'web', 'on', HOST)).toBe('timed-out');
  expect(await outcomeOf(null, 'signal', 'web', 'HUP', 'on', HOST)).toBe('unknown');
  // One of them does not answer at all, and the other is not begun after that.
  const words = ['start', 'idle', 'on', `${GONE},${HOST}`, '--batch', '1', '--max-failures', '0'];
  expect(await outcomeOf(undefined, ...words)).toBe('skipped');
});

test('exec: every kind of outcome as it is written', () => {
  const kinds: readonly OutcomeKind[] = ['ok', 'failed', 'timed-out', 'unknown', 'skipped', 'cancelled'];
  const outcomes = kinds.flatMap((kind): readonly Outcome[] => {
    const reason = kind === 'ok' ? null : 'why';
    const plain: Outcome = {kind, changed: null, sent: false, state: null, reason};
    return [
      plain,
      {...plain, sent: true, forced: null},
      {...plain, forced: {by: 'circus'}, orphans: [{pid: 7, name: null}]},
    ];
  });
  const targets = outcomes.map((outcome): JobTarget => {
    const target = {node: 'a', watcher: 'x'};
    return {
      target,
      beganAt: at(1),
      waitsFor: null,
      outcome,
      progress: null,
      answers: NO_ANSWERS,
      ms: 1.5,
      afterwards: null,
    };
  });
  const job: Job = {id: 1, text: 'stop', command: 'stop', isDryRun: false, beganAt: at(0), endedAt: at(2), targets};
  const {summary} = v.parse(EXEC, jobJson(job));
  expect(summary).toEqual({ok: 3, failed: 3, 'timed-out': 3, unknown: 3, skipped: 3, cancelled: 3});
});

test('a refusal', async () => {
  const refusals = [
    ...(await run('exec', '-c', HOST, '--json', 'sotp')),
    ...(await run('exec', '-c', HOST, '--json', '--read-only', 'stop')),
    ...(await run('status', '--json', '--bogus')),
  ];
  expect(refusals.map(each => v.parse(REFUSAL, each).exitCode)).toEqual([2, 2, 2]);
});

test('status, of a node that answers and one that does not', async () => {
  const [document] = await run('status', `${HOST},${GONE}`, '--json', '--connect-timeout', '1s');
  expect(v.parse(STATUS, document).nodes.map(({node, state}) => [node, state])).toEqual([
    [HOST, 'online'],
    [GONE, 'offline'],
  ]);
});

test('jobs: what exec has left in the journal', async () => {
  const jobs = (await run('jobs', '--json')).map(each => v.parse(JOBS, each));
  expect(jobs.map(({summary}) => Object.keys(summary).join(' '))).toEqual([
    'failed',
    'timed-out',
    'unknown',
    'failed skipped',
  ]);
  expect(jobs.map(({job}) => job)).toEqual([...jobs.map(({job}) => job)].sort((one, other) => one - other));
});
