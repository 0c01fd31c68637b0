import {stripVTControlCharacters} from 'node:util';
import {expect, test} from '@jest/globals';
import type {Plan} from '../../src/command/command.js';
import {planLine} from '../../src/command/parse.js';
import {commandTable} from '../../src/command/table.js';
import {createHistory} from '../../src/store/history.js';
import {bottomLines, promptLines} from '../../src/view/bottom.js';
import {layoutRows} from '../../src/view/row-layout.js';
import {sceneOf} from '../../src/view/scene.js';
import {type Dialog, FIRST_SCREEN, gridView} from '../../src/view/screen-state.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/state.js';

const state = clusterState({n1: {titan: 'running'}, n2: {titan: 'stopped', neo4j: 'running'}, n3: null});
const width = 101;

function planOf(text: string): Plan {
  const plan = planLine(text, {
    state,
    table: commandTable,
    defaultPort: 5555,
    isReadOnly: false,
    marked: [],
    now: at(10),
  });
  if (!plan.ok) throw new Error(plan.problem.message);
  const [first] = plan.value;
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** The last two lines while this is asked. */
function asked(dialog: Dialog): readonly string[] {
  const screen = {...FIRST_SCREEN, dialog};
  const planLine = () => ({ok: false, problem: {message: '', at: 0, kind: 'usage'}}) as const;
  const theme = createTheme({isAscii: false, hasColor: false});
  const frame = sceneOf(state, screen, at(10), createHistory());
  const prompt = promptLines(frame, gridView(state, screen, 12, at(10)), {width, theme, planLine, most: 5});
  const all = bottomLines(frame, prompt, {
    lines: layoutRows(20, {lines: prompt.length, wantsKeys: true}),
    width,
    theme,
  });
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
