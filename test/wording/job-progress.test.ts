import {expect, test} from '@jest/globals';
import {NO_ANSWERS} from '../../src/model/answer.js';
import type {Fetched, Job, JobTarget} from '../../src/model/job.js';
import {jobFigures, timeLeft} from '../../src/wording/job-progress.js';
import {at} from '../support/cluster-state.js';

const OK = {kind: 'ok', changed: null, sent: true, state: null, reason: null} as const;

function jobOf(
  targets: readonly {readonly progress: Fetched | null; readonly isEnded?: true}[],
  hasEnded = false,
): Job {
  return {
    id: 1,
    text: 'log save ./logs',
    command: 'log',
    isDryRun: false,
    beganAt: at(0),
    endedAt: hasEnded ? at(9) : null,
    targets: targets.map(
      ({progress, isEnded}): JobTarget => ({
        target: {node: 'a', watcher: 'x'},
        beganAt: at(0),
        waitsFor: null,
        outcome: isEnded === true ? OK : null,
        progress,
        answers: NO_ANSWERS,
        ms: null,
        afterwards: null,
      }),
    ),
  };
}

const MEGA = 2 ** 20;

test.each([
  ['nothing of bytes where none are fetched', jobOf([{progress: null}]), ['0/1 ok', '1 running']],
  [
    'all targets together, the rate of those that still run, and the time left',
    jobOf([
      {progress: {done: 20 * MEGA, of: 20 * MEGA, rate: 9 * MEGA}, isEnded: true},
      {progress: {done: 5 * MEGA, of: 20 * MEGA, rate: 2 * MEGA}},
      {progress: {done: 5 * MEGA, of: 20 * MEGA, rate: 3 * MEGA}},
    ]),
    ['1/3 ok', '2 running', '30M of 60M', '5.0M/s', '6 s left'],
  ],
  [
    'no end where something is followed',
    jobOf([{progress: {done: 3 * MEGA, of: null, rate: 0}}]),
    ['0/1 ok', '1 running', '3.0M', '0B/s'],
  ],
  [
    'nothing of bytes once it has ended',
    jobOf([{progress: {done: 1, of: 1, rate: 1}, isEnded: true}], true),
    ['1/1 ok'],
  ],
])('how far a job is: %s', (_, job, figures) => {
  expect(jobFigures(job)).toEqual(figures);
});

test.each([
  ['too little has ended', [null, null, null, null], 60, null],
  [
    'as the rest takes as long as what has ended took',
    ['ended', 'ended', 'ended', null, null, null],
    30,
    'about 30 s left',
  ],
  ['minutes where it is long', ['ended', 'ended', 'ended', ...Array<null>(27).fill(null)], 30, 'about 5 min left'],
  ['nothing where it is nearly over', ['ended', 'ended', 'ended', null], 3, null],
] as const)('the time left: %s', (_, targets, seconds, left) => {
  const job = jobOf(targets.map(each => ({progress: null, ...(each === null ? {} : {isEnded: true as const})})));
  expect(timeLeft(job, at(seconds))).toBe(left);
});
