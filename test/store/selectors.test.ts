import {describe, expect, test} from '@jest/globals';
import {NO_ANSWERS} from '../../src/model/answer.js';
import type {Fact} from '../../src/model/facts.js';
import type {Job, JobTarget, OutcomeKind} from '../../src/model/job.js';
import {reduce} from '../../src/store/reduce.js';
import {
  clusterCounts,
  countsChildren,
  currentJob,
  distinctNodes,
  isJobRunning,
  jobCounts,
  nodeUsage,
  shownNodes,
  watcherColumns,
  watcherUsage,
} from '../../src/store/selectors.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {nodeSample, sampleCame} from '../support/node-sample.js';
import {INFO} from '../support/sample-node-info.js';

const listed = (watcher: string, ...pids: readonly number[]): Fact => {
  return {type: 'processes-read', at: at(8), node: 'a', watcher, nodeTime: 108, pids};
};

describe('usage', () => {
  const state = reduce(clusterState({a: {x: 'running', y: 'running', 'circusd-stats': 'running'}}), [
    listed('x', 1, 2),
    listed('y', 3),
    listed('circusd-stats', 4),
    {
      type: 'statistics-received',
      at: at(9),
      node: 'a',
      samples: [
        {name: 'x', pid: 1, cpu: 10, memory: 100},
        {name: 'x', pid: 2, cpu: 5, memory: null},
        {name: 'circus', pid: 4, cpu: 50, memory: 5_000},
      ],
    },
  ]);
  const row = state.nodes.get('a');
  const usageOf = (watcher: string) => {
    const found = row?.watchers.get(watcher);
    return found === undefined ? null : watcherUsage(found);
  };

  test('of a watcher is the sum over its processes, unknown where no sample came', () => {
    expect(usageOf('x')).toEqual({cpu: 15, memory: 100});
    expect(usageOf('y')).toEqual({cpu: null, memory: null});
  });

  test('of a node is the sum over its services', () => {
    expect(row === undefined ? null : nodeUsage(row)).toEqual({cpu: 15, memory: 100});
  });

  test('has what processes have started only where samples come', () => {
    const counts = (of: State) => [...of.nodes.values()].map(countsChildren);
    const both = clusterState({sampled: {x: 'running'}, stock: {x: 'running'}});
    expect(counts(both)).toEqual([false, false]);
    expect(counts(reduce(both, [sampleCame('sampled', 1, nodeSample({time: 10}))]))).toEqual([true, false]);
    // It is to send samples, and sends none: as long as nothing is known, nothing wrong is.
    const info: Fact = {type: 'node-info-read', at: at(1), node: 'a', info: {...INFO, samplesEvery: 1}};
    expect(counts(reduce(clusterState({a: {x: 'running'}}), [info]))).toEqual([true]);
    expect(counts(reduce(state, [info]))).toEqual([false]);
  });
});

describe('what is shown of the cluster', () => {
  const identified = (node: string): Fact => {
    return {type: 'circusd-identified', at: at(9), node, circusd: {pid: 7, startedAt: 1}};
  };
  const state: State = reduce(
    clusterState({
      a: {rare: 'running', x: 'running', 'circusd-stats': 'running'},
      b: {y: 'running', x: 'stopped', 'plugin:p': 'running'},
      c: {y: 'running', other: 'running'},
      d: null,
    }),
    [{type: 'ping-overdue', at: at(9), node: 'b'}, identified('a'), identified('c')],
  );

  test('is one row for each circusd', () => {
    expect(shownNodes(state).map(row => row.spec.id)).toEqual(['a', 'b', 'd']);
    expect(clusterCounts(state)).toEqual({online: 1, stale: 1, offline: 1, connecting: 0});
  });

  test('has a column for each service: those of most nodes first, then those that came first', () => {
    expect(watcherColumns(state)).toEqual(['x', 'rare', 'y']);
  });

  test('that the operator wants first come first, in any case and whether or not nodes have them', () => {
    const rules = {...state.rules, first: ['Y', 'none', 'rare']};
    expect(watcherColumns({...state, rules})).toEqual(['y', 'rare', 'x']);
  });
});

test('a job is counted: what has ended first, in the order of how well it went', () => {
  const target = (beganAt: JobTarget['beganAt'], kind: OutcomeKind | null): JobTarget => ({
    target: {node: 'a', watcher: 'x'},
    beganAt,
    waitsFor: null,
    outcome: kind === null ? null : {kind, changed: null, sent: true, state: null, reason: null},
    ms: null,
    answers: NO_ANSWERS,
    progress: null,
    afterwards: null,
  });
  const job: Job = {
    id: 1,
    text: '',
    command: 'start',
    isDryRun: false,
    beganAt: at(1),
    endedAt: null,
    targets: [
      target(null, null),
      target(at(1), null),
      target(at(1), 'failed'),
      target(at(1), 'ok'),
      target(at(1), 'ok'),
      target(null, 'cancelled'),
    ],
  };
  expect([...jobCounts(job)]).toEqual([
    ['ok', 2],
    ['failed', 1],
    ['cancelled', 1],
    ['running', 1],
    ['waiting', 1],
  ]);
  expect(isJobRunning(job)).toBe(true);
  expect(isJobRunning({...job, endedAt: at(2)})).toBe(false);
});

test('nodes are distinct by who answers, or by where they alone say that they listen', () => {
  const endpoint = (node: string, reported: string): Fact => ({
    type: 'endpoints-read',
    at: at(2),
    node,
    endpoints: {commands: reported, events: 'tcp://*:5556', statistics: 'tcp://*:5557'},
  });
  const state = reduce(clusterState({a: {}, b: {}, c: {}, d: {}, e: {}}), [
    endpoint('a', 'tcp://1:5555'),
    endpoint('b', 'tcp://*:5555'),
    endpoint('c', 'tcp://*:5555'),
    endpoint('d', 'tcp://*:5555'),
    {type: 'circusd-identified', at: at(3), node: 'd', circusd: {pid: 7, startedAt: 1}},
  ]);
  expect([...distinctNodes(state)]).toEqual(['a', 'd']);
});

describe('the job to look at', () => {
  const job = (id: number, kind: OutcomeKind | null): Job => {
    const outcome = kind === null ? null : {kind, changed: true, sent: true, state: null, reason: null};
    const targets = [{target: {node: 'a', watcher: 'x'}, outcome, afterwards: null} as JobTarget];
    const endedAt = kind === null ? null : at(2);
    return {id, text: '', command: 'start', isDryRun: false, beganAt: at(1), endedAt, targets};
  };

  test.each<[string, readonly Job[], number | null]>([
    ['none where there is none', [], null],
    ['the newest', [job(1, 'failed'), job(2, 'ok')], 2],
    ['the one that runs, when a newer one went well', [job(1, null), job(2, 'ok')], 1],
    ['the newest that did not go well, also while an earlier one runs', [job(1, null), job(2, 'failed')], 2],
    ['the newest that runs', [job(1, null), job(2, null)], 2],
  ])('is %s', (_what, jobs, id) => {
    expect(currentJob(jobs)?.id ?? null).toBe(id);
  });
});
