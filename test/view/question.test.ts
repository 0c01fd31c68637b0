import {stripVTControlCharacters} from 'node:util';
import {expect, test} from '@jest/globals';
import {planLine} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import {type Dialog, FIRST_SCREEN} from '../../src/view/screen-state.js';
import {clusterState} from '../support/cluster-state.js';
import {drawnFrame} from '../support/drawn-frame.js';
import {parseContext} from '../support/parse-context.js';

const state = clusterState({n1: {titan: 'running'}, n2: {titan: 'stopped', neo4j: 'running'}, n3: null});
const width = 101;

function planOf(text: string): Plan {
  const plan = planLine(text, parseContext(state));
  if (!plan.ok) throw new Error(plan.problem.message);
  const [first] = plan.value;
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** The last two lines while this is asked. */
function asked(dialog: Dialog): readonly string[] {
  const {bottom: all} = drawnFrame({state, screen: {...FIRST_SCREEN, dialog}, width, height: 20});
  return all.slice(-2).map(line => stripVTControlCharacters(line).trimEnd());
}

test('a question says the options, what it is about, and what the operator should have seen', () => {
  const plan = planOf('reset --logs titan on n1,n3');
  expect(
    asked({type: 'confirm', agreed: [], rest: [], plan, hidden: 1, wholly: [], isYes: false, count: null}),
  ).toEqual([
    'reset --logs 2 nodes × titan = 2 targets (1 hidden by the filter)? n3 does not answer  [Cancel]  Yes',
    'y yes  n cancel  enter take the highlighted',
  ]);
});

test('a question says of which watchers nothing would run on', () => {
  const wholly = [{watcher: 'titan', nodes: 2}];
  const whole = (text: string) =>
    asked({type: 'confirm', agreed: [], rest: [], plan: planOf(text), hidden: 0, wholly, isYes: false, count: null})[0];
  expect(whole('stop titan on n1,n2')).toMatch(
    /^stop 2 nodes × titan = 2 targets \(all that run\)\? +\[Cancel\] {2}Yes$/,
  );
  expect(whole('stop titan neo4j on n1,n2')).toMatch(/ = 4 targets \(all running titan\)\? /);
});

test('where the count is wanted, the question says which, and shows what was typed of it', () => {
  const plan = planOf('reset titan on n1,n2');
  expect(asked({type: 'confirm', agreed: [], rest: [], plan, hidden: 0, wholly: [], isYes: false, count: ''})).toEqual([
    `reset 2 nodes × titan = 2 targets?${' '.repeat(44)}type 2, then enter: [ ]`,
    'enter take the count  esc cancel',
  ]);
});
