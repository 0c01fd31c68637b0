import {describe, expect, test} from '@jest/globals';
import {MOST_ANSWERS, NO_ANSWERS} from '../../src/model/answer.js';
import type {Fact} from '../../src/model/facts.js';
import type {JobOrigin, Outcome} from '../../src/model/job.js';
import type {ConfiguredFile} from '../../src/model/service.js';
import {reduce} from '../../src/store/reduce.js';
import {JOBS_KEPT} from '../../src/store/reduce-jobs.js';
import type {State} from '../../src/store/state.js';
import {afterwardsText} from '../../src/wording/outcome.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventTexts} from '../support/event-texts.js';

const idle = clusterState({a: {x: 'running'}, b: {x: 'running'}});
const targets = [
  {node: 'a', watcher: 'x'},
  {node: 'b', watcher: 'x'},
];
const ok: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null, pids: [7]};
const began = (job: number, by?: JobOrigin): Fact => {
  return {
    ...(by === undefined ? {} : {by}),
    type: 'job-began',
    at: at(10),
    job,
    text: 'start x on a,b',
    command: 'start',
    isDryRun: false,
    targets,
  };
};
const targetBegan = (job: number, index: number): Fact => ({type: 'job-target-began', at: at(11), job, index});
const ended = (job: number, index: number, outcome: Outcome = ok): Fact => {
  return {type: 'job-target-ended', at: at(12), job, index, outcome};
};
const crash = (seconds: number, pid = 7, node = 'a'): Fact => ({
  type: 'process-reaped',
  at: at(seconds),
  node,
  watcher: 'x',
  nodeTime: 100 + seconds,
  pid,
  exit: {code: 3, signal: null},
});
const target = (state: State, index: number, job = 0) => state.jobs[job]?.targets[index];

describe('a job', () => {
  const running = reduce(idle, [began(1), targetBegan(1, 0)]);

  test('begins with all its targets waiting', () => {
    expect(reduce(idle, [began(1)]).jobs).toEqual([
      {
        id: 1,
        text: 'start x on a,b',
        command: 'start',
        isDryRun: false,
        beganAt: at(10),
        endedAt: null,
        targets: targets.map(each => ({
          target: each,
          beganAt: null,
          waitsFor: null,
          outcome: null,
          ms: null,
          answers: NO_ANSWERS,
          progress: null,
          afterwards: null,
        })),
      },
    ]);
  });

  test('says what a target waits for, until it has its outcome and its time', () => {
    const waits: Fact = {type: 'job-target-waits', at: at(11.5), job: 1, index: 0, waitsFor: '7 to end'};
    const waiting = reduce(running, [waits]);
    expect(target(waiting, 0)).toMatchObject({beganAt: at(11), waitsFor: '7 to end', outcome: null});
    expect(reduce(waiting, [waits])).toBe(waiting);
    expect(target(reduce(waiting, [ended(1, 0)]), 0)).toMatchObject({waitsFor: null, outcome: ok, ms: 1_000});
  });

  const answered = (pid: number): Fact => ({
    type: 'job-target-answered',
    at: at(11.5),
    job: 1,
    index: 0,
    answer: {kind: 'orphans', data: {killed: [], ended: [pid]}},
  });

  test('keeps all that a target answered beside its outcome, in order', () => {
    const kept = [2, 3].map(pid => ({kind: 'orphans', data: {killed: [], ended: [pid]}}));
    expect(target(reduce(running, [answered(2), answered(3), ended(1, 0)]), 0)).toMatchObject({
      outcome: ok,
      answers: {kept, leftOut: 0},
    });
  });

  test('counts the answers of a target that are too many to be kept', () => {
    const many = Array.from({length: MOST_ANSWERS + 7}, (_, pid) => answered(pid));
    const {answers} = target(reduce(running, many), 0) ?? {};
    expect([answers?.kept.length, answers?.leftOut]).toEqual([MOST_ANSWERS, 7]);
  });

  test('leaves the targets that nothing was said of as they are, and other jobs', () => {
    const two = reduce(running, [began(2)]);
    const next = reduce(two, [ended(1, 0)]);
    expect(target(next, 1)).toBe(target(two, 1));
    expect(next.jobs[1]).toBe(two.jobs[1]);
  });

  test('ends', () => {
    expect(reduce(running, [{type: 'job-ended', at: at(13), job: 1}]).jobs[0]?.endedAt).toEqual(at(13));
  });
});

test('of many jobs the oldest ended one goes first, one that runs never', () => {
  const many = Array.from({length: JOBS_KEPT}, (_, index) => began(index + 1));
  const {jobs} = reduce(idle, [...many, {type: 'job-ended', at: at(13), job: 2}, began(1_000), began(1_001)]);
  expect(jobs.slice(0, 2).map(job => job.id)).toEqual([1, 3]);
  expect(jobs.at(-1)?.id).toBe(1_001);
  expect(jobs).toHaveLength(JOBS_KEPT + 1);
});

describe('the death of a process that a target was ok about', () => {
  const done = reduce(idle, [began(1), targetBegan(1, 0), ended(1, 0), targetBegan(1, 1), ended(1, 1)]);
  const afterwards = (state: State) =>
    state.jobs[0]?.targets.map(({afterwards}) => afterwards && afterwardsText(afterwards));

  test('is reported with the target', () => {
    expect(afterwards(reduce(done, [crash(14)]))).toEqual(['exited 3 after 2 s', null]);
  });

  test('is told of among what happened, as the job was told to be ok', () => {
    const texts = eventTexts(reduce(done, [crash(14)]));
    expect(texts).toContainEqual(expect.stringContaining('job #1 was ok here, then it exited 3 after 2 s'));
    const last = eventTexts(reduce(done, [crash(14), {type: 'job-ended', at: at(15), job: 1}])).at(-1);
    expect(last).toMatch(/^job #1 ended: .*: 1 died, 1 ok !$/);
  });

  test('is reported once: the first', () => {
    expect(afterwards(reduce(done, [crash(13), crash(14)]))).toEqual(['exited 3 after 1 s', null]);
  });

  test('is not reported when it is another process, is old, or was wanted', () => {
    const killed: Fact = {type: 'process-killed', at: at(13), node: 'a', watcher: 'x', nodeTime: 113, pid: 7};
    expect(afterwards(reduce(done, [crash(14, 8)]))).toEqual([null, null]);
    expect(afterwards(reduce(done, [crash(22.5)]))).toEqual([null, null]);
    expect(afterwards(reduce(done, [killed, crash(14)]))).toEqual([null, null]);
  });

  test('that was seen before the outcome counts, too', () => {
    const early = reduce(idle, [began(1), targetBegan(1, 0), crash(11.5), ended(1, 0)]);
    expect(afterwards(early)).toEqual(['exited 3 at once', null]);
  });

  test('says nothing of a target that was not ok', () => {
    const failed: Outcome = {...ok, kind: 'failed', reason: 'no'};
    const state = reduce(idle, [began(1), targetBegan(1, 0), ended(1, 0, failed), crash(13)]);
    expect(afterwards(state)).toEqual([null, null]);
  });
});

describe('what happened', () => {
  const by = {who: 'root@control', how: 'key'} as const;

  test('has who began a job, and how its targets ended', () => {
    const failed: Outcome = {...ok, kind: 'failed', reason: 'no'};
    const state = reduce(idle, [
      began(1, by),
      ended(1, 0),
      ended(1, 1, failed),
      {type: 'job-ended', at: at(13), job: 1},
    ]);
    expect([...state.events].map(({node, watcher}) => [node, watcher])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(eventTexts(state)).toEqual([
      'job #1 began: start x on a,b, by root@control (key)',
      'job #1 ended: start x on a,b: 1 ok, 1 failed !',
    ]);
  });

  test.each([
    [false, ['configured: b changed, c new']],
    [true, []],
  ])('has what a configure changed, but not what a dry run would: %j', (dryRun, texts) => {
    const file = (name: string, state: ConfiguredFile['state']) => ({file: name, state, diff: ''});
    const files = [file('a', 'unchanged'), file('b', 'changed'), file('c', 'new')];
    const data = {files, address: null, identifier: 1, dryRun};
    const state = reduce(idle, [
      began(1),
      targetBegan(1, 0),
      {type: 'job-target-answered', at: at(12), job: 1, index: 0, answer: {kind: 'files', data}},
    ]);
    const entries = [...state.events].slice(1);
    expect(eventTexts(state).slice(1)).toEqual(texts);
    expect(entries).toMatchObject(texts.map(() => ({node: 'a', watcher: 'x', isRecalled: false, number: 1})));
  });
});
