import {afterEach, expect, jest, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import type {Answer} from '../../src/model/answer.js';
import type {Job, JobTarget} from '../../src/model/job.js';
import {ANSWER_KINDS, type Answered, type AnswerLine} from '../../src/wording/answer-kinds.js';
import {at} from '../support/cluster-state.js';
import {frameText, renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

/** A kind of answers that only this test has: one entry of the table. */
const WEATHER = {
  lines: (answers: readonly Answered<{readonly degrees: number}>[]): readonly AnswerLine[] => [
    {text: `weather of ${answers.length} nodes`, role: 'title', tone: 'normal'},
    ...answers.map(
      ({target, data}): AnswerLine => ({text: `${target.node} ${data.degrees}°`, role: 'body', tone: 'dim'}),
    ),
  ],
  isPrinted: () => true,
  hasWork: ({degrees}: {readonly degrees: number}) => degrees < 0,
};
jest.unstable_mockModule('../../src/wording/answer-kinds.js', () => ({
  ANSWER_KINDS: {...ANSWER_KINDS, weather: WEATHER},
}));
const {jobText} = await import('../../src/cli/report.js');
const {changeable} = await import('../../src/wording/answers.js');
const {jobsScreen} = await import('../support/jobs-screen.js');

function target(node: string, degrees: number, leftOut = 0): JobTarget {
  const answer = {kind: 'weather', data: {degrees}} as unknown as Answer;
  return {
    target: {node, watcher: null},
    beganAt: at(1),
    waitsFor: null,
    outcome: {kind: 'ok', changed: false, sent: true, state: null, reason: null},
    answers: {kept: [answer], leftOut},
    ms: 1,
    progress: null,
    afterwards: null,
  };
}

const job: Job = {
  id: 1,
  text: 'weather',
  command: 'weather',
  isDryRun: true,
  beganAt: at(1),
  endedAt: at(2),
  targets: [target('n1', 21), target('n2', -3, 4)],
};

test('a new kind of answers reads as its entry says, on the jobs screen', () => {
  const seen = frameText(renderAt(jobsScreen(job, {width: 80, height: 24}), 80, 24).lastFrame());
  expect(seen).toContain('\n  weather of 2 nodes\n    n1 21°\n    n2 -3°\n\n  4 more answers were left out');
});

test('and in `exec`', () => {
  expect(jobText(job).split('\n')).toEqual([
    'weather',
    '  n[1-2] (2): ok, unchanged',
    '  weather of 2 nodes',
    'n1 21°',
    'n2 -3°',
    '  4 more answers were left out',
    '',
  ]);
});

test('and its dry run says what there is to do', () => {
  expect(changeable(job).map(each => each.target.node)).toEqual(['n2']);
});
