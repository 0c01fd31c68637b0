import {describe, expect, test} from '@jest/globals';
import {type ParseContext, planText} from '../../src/command/parse.js';
import {commandTable} from '../../src/command/table.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/state.js';

/** Three nodes of one network, one of another that ends alike, two with names, one that is stale. */
const state = reduce(
  clusterState({
    '127.0.77.1': {neo4j: 'running', titan: 'stopped'},
    '127.0.77.3': {neo4j: 'stopped', titan: 'stopped'},
    '127.0.77.5': {neo4j: 'running'},
    '127.0.78.3': {neo4j: 'running', on: 'stopped'},
    'node07.lab': {neo4j: 'running'},
    'n8-a2': {neo4j: 'running'},
  }),
  [{type: 'ping-overdue', at: at(9), node: '127.0.77.5'}] satisfies readonly Fact[],
);

function context(marked: readonly string[] | null = ['127.0.77.1', 'n8-a2']): ParseContext {
  return {state, table: commandTable, defaultPort: 5555, isReadOnly: false, marked, now: at(10)};
}

/** The nodes of the plan, and else what is wrong and where. */
function meant(words: string, marked?: readonly string[] | null): string | readonly string[] {
  const plan = planText(`start neo4j on ${words}`, context(marked));
  if (!plan.ok) return `${plan.problem.message} (${plan.problem.kind} at ${plan.problem.at - 15})`;
  return plan.value.targets.map(({node}) => node);
}

describe('on takes', () => {
  test.each([
    ['127.0.77.1,3', ['127.0.77.1', '127.0.77.3']],
    ['127.0.77.1,3-5,!127.0.77.4', ['127.0.77.1', '127.0.77.3', '127.0.77.5']],
    ['127.0.77.1 1', ['127.0.77.1']],
    ['5', ['127.0.77.5']],
    ['5,1', ['127.0.77.5', '127.0.77.1']],
    ['7', ['node07.lab']],
    ['!5 !127.0.78.3', ['127.0.77.1', '127.0.77.3', 'node07.lab', 'n8-a2']],
    ['marked', ['127.0.77.1', 'n8-a2']],
    ['marked 5', ['127.0.77.5', '127.0.77.1', 'n8-a2']],
    ['is:stale', ['127.0.77.5']],
    ['neo4j:stopped', ['127.0.77.3']],
    ['127.0.77.1-5,!127.0.77.2,!127.0.77.4 !neo4j:stopped !is:stale', ['127.0.77.1']],
    ['marked !titan:stopped', ['n8-a2']],
    ['"n8-a2"', ['n8-a2']],
  ])('%s', (words, nodes) => {
    expect(meant(words)).toEqual(nodes);
  });
});

describe('what on does not take is said in one sentence', () => {
  test.each([
    ['3', '3 may be 127.0.77.3 or 127.0.78.3: write it whole (usage at 0)'],
    ['9', 'no node of the cluster ends in 9: write its address or name whole (usage at 0)'],
    ['8', 'no node of the cluster ends in 8: write its address or name whole (usage at 0)'],
    ['is:odd', /^is: takes a state: online, .* \(usage at 3\)$/],
    ['cpu>lots', /^a number belongs here, such as cpu>80 \(usage at 4\)$/],
    ['is:offline', 'no node fits (no-target at 0)'],
    ['127.0.77.9', /^127\.0\.77\.9 is not in the cluster /],
  ])('%s', (words, sentence) => {
    expect(meant(words)).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
  });

  test('marks, where nothing is or can be marked', () => {
    expect(meant('marked', [])).toBe('nothing is marked (usage at 0)');
    expect(meant('marked', null)).toBe('there are no marks here: name the nodes (usage at 0)');
  });
});

test('what was typed again has the nodes that on came to', () => {
  const plan = planText('start titan on titan:stopped', context());
  expect(plan.ok && plan.value.text).toBe('start titan on 127.0.77.1,127.0.77.3');
});

describe('watchers are named', () => {
  /** Each target, and the text that means the same. */
  function named(words: string): readonly string[] {
    const plan = planText(`start ${words}`, context(null));
    if (!plan.ok) return [`${plan.problem.message} (${plan.problem.kind} at ${plan.problem.at})`];
    return [plan.value.text, ...plan.value.targets.map(({node, watcher}) => `${node} ${watcher}`)];
  }

  test('by patterns, which become the names that fit on each node', () => {
    expect(named('t* on 127.0.77.1,3')).toEqual([
      'start titan on 127.0.77.1,127.0.77.3',
      '127.0.77.1 titan',
      '127.0.77.3 titan',
    ]);
    expect(named('[NT]* on 127.0.77.3-5,!127.0.77.4')).toEqual([
      'start neo4j on 127.0.77.3,127.0.77.5; start titan on 127.0.77.3',
      '127.0.77.3 neo4j',
      '127.0.77.3 titan',
      '127.0.77.5 neo4j',
    ]);
    expect(named('x* on 127.0.77.1')).toEqual(['no watcher fits x*: there are neo4j, titan (no-target at 6)']);
  });

  test('literally in quotes', () => {
    expect(named('"on" on 127.0.78.3')).toEqual(['start "on" on 127.0.78.3', '127.0.78.3 on']);
    expect(named('"neo*" on 127.0.78.3')).toEqual(['no node has a watcher "neo*" (no-target at 6)']);
    const odd = clusterState({n1: {'neo*': 'stopped', neo4j: 'stopped', '--x': 'stopped'}});
    const plan = (text: string) => planText(text, {...context(null), state: odd});
    expect(plan('start neo*')).toMatchObject({value: {text: 'start "neo*" on n1', targets: [{watcher: 'neo*'}]}});
    expect(plan('start "--x"')).toMatchObject({value: {text: 'start "--x" on n1', targets: [{watcher: '--x'}]}});
  });
});
