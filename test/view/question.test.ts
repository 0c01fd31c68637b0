import {stripVTControlCharacters} from 'node:util';
import {expect, test} from '@jest/globals';
import {type ParseContext, planLine} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import type {FilePlan, FilePort} from '../../src/command/run.js';
import {type Dialog, FIRST_SCREEN} from '../../src/view/screen-state.js';
import {clusterState} from '../support/cluster-state.js';
import {drawnFrame} from '../support/drawn-frame.js';
import {parseContext} from '../support/parse-context.js';

const state = clusterState({n1: {titan: 'running'}, n2: {titan: 'stopped', neo4j: 'running'}, n3: null});
const width = 101;

function planOf(text: string, given: Partial<ParseContext> = {}): Plan {
  const plan = planLine(text, {...parseContext(state), ...given});
  if (!plan.ok) throw new Error(plan.problem.message);
  const [first] = plan.value;
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** The last lines while this is asked. */
function asked(dialog: Dialog, lines = 2): readonly string[] {
  const {bottom: all} = drawnFrame({state, screen: {...FIRST_SCREEN, dialog}, width, height: 20});
  return all.slice(-lines).map(line => stripVTControlCharacters(line).trimEnd());
}

test('a question says the options, what it is about, and what the operator should have seen', () => {
  const plan = planOf('reset --logs titan on n1,n3');
  expect(
    asked({type: 'confirm', agreed: [], rest: [], plan, hidden: 1, wholly: [], isYes: false, count: null}, 3),
  ).toEqual([
    'reset titan --logs: 2 nodes × titan = 2 targets (1 hidden by the filter)? n3 does not answer',
    `${' '.repeat(width - 14)}[Cancel]  Yes`,
    'y yes  n cancel  enter take the highlighted',
  ]);
});

test('the question for a file of commands names it once', () => {
  const targets = ['n1', 'n2'].map(node => ({node, watcher: 'titan'}));
  const opened: FilePlan = {commands: 3, effect: 'interrupt', targets, warnings: [], begin: () => {}};
  const files: FilePort = {open: () => opened, dryRun: () => '', exportJobs: () => {}, stop: () => {}};
  const plan = planOf('run ./a.circusman --set x=1', {files});
  expect(
    asked({type: 'confirm', agreed: [], rest: [], plan, hidden: 0, wholly: [], isYes: false, count: null})[0],
  ).toMatch(/^run \.\/a\.circusman --set x=1: 3 commands, 2 targets on 2 nodes\? +\[Cancel\] {2}Yes$/);
});

test('a question says of which watchers nothing would run on', () => {
  const wholly = [{watcher: 'titan', nodes: 2}];
  const whole = (text: string) =>
    asked({type: 'confirm', agreed: [], rest: [], plan: planOf(text), hidden: 0, wholly, isYes: false, count: null})[0];
  expect(whole('stop titan on n1,n2')).toMatch(
    /^stop titan on n\[1-2\]: 2 nodes × titan = 2 targets \(all that run\)\? +\[Cancel\] {2}Yes$/,
  );
  expect(whole('stop titan neo4j on n1,n2')).toMatch(/ = 4 targets \(all running titan\)\? /);
});

test('where the count is wanted, the question says which, and shows what was typed of it', () => {
  const plan = planOf('reset titan on n1,n2');
  expect(asked({type: 'confirm', agreed: [], rest: [], plan, hidden: 0, wholly: [], isYes: false, count: ''})).toEqual([
    `reset titan on n[1-2]: 2 nodes × titan = 2 targets?${' '.repeat(27)}type 2, then enter: [ ]`,
    'enter take the count  esc cancel',
  ]);
});

/** All lines of the question about this command, at a size. */
function askedAt(text: string, columns: number, rows: number): string {
  const dialog: Dialog = {
    type: 'confirm',
    agreed: [],
    rest: [],
    plan: planOf(text),
    hidden: 0,
    wholly: [],
    isYes: false,
    count: null,
  };
  const {bottom} = drawnFrame({state, screen: {...FIRST_SCREEN, dialog}, width: columns, height: rows});
  return bottom.map(line => stripVTControlCharacters(line).trim()).join(' ');
}

test.each([
  ['shutdown on n2', 'shutdown on n2: 1 node?'],
  ['rm titan on n2', 'rm titan on n2: 1 node × titan = 1 target?'],
  ['signal titan KILL', 'signal titan KILL: 3 nodes × titan = 3 targets?'],
  ['decr titan 10 on n1,n2', 'decr titan 10 on n[1-2]: 2 nodes × titan = 2 targets?'],
  ['set titan cmd ""', 'set titan cmd "": 3 nodes × titan = 3 targets?'],
  ['restart titan --max-failures 2', 'restart titan --max-failures 2: 3 nodes × titan = 3 targets?'],
])('%s is asked about with all that was typed', (text, wanted) => {
  expect(askedAt(text, 80, 24)).toContain(wanted);
});

test.each([
  [80, 24],
  [40, 24],
  [40, 10],
  [50, 3],
])('at %d × %d a long command gives way before its counts and the answers do', (columns, rows) => {
  const said = askedAt(`set titan cmd "${'sleep 2000 '.repeat(40)}" on n1,n2`, columns, rows);
  expect(said).toMatch(/(^| )set.*….*: +2 nodes × titan = 2 targets\? .*\[Cancel\] {2}Yes/);
});
