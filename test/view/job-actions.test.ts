import {stripVTControlCharacters} from 'node:util';
import {beforeEach, describe, expect, test} from '@jest/globals';
import {USUAL_COLUMNS} from '../../src/columns/choice.js';
import type {Operands} from '../../src/command/arguments.js';
import {planCells} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import type {Outcome, Target} from '../../src/model/job.js';
import type {LogSelection} from '../../src/model/log-window.js';
import {createHistory} from '../../src/store/history.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {performOnJob} from '../../src/view/job-actions.js';
import type {ActPorts} from '../../src/view/key-binding.js';
import {FIRST_SCREEN, gridView, type ScreenAction} from '../../src/view/screen-state.js';
import {SCREENS} from '../../src/view/screens.js';
import {at, clusterState} from '../support/cluster-state.js';
import {drawnFrame} from '../support/drawn-frame.js';
import {NO_DETAILS} from '../support/no-details.js';
import {NO_LOG} from '../support/no-log.js';
import {parseContext} from '../support/parse-context.js';
import {withServices} from '../support/sample-node-info.js';

const NODES = ['10.0.0.1', '10.0.0.2'];
const given = (...options: readonly string[]): Operands => ({
  operands: new Map(),
  options: new Map(options.map(name => [name, [{text: `--${name}`, at: 0}]])),
});

let state: State;
let proposed: Plan[];
let said: string[];
let changed: ScreenAction[];
let shown: LogSelection[];
let words: Operands;
/** The targets, by their place, for which the dry run found nothing to do. */
let unchanged: ReadonlySet<number>;
/** How many targets had not begun when a job was cancelled. */
let waited = 0;

beforeEach(() => {
  state = NODES.reduce(
    (so, node) => withServices(so, node, [{watcher: 'neo4j'}]),
    clusterState(Object.fromEntries(NODES.map(node => [node, {neo4j: 'stopped'} as const]))),
  );
  proposed = [];
  said = [];
  changed = [];
  shown = [];
  unchanged = new Set();
  words = given('dry-run', 'force');
});

/** A job on neo4j of every node that has come so far. */
function withJob(...kinds: readonly (Outcome['kind'] | null)[]): void {
  const targets: readonly Target[] = NODES.map(node => ({node, watcher: 'neo4j'}));
  const text = 'configure neo4j on 10.0.0.1-2 --dry-run --force';
  state = reduce(state, [
    {type: 'job-began', at: at(2), job: 1, text, command: 'configure', isDryRun: words.options.has('dry-run'), targets},
  ]);
  kinds.forEach((kind, index) => {
    if (kind === null) return;
    const outcome: Outcome = {kind, changed: false, sent: true, state: null, reason: null};
    const files = [{file: 'neo4j.conf', state: unchanged.has(index) ? 'unchanged' : 'changed', diff: ''} as const];
    const data = {files, address: null, identifier: 1, dryRun: true};
    const common = {at: at(3), job: 1, index};
    state = reduce(state, [{type: 'job-target-began', at: at(2), job: 1, index}]);
    if (kind === 'ok') state = reduce(state, [{...common, type: 'job-target-answered', answer: {kind: 'files', data}}]);
    state = reduce(state, [{...common, type: 'job-target-ended', outcome}]);
  });
  if (!kinds.includes(null)) state = reduce(state, [{type: 'job-ended', at: at(3), job: 1}]);
}

function apply(): void {
  perform('apply');
}

function perform(does: Parameters<typeof performOnJob>[0]): void {
  const context = parseContext(state);
  const none = () => {};
  const on: ActPorts = {
    ports: {
      state: () => state,
      clock: () => at(9),
      rows: () => 24,
      planLine: () => {
        throw new Error('nothing is typed here');
      },
      complete: () => {
        throw new Error('nothing is typed here');
      },
      keep: () => {},
      planCells: (command, cells, options) => planCells(command, cells, context, options),
      jobs: {
        begin: () => null,
        beginInTurn: async () => ({plans: [], isToBeAsked: false, reason: null}),
        cancel: () => waited,
        force: () => 0,
        look: () => {},
        takenUp: () => {},
        operandsOf: () => words,
      },
      detect: {again: none, end: none},
      log: NO_LOG,
      details: NO_DETAILS,
      history: createHistory(),
      quit: none,
      terminal: {repaint: none, suspend: none, ssh: async () => null, copy: () => 0},
      greeting: null,
      screens: SCREENS,
      keymap: DEFAULT_KEYMAP,
      askAbove: 8,
      columns: USUAL_COLUMNS,
    },
    screen: () => FIRST_SCREEN,
    view: () => gridView(state, FIRST_SCREEN, 20, at(9)),
    change: action => changed.push(action),
    say: text => said.push(text),
    propose: plan => {
      if (plan.ok) proposed.push(plan.value);
      else said.push(plan.problem.message);
    },
    showLogs: selection => shown.push(selection),
    isFromStall: () => false,
  };
  performOnJob(does, on);
}

describe('after a dry run', () => {
  test('enter does what it has shown, with its other options', () => {
    withJob('ok', 'ok');
    apply();
    expect(proposed.map(plan => plan.text)).toEqual(['configure neo4j on 10.0.0.1-2 --force']);
  });

  test('only to the targets for which it was possible', () => {
    withJob('failed', 'ok');
    apply();
    expect(proposed.map(plan => plan.text)).toEqual(['configure neo4j on 10.0.0.2 --force']);
  });

  test.each([
    ['before it has ended', ['ok', null], 'job #1 has not ended yet'],
    ['where it was possible for none', ['failed', 'failed'], 'job #1 found nothing to do'],
  ] as const)('%s enter does nothing, and says so', (_, kinds, sentence) => {
    withJob(...kinds);
    apply();
    expect([proposed, said]).toEqual([[], [sentence]]);
  });
});

test('after a dry run enter leaves out the targets for which there is nothing to do', () => {
  unchanged = new Set([0]);
  withJob('ok', 'ok');
  apply();
  expect(proposed.map(plan => plan.text)).toEqual(['configure neo4j on 10.0.0.2 --force']);
  unchanged = new Set([0, 1]);
  withJob('ok', 'ok');
  apply();
  expect(said).toEqual(['job #1 found nothing to do']);
});

test('after any other job enter does nothing, and says so', () => {
  words = given('force');
  withJob('ok', 'ok');
  apply();
  expect(said).toEqual(['job #1 was no dry run: there is nothing to do after it']);
});

test('to try again takes the targets, too, that died after their ok', () => {
  words = given();
  withJob('ok', 'ok');
  const jobs = state.jobs.map(job => ({
    ...job,
    command: 'start',
    targets: job.targets.map((target, index) =>
      index === 1 ? {...target, afterwards: {exit: {code: 1, signal: null}, ms: 3_000}} : target,
    ),
  }));
  state = {...state, jobs};
  perform('retry');
  expect(proposed.map(plan => plan.text)).toEqual(['start neo4j on 10.0.0.2']);
});

test('its first and last are gone to by one key', () => {
  withJob('ok', 'ok');
  state = {...state, jobs: [1, 2, 3].flatMap(id => state.jobs.map(job => ({...job, id})))};
  perform('oldest');
  perform('newest');
  expect(changed).toEqual([1, 3].map(job => ({type: 'select-job', job})));
});

test('what is done to a job that runs keeps that job in sight', () => {
  withJob('ok', null);
  perform('force');
  expect(changed).toEqual([{type: 'select-job', job: 1}]);
});

test('to cancel a job of which all has begun does nothing, and says so', () => {
  withJob('ok', null);
  waited = 0;
  perform('cancel');
  expect(said).toEqual(['all of it has begun: what is under way goes on to its end']);
  said.length = 0;
  waited = 1;
  perform('cancel');
  expect(said).toEqual([]);
});

describe('the log of a job', () => {
  test('is that of its targets that are not ok, when the first of them ended', () => {
    withJob('ok', 'failed');
    perform('log');
    expect(shown).toEqual([
      {targets: [{node: '10.0.0.2', watcher: 'neo4j'}], sources: null, at: at(3).wall, filter: null},
    ]);
  });

  test('is that of all of its targets where all are ok', () => {
    withJob('ok', 'ok');
    perform('log');
    expect(shown).toMatchObject([{targets: NODES.map(node => ({node, watcher: 'neo4j'})), at: at(3).wall}]);
  });

  test('follows what comes while none has ended', () => {
    withJob(null, null);
    perform('log');
    expect(shown).toMatchObject([{at: null}]);
  });
});

describe('the key line', () => {
  const keys = () => {
    const {bottom} = drawnFrame({state, screen: {...FIRST_SCREEN, screen: 'jobs'}, width: 160});
    return stripVTControlCharacters(bottom.at(-1) ?? '');
  };
  const offered = () => ['K force', 'C cancel', 'T try again'].filter(each => keys().includes(each));

  const ended = (...kinds: readonly ('ok' | 'failed')[]) => {
    const outcome = {changed: false, sent: true, state: null, reason: null} as const;
    state = reduce(state, [
      ...kinds.map((kind, index) => ({
        type: 'job-target-ended' as const,
        at: at(3),
        job: 1,
        index,
        outcome: {...outcome, kind},
      })),
      {type: 'job-ended', at: at(3), job: 1},
    ]);
  };

  test('offers of the keys of a job those that do something for it now', () => {
    expect(offered()).toEqual([]);
    withJob(null, null);
    expect(offered()).toEqual(['C cancel']);
    state = reduce(state, [
      {type: 'job-target-began', at: at(2), job: 1, index: 0},
      {type: 'job-target-waits', at: at(2), job: 1, index: 0, waitsFor: '7 to stay for 6 s'},
    ]);
    expect(offered()).toEqual(['C cancel']);
    state = reduce(state, [
      {type: 'job-target-began', at: at(2), job: 1, index: 0},
      {type: 'job-target-waits', at: at(2), job: 1, index: 0, waitsFor: '7 to end', mayForce: true},
    ]);
    expect(offered()).toEqual(['K force', 'C cancel']);
    ended('ok', 'failed');
    expect(offered()).toEqual(['T try again']);
  });

  test('offers none of them for what has ended as it should', () => {
    withJob(null, null);
    ended('ok', 'ok');
    expect(offered()).toEqual([]);
    expect(keys()).toMatch(/L log/);
  });
});
