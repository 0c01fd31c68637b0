import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {Outcome} from '../../src/model/job.js';
import {reduce} from '../../src/store/reduce.js';
import {type OutcomeGroup, outcomeGroups} from '../../src/wording/outcome-groups.js';
import {at, clusterState} from '../support/cluster-state.js';

const ok: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null, pids: [7]};
const timedOut: Outcome = {...ok, kind: 'timed-out', state: 'stopping', reason: 'it is stopping instead'};
const refused: Outcome = {...ok, kind: 'failed', reason: 'busy'};

/** A job of one watcher on so many nodes, with these outcomes. */
function groups(count: number, course: (index: number) => readonly Fact[]): readonly OutcomeGroup[] {
  const targets = Array.from({length: count}, (_, index) => ({node: `10.0.0.${index + 1}`, watcher: 'x'}));
  const state = reduce(clusterState(Object.fromEntries(targets.map(({node}) => [node, {x: 'running' as const}]))), [
    {type: 'job-began', at: at(10), job: 1, text: '', command: 'start', isDryRun: false, targets},
    ...targets.flatMap((_, index) => course(index)),
  ]);
  const [job] = state.jobs;
  return job === undefined ? [] : outcomeGroups(job);
}

const began = (index: number): Fact => ({type: 'job-target-began', at: at(10), job: 1, index});
const ended = (index: number, outcome: Outcome): Fact => {
  return {type: 'job-target-ended', at: at(12), job: 1, index, outcome};
};
const waits = (index: number, waitsFor: string): Fact => {
  return {type: 'job-target-waits', at: at(11), job: 1, index, waitsFor};
};
const said = (all: readonly OutcomeGroup[]) => all.map(({nodes, count, text}) => `${nodes} (${count}): ${text}`);

test('identical outcomes are one group, and those that want attention come first', () => {
  const outcomes = [ok, refused, ok, timedOut, ok, ok];
  const all = groups(6, index => [began(index), ended(index, outcomes[index] ?? ok)]);
  expect(said(all)).toEqual([
    '10.0.0.2 (1): failed: busy',
    '10.0.0.4 (1): timed out after 2 s: it is stopping instead',
    '10.0.0.1,10.0.0.3,10.0.0.5-6 (4): ok',
  ]);
  expect(all.map(({kind, watcher}) => `${kind} ${watcher}`)).toEqual(['failed x', 'timed-out x', 'ok x']);
});

test('what runs or waits for its turn comes before all, with what it waits for', () => {
  const all = groups(5, index =>
    index === 0
      ? [began(0), ended(0, ok)]
      : index < 3
        ? [began(index), waits(index, '7 to end')]
        : index < 4
          ? [began(3)]
          : [],
  );
  expect(said(all)).toEqual([
    '10.0.0.2-3 (2): waits for 7 to end',
    '10.0.0.4 (1): running',
    '10.0.0.5 (1): waits for its turn',
    '10.0.0.1 (1): ok',
  ]);
});

test('what happened to a target after its ok is said with it', () => {
  const all = groups(2, index => [
    began(index),
    ended(index, ok),
    ...(index === 0
      ? []
      : [
          {
            type: 'process-reaped' as const,
            at: at(13),
            node: '10.0.0.2',
            watcher: 'x',
            nodeTime: 200,
            pid: 7,
            exit: {code: 3, signal: null},
          },
        ]),
  ]);
  expect(said(all)).toEqual(['10.0.0.2 (1): died: was ok, then exited 3 after 1 s', '10.0.0.1 (1): ok']);
});
