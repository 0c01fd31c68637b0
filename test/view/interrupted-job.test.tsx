import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import type {Operands} from '../../src/command/arguments.js';
import type {Plan} from '../../src/command/plan.js';
import {linesOfFact} from '../../src/journal/encode.js';
import {createJobFold} from '../../src/journal/fold.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {jobsBegunBy, openController} from '../support/controller.js';
import {jobsScreen} from '../support/jobs-screen.js';
import {jobFacts, ORIGIN, THREE} from '../support/journal-jobs.js';
import {frameText, renderAt} from '../support/render-at-size.js';

let begun: string[];
let asked: string[];
let given: Operands | null;

afterEach(cleanup);
beforeEach(() => {
  begun = [];
  asked = [];
  given = {operands: new Map([['watcher', [{text: 'neo4j', at: 6}]]]), options: new Map()};
});

/** What an earlier circusman left after so many of the facts of its job. */
function left(facts: number, command: 'start' | 'stop' = 'start'): State {
  const fold = createJobFold(() => false);
  for (const fact of jobFacts(12, THREE).slice(0, facts)) linesOfFact(fact, ORIGIN).map(fold.add);
  const recalled = fold.result()?.job;
  if (recalled === undefined) throw new Error('no job');
  const neo4j = command === 'stop' ? 'running' : 'stopped';
  const cluster = clusterState(Object.fromEntries(THREE.map(({node}) => [node, {neo4j} as const])));
  return reduce(cluster, [{type: 'job-recalled', at: at(60), job: 12, recalled: {...recalled, command}}]);
}

function screenOn(state: State, askAbove = 8) {
  const begin = (plan: Plan) => {
    if (plan.command.scope === 'screen') return null;
    begun.push(plan.text);
    return 13;
  };
  const jobs = {
    ...jobsBegunBy(begin),
    look: (job: number) => asked.push(`look ${job}`),
    takenUp: (job: number) => asked.push(`taken up ${job}`),
    operandsOf: () => given,
  };
  const {controller, draw} = openController({
    store: {state: () => state},
    clock: () => at(60),
    ports: {jobs, askAbove},
  });
  controller.show('jobs');
  return {
    press: (key: string) => {
      draw();
      controller.press(key);
      return controller.screen().notice?.text;
    },
  };
}

describe('a job that was interrupted', () => {
  test('is listed as that, with what can be done about it', () => {
    const [job] = left(4).jobs;
    if (job === undefined) throw new Error('no job');
    const seen = frameText(renderAt(jobsScreen(job, {width: 100, height: 20}), 100, 20).lastFrame());
    expect(seen).toMatch(
      /#12 start neo4j on 127\.0\.0\.1-3 {2}1\/3 ok · 1 unknown · 1 cancelled {2}interrupted {2}in 1 s/,
    );
    expect(seen).toContain('a asks how the unknown ones are  o goes on with what was not begun');
  });

  test('is looked at: the nodes are asked', () => {
    expect(screenOn(left(4)).press('a')).toBe('asking how the target is that nobody knows of');
    expect(asked).toEqual(['look 12']);
  });

  test('is gone on with: the same for what was not begun, which is asked about no more', () => {
    screenOn(left(4)).press('o');
    expect(begun).toEqual(['start neo4j on 127.0.0.3']);
    expect(asked).toEqual(['taken up 12']);
  });

  test('is seen to only once what goes on with it has begun: a question that is not answered with yes leaves it', () => {
    const {press} = screenOn(left(4, 'stop'), 0);
    press('o');
    press('n');
    expect([begun, asked]).toEqual([[], []]);
    press('o');
    press('y');
    expect([begun, asked]).toEqual([['stop neo4j on 127.0.0.3'], ['taken up 12']]);
  });

  test('is tried again: all that is not ok', () => {
    screenOn(left(4)).press('T');
    expect(begun).toEqual(['start neo4j on 127.0.0.2-3']);
  });

  test('is not gone on with by half, where its command means nothing here', () => {
    given = null;
    expect(screenOn(left(4)).press('o')).toMatch(/^job #12 cannot be gone on with here/);
    expect(begun).toEqual([]);
  });

  test('may have nothing unknown, or nothing that was not begun', () => {
    expect(screenOn(left(3)).press('a')).toBe('job #12 has no target that is unknown');
    expect(screenOn(left(6)).press('o')).toBe('job #12 has begun all its targets');
    expect(asked).toEqual(['taken up 12', 'taken up 12']);
  });
});

test('what its node says later stands in the place of what nobody knew', () => {
  const outcome = {kind: 'unknown', changed: null, sent: true, state: 'running', reason: 'it is running now'} as const;
  const [job] = reduce(left(4), [{type: 'job-target-seen', at: at(61), job: 12, index: 1, outcome}]).jobs;
  expect(job?.targets[1]).toMatchObject({outcome, ms: null});
});

test('other jobs have nothing of that kind to do', () => {
  const state = reduce(clusterState({'127.0.0.1': {neo4j: 'stopped'}}), jobFacts(12, THREE));
  expect(screenOn(state).press('o')).toBe('job #12 was not interrupted');
  expect(begun).toEqual([]);
});
