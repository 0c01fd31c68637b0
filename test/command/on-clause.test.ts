import {describe, expect, test} from '@jest/globals';
import {type ParseContext, planText, planTokens} from '../../src/command/parse.js';
import {placed, tokenOfArgument} from '../../src/command/tokens.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

/** Three nodes of one network, one of another that ends alike, two with names, one that is stale. */
const state = reduce(
  clusterState({
    '127.0.77.1': {neo4j: 'running', titan: 'stopped'},
    '127.0.77.3': {neo4j: 'stopped', titan: 'stopped'},
    '127.0.77.5': {neo4j: 'running'},
    '127.0.78.3': {neo4j: 'running', on: 'stopped'},
    'node07.lab': {neo4j: 'running', 'my web': 'running'},
    'n8-a2': {neo4j: 'running'},
  }),
  [{type: 'ping-overdue', at: at(9), node: '127.0.77.5'}] satisfies readonly Fact[],
);

function context(marked: readonly string[] | null = ['127.0.77.1', 'n8-a2']): ParseContext {
  return parseContext(state, {marked});
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
    ['127.0.77.5 1', ['127.0.77.5']],
    ['127.0.77.1,5-5', ['127.0.77.1', '127.0.77.5']],
    ['127.0.77.3-5,!4', ['127.0.77.3', '127.0.77.5']],
    ['127.0.77.5, 1', ['127.0.77.5', '127.0.77.1']],
    ['127.0.77.*', ['127.0.77.1', '127.0.77.3', '127.0.77.5']],
    ['NODE*,n?-*', ['node07.lab', 'n8-a2']],
    ['marked,5,!1', ['n8-a2', '127.0.77.5']],
    ['!marked', ['127.0.77.3', '127.0.77.5', '127.0.78.3', 'node07.lab']],
    ['"my web":running', ['node07.lab']],
    ['t*:stopped', ['127.0.77.1', '127.0.77.3']],
    ['IS:stale', ['127.0.77.5']],
    ['5', ['127.0.77.5']],
    ['5,1', ['127.0.77.5', '127.0.77.1']],
    ['7', ['node07.lab']],
    ['!5 !127.0.78.3', ['127.0.77.1', '127.0.77.3', 'node07.lab', 'n8-a2']],
    ['marked', ['127.0.77.1', 'n8-a2']],
    ['marked 5', ['127.0.77.1', 'n8-a2', '127.0.77.5']],
    ['is:stale', ['127.0.77.5']],
    ['neo4j:stopped', ['127.0.77.3']],
    ['127.0.77.1-5,!127.0.77.2,!127.0.77.4 !neo4j:stopped !is:stale', ['127.0.77.1']],
    ['marked !titan:stopped', ['n8-a2']],
    ['"n8-a2"', ['n8-a2']],
  ])('%s', (words, nodes) => {
    expect(meant(words)).toEqual(nodes);
  });
});

test('on takes the last number of an IPv6 address as one reads it, not its value', () => {
  const ofIPv6 = clusterState({
    'fd00::2': {neo4j: 'running'},
    'fd00::10': {neo4j: 'running'},
    'fd00::3': {neo4j: 'running'},
    'fd00::16': {neo4j: 'running'},
    'fd00::a': {neo4j: 'running'},
  });
  const nodes = (words: string) => {
    const plan = planText(`start neo4j on ${words}`, {...context(null), state: ofIPv6});
    return plan.ok ? plan.value.targets.map(({node}) => node) : plan.problem.message;
  };
  expect(nodes('10')).toEqual(['fd00::10']);
  expect(nodes('2-3')).toEqual(['fd00::2', 'fd00::3']);
  expect(nodes('[fd00::3],!2')).toEqual(['fd00::3']);
  expect(nodes('fd00::*,!fd00::a')).toEqual(['fd00::2', 'fd00::10', 'fd00::3', 'fd00::16']);
  expect(nodes('fd00::2,fd00::a')).toEqual(['fd00::2', 'fd00::a']);
  expect(nodes('!fd00::10,!fd00::16,!fd00::a')).toEqual(['fd00::2', 'fd00::3']);
  expect(nodes('fd00::a-fd00::b,!fd00::b')).toEqual(['fd00::a']);
  expect(nodes('fd00::* neo4j:running !fd00::a')).toEqual(['fd00::2', 'fd00::10', 'fd00::3', 'fd00::16']);
  expect(nodes('4')).toMatch(/^no node of the cluster ends in 4 /);
});

const ALL = '(127.0.77.1,127.0.77.3,127.0.77.5,127.0.78.3,node07.lab,n8-a2)';

describe('what on does not take is said in one sentence', () => {
  test.each([
    ['3', '3 may be 127.0.77.3 or 127.0.78.3: write it whole (usage at 0)'],
    ['9', `no node of the cluster ends in 9 ${ALL} (usage at 0)`],
    ['8', `no node of the cluster ends in 8 ${ALL} (usage at 0)`],
    ['is:odd', /^is: takes a state: online, .* \(usage at 3\)$/],
    ['cpu>lots', /^a number belongs here, such as cpu>80 \(usage at 4\)$/],
    ['10.0.0.0/17,10.1.0.0/17,10.2.0.0/17', 'these are more than 65,536 nodes (usage at 24)'],
    ['1-', 'the range 1- lacks its end, such as 1-8 (usage at 0)'],
    ['127.0.77.1,3-', 'the range 3- lacks its end, such as 3-10 (usage at 11)'],
    ['5-3', 'the range 5-3 runs backwards (usage at 0)'],
    ['is:offline', 'no node fits is:offline (no-target at 0)'],
    ['5,1 is:offline', 'of 127.0.77.5,127.0.77.1 none fits is:offline (no-target at 4)'],
    ['neo4j:stoped', /^behind the colon stands a watcher's state: did you mean stopped\?; .* \(usage at 6\)$/],
    ['lod>3', 'lod is no figure: did you mean load? (usage at 0)'],
    ['127.0.77.1,is:stale', /^a filter is a word of its own, .* \(usage at 10\)$/],
    ['is:stale,5', /^a filter is a word of its own/],
    ['127.0.77.9', `127.0.77.9 is not in the cluster ${ALL} (usage at 0)`],
    ['1,127.0.77.9', /^127\.0\.77\.9 is not in the cluster .* \(usage at 2\)$/],
    ['!127.0.77.9', /^127\.0\.77\.9 is not in the cluster .* \(usage at 1\)$/],
    ['127.0.77.1 9', /^127\.0\.77\.2 is not in the cluster /],
    ['marked,!marked', 'this leaves no node (no-target at 0)'],
    ['x*', `no node fits x* ${ALL} (usage at 0)`],
    ['titan', 'titan is a watcher, no node: a filter would be titan:running (usage at 0)'],
    ['stopped', 'stopped is no node: did you mean is:stopped? (usage at 0)'],
    ['markd', 'markd is no node: did you mean marked? (usage at 0)'],
    ['all', 'all is no node: without on, and with nothing marked, all of them are meant (usage at 0)'],
    ['"is:stale"', /^"?stale"? is no port/],
    ['"marked"', /^marked is no/],
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

test('what a shell has unquoted means the same', () => {
  const nodes = (...words: readonly string[]) => {
    const plan = planTokens(placed(['start', 'neo4j', 'on', ...words].map(tokenOfArgument)), context(null));
    return plan.ok ? plan.value.targets.map(({node}) => node) : plan.problem.message;
  };
  expect(nodes('my web:running')).toEqual(['node07.lab']);
  expect(nodes('"my web":running')).toEqual(['node07.lab']);
  expect(nodes('cpu>80')).toBe('no node fits cpu>80');
  expect(nodes('127.0.77.1,3', '!neo4j:stopped')).toEqual(['127.0.77.1']);
});

describe('cluster, where it is about nodes that are in it, takes', () => {
  test.each([
    ['remove 5', 'cluster remove 127.0.77.5'],
    ['-7', 'cluster -node07.lab'],
    ['remove marked', 'cluster remove 127.0.77.1,n8-a2'],
    ['remove is:stale', 'cluster remove 127.0.77.5'],
    ['remove 127.0.77.* !is:stale', 'cluster remove 127.0.77.1,127.0.77.3'],
    ['trust 1', 'cluster trust 127.0.77.1'],
    ['remove 3', '3 may be 127.0.77.3 or 127.0.78.3: write it whole'],
    ['add is:stale', 'is:stale is a filter, no node: on takes one, and so does cluster remove'],
    ['is:stale', 'is:stale is a filter, no node: on takes one, and so does cluster remove'],
    ['add 127.0.77.7,8', 'cluster add 127.0.77.7,8'],
    ['"remove" n9', /^cluster remove,n9$/],
  ])('%s', (words, text) => {
    const plan = planText(`cluster ${words}`, context());
    expect(plan.ok ? plan.value.text : plan.problem.message).toEqual(
      typeof text === 'string' ? text : expect.stringMatching(text),
    );
  });
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
