import {describe, expect, test} from '@jest/globals';
import type {LogRequest} from '../../src/command/log-request.js';
import {planText} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const both = {neo4j: 'running', titan: 'stopped'} as const;
const context = parseContext({
  ...clusterState({'10.0.0.1': both, '10.0.0.2': both, '10.0.0.3': {neo4j: 'running'}}),
  isReadOnly: true,
});

function planned(typed: string) {
  const plan = planText(typed, context);
  if (!plan.ok) return plan.problem.message;
  const {text, prepared} = plan.value as Plan<LogRequest>;
  return {text, ...prepared};
}

test('means the watchers of the nodes that are named, also when read-only', () => {
  expect(planned('log titan on 10.0.0.1-2')).toEqual({
    text: 'log titan on 10.0.0.1-2',
    selection: {
      targets: [
        {node: '10.0.0.1', watcher: 'titan'},
        {node: '10.0.0.2', watcher: 'titan'},
      ],
      sources: null,
      at: null,
      filter: null,
    },
    since: null,
    until: null,
    lines: null,
    isFollowing: false,
  });
});

test('without a name it means all service watchers', () => {
  expect(planned('log on 1')).toMatchObject({
    selection: {targets: ['neo4j', 'titan'].map(watcher => ({node: '10.0.0.1', watcher}))},
  });
});

test('its options', () => {
  const wall = at(10).wall;
  expect(
    planned(
      'log neo4j on 3 --since 10m --until 1m --source stderr --source data/x.log --filter !Info --lines 5 --follow',
    ),
  ).toMatchObject({
    selection: {
      sources: ['stderr', 'data/x.log'],
      at: wall - 600_000,
      filter: {text: 'Info', ignoresCase: false, isInverted: true},
    },
    until: wall - 60_000,
    lines: 5,
    isFollowing: true,
  });
});

describe('is refused', () => {
  test.each([
    ['log neo4j --since soon', /^--since: a time is 10m/],
    ['log neo4j --until 25:00', /^--until: a time is 10m/],
    ['log neo4j --lines many', /^--lines takes a number/],
    ['log nothing', /^no node has a watcher nothing/],
  ])('%s', (typed, message) => {
    expect(planned(typed)).toEqual(expect.stringMatching(message));
  });

  test('without a name while no node has said what it has', () => {
    const plan = planText('log', parseContext(clusterState({'10.0.0.9': null})));
    expect(plan).toMatchObject({
      ok: false,
      problem: {kind: 'no-target', message: expect.stringMatching(/^no node has said/)},
    });
  });
});

test('nodes of which nobody knows what they have are said', () => {
  const half = parseContext(clusterState({'10.0.0.1': both, '10.0.0.9': null}));
  expect(planText('log', half)).toMatchObject({
    ok: true,
    value: {warnings: expect.arrayContaining(['10.0.0.9 has not said yet which watchers are there'])},
  });
});

test('log save is a job; in quotes save is a watcher', () => {
  const plan = planText('log save ./logs neo4j on 1', context);
  expect(plan).toMatchObject({
    ok: true,
    value: {targets: [{node: '10.0.0.1', watcher: 'neo4j'}], command: {scope: 'log'}},
  });
  expect(planned('log "save"')).toBe('no node has a watcher save');
});
