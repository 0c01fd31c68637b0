import {describe, expect, test} from '@jest/globals';
import type {Arguments} from '../../src/command/arguments.js';
import type {TargetCommand} from '../../src/command/command.js';
import {effectOf} from '../../src/command/effect.js';
import {type ParseContext, planCells, planText} from '../../src/command/parse.js';
import {planWatchers} from '../../src/command/targets.js';
import {usageLine} from '../../src/command/usage.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const tidy: TargetCommand = {
  name: 'tidy',
  summary: 'Tidy watchers',
  args: [{name: 'watcher', kind: 'watcher', isOptional: true, isMany: true}],
  options: [
    {name: 'dry-run', value: null, isMany: false, summary: 'Only say what would be done', effect: 'read'},
    {name: 'force', value: null, isMany: false, summary: 'Also what runs', effect: 'destroy'},
    {name: 'set', value: 'K=V', isMany: true, summary: 'Set a variable'},
    {name: 'from', value: 'DIR', isMany: false, summary: 'Where from'},
  ],
  takesOn: true,
  scope: 'watcher',
  effect: 'change',
  plan: (args, context) => planWatchers(tidy, args, context),
  run: async () => ({kind: 'ok', changed: true, sent: true, state: null, reason: null}),
};

const context: ParseContext = parseContext(
  clusterState({'127.0.0.1': {neo4j: 'running', '--odd': 'running'}, '127.0.0.2': {neo4j: 'running'}}),
  {table: new Map([[tidy.name, tidy]])},
);

function planned(text: string) {
  const plan = planText(text, context);
  if (!plan.ok) throw new Error(plan.problem.message);
  return plan.value;
}

function given({options}: Pick<Arguments, 'options'>): Record<string, readonly string[]> {
  return Object.fromEntries([...options].map(([name, words]) => [name, words.map(word => word.text)]));
}

function problem(text: string): string {
  const plan = planText(text, context);
  return plan.ok ? 'none' : `${plan.problem.message} (${plan.problem.kind} at ${plan.problem.at})`;
}

describe('an option', () => {
  test.each([
    'tidy --dry-run neo4j on 127.0.0.1',
    'tidy neo4j --dry-run on 127.0.0.1',
    'tidy neo4j on --dry-run 127.0.0.1',
    'tidy neo4j on 127.0.0.1 --dry-run',
  ])('may stand anywhere after the command’s name: %s', text => {
    const {args, targets} = planned(text);
    expect(given(args)).toEqual({'dry-run': ['--dry-run']});
    expect(targets).toEqual([{node: '127.0.0.1', watcher: 'neo4j'}]);
  });

  test('has its value behind it, or behind its first =', () => {
    expect(given(planned('tidy --set a=1 neo4j --set=b=2 --from "my dir"').args)).toEqual({
      set: ['a=1', 'b=2'],
      from: ['my dir'],
    });
  });

  test('may have on as its value', () => {
    expect(given(planned('tidy --from on neo4j').args)).toEqual({from: ['on']});
  });

  test('knows where its value stands, so that a problem with it can be pointed at', () => {
    const {options} = planned('tidy --set a=1 --set=b=2').args;
    expect(options.get('set')).toEqual([
      {text: 'a=1', at: 11},
      {text: 'b=2', at: 21},
    ]);
  });

  test('does not follow --', () => {
    expect(planned('tidy -- --odd on 127.0.0.1').targets).toEqual([{node: '127.0.0.1', watcher: '--odd'}]);
  });
});

describe('a plan’s text has its options and can be typed again', () => {
  test.each([
    ['tidy --dry-run neo4j', 'tidy neo4j on 127.0.0.1-2 --dry-run'],
    ['tidy --set b=2 --force --set=a=1', 'tidy on 127.0.0.1-2 --force --set b=2 --set a=1'],
    ['tidy --from "my dir"', 'tidy on 127.0.0.1-2 --from "my dir"'],
    ['tidy --from=--odd', 'tidy on 127.0.0.1-2 --from=--odd'],
    ['tidy --force -- --odd on 127.0.0.1', 'tidy "--odd" on 127.0.0.1 --force'],
    ['tidy "--odd" on 127.0.0.1', 'tidy "--odd" on 127.0.0.1'],
  ])('%s', (typed, text) => {
    expect(planned(typed).text).toBe(text);
    expect(planned(text).text).toBe(text);
    expect(given(planned(text).args)).toEqual(given(planned(typed).args));
  });

  test('also of chosen cells, as when a job is tried again', () => {
    const cells = [
      {node: '127.0.0.1', watcher: '--odd'},
      {node: '127.0.0.2', watcher: 'neo4j'},
    ];
    const plan = planCells('tidy', cells, context, planned('tidy neo4j --dry-run --set a=1').args);
    expect(plan.ok && plan.value.text).toBe(
      'tidy "--odd" on 127.0.0.1 --dry-run --set a=1; tidy neo4j on 127.0.0.2 --dry-run --set a=1',
    );
    expect(plan.ok && given(plan.value.args)).toEqual({'dry-run': ['--dry-run'], set: ['a=1']});
  });
});

describe('what is wrong with an option is said in one sentence, with its place', () => {
  test.each([
    ['tidy --dry-rn', 'tidy has no option --dry-rn: did you mean --dry-run? (usage at 5)'],
    ['tidy --se=k=v', 'tidy has no option --se: did you mean --set? (usage at 5)'],
    ['tidy neo4j --loud', `tidy has no option --loud: ${usageLine(tidy)} (usage at 11)`],
    ['tidy --set', 'K=V is missing: --set K=V (usage at 10)'],
    ['tidy --set --dry-run', 'K=V is missing: --set K=V (usage at 11)'],
    ['tidy --dry-run=yes', '--dry-run takes no value (usage at 14)'],
    ['tidy --from a --from b', '--from is said twice (usage at 14)'],
    ['tidy neo4j on --force', 'on wants nodes, such as on 192.168.0.1-8, on marked or on is:flapping (usage at 21)'],
  ])('%s', (text, sentence) => {
    expect(problem(text)).toBe(sentence);
  });
});

describe('what a command may do', () => {
  test.each([
    ['tidy', 'change'],
    ['tidy --set a=1', 'change'],
    ['tidy --force', 'destroy'],
    ['tidy --force --dry-run', 'read'],
  ])('%s: %s', (text, effect) => {
    expect(effectOf(planned(text))).toBe(effect);
  });

  test('decides whether read-only refuses it', () => {
    const planReadOnly = (text: string) => planText(text, {...context, state: {...context.state, isReadOnly: true}});
    expect(planReadOnly('tidy --dry-run')).toMatchObject({ok: true});
    expect(planReadOnly('tidy')).toMatchObject({ok: false, problem: {kind: 'refused'}});
  });
});

test('a usage line has the options', () => {
  expect(usageLine(tidy)).toBe('tidy [watcher…] [on NODES] [--dry-run] [--force] [--set K=V]… [--from DIR]');
});
