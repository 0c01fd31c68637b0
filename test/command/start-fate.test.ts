import {describe, expect, test} from '@jest/globals';
import {restart} from '../../src/command/restart.js';
import {start} from '../../src/command/start.js';
import type {Fact} from '../../src/model/facts.js';
import type {Exit} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH, INFO} from '../support/sample-node-info.js';
import {lost, reply, runScripted, type Script} from '../support/scripted-run.js';

/** What a start comes to whose processes ended, or never came: what the watcher's own options make of that. */

const node = '127.0.0.1';
const titan = {node, watcher: 'titan'};
const OPTIONS = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};

function known(options: Partial<typeof OPTIONS>, state: 'stopped' | 'running' = 'stopped'): State {
  return reduce(clusterState({[node]: {titan: state}}), [
    {...titan, type: 'options-read', at: at(2), nodeTime: 101, options: {...OPTIONS, ...options}},
  ]);
}

const reap = (seconds: number, pid: number, exit: Exit | null): Fact => {
  return {...titan, type: 'process-reaped', at: at(seconds), nodeTime: 100 + seconds, pid, exit};
};
const exited = (code: number): Exit => ({code, signal: null});
const told =
  (...facts: readonly Fact[]) =>
  (state: State) =>
    reduce(state, facts);

interface Case {
  readonly options?: Partial<typeof OPTIONS>;
  readonly started?: readonly number[];
  readonly kept?: readonly number[];
  /** What is listed, and what the state is, one look after the other. */
  readonly listed: readonly (readonly number[])[];
  readonly states: readonly string[];
  readonly meanwhile?: readonly ((state: State) => State)[];
  readonly state?: State;
}

async function startIt({options = {}, started = [], kept = [], listed, states, meanwhile = [], state}: Case) {
  // Whether the start would freeze circusd is looked at first.
  const looks = options.respawns === false ? ['stopped'] : [];
  const script: Script = {
    start: reply({started, kept}),
    options: reply({...OPTIONS, ...options}),
    endpoints: reply({checkDelay: 5_000}),
    processes: [...looks.map(() => []), ...listed].map(reply),
    status: [...looks, ...states].map(reply),
  };
  return runScripted(start, titan, {state: state ?? known(options), script, meanwhile});
}

const work = {respawns: false};

describe('of processes that are not to be respawned', () => {
  test.each<[string, Case, object]>([
    [
      'the one that did its work is ok, once its circusd has told so',
      {
        options: work,
        started: [7],
        listed: [[], []],
        states: ['running', 'stopped'],
        meanwhile: [told(reap(11, 7, exited(0)))],
      },
      {kind: 'ok', changed: true, state: 'stopped', reason: 'done, exit 0', pids: []},
    ],
    [
      'some that did is said, with what is left',
      {
        options: {...work, wanted: 3},
        started: [7, 8, 9],
        listed: [[8], [8]],
        states: ['running', 'running'],
        meanwhile: [told(reap(11, 7, exited(0)), reap(11, 9, exited(0)))],
      },
      {kind: 'ok', state: 'running', reason: '2 of 3 done, exit 0', pids: [8]},
    ],
    [
      'one that failed is failed, whatever the others did',
      {
        options: {...work, wanted: 3},
        started: [7, 8, 9],
        listed: [[8], [8]],
        states: ['running', 'running'],
        meanwhile: [told(reap(11, 7, exited(0)), reap(11, 9, exited(5)))],
      },
      {kind: 'failed', sent: true, state: 'running', reason: 'process 9 exited 5; 8 runs'},
    ],
    [
      'one that a signal ended is failed',
      {
        options: work,
        started: [7],
        listed: [[], []],
        states: ['running', 'stopped'],
        meanwhile: [told(reap(11, 7, {code: null, signal: 'SIGSEGV'}))],
      },
      {kind: 'failed', reason: 'process 7 was killed SIGSEGV'},
    ],
    [
      'one of which nobody tells how it ended is unknown',
      {options: work, started: [7], listed: [[], []], states: ['running', 'stopped']},
      {kind: 'unknown', sent: true, state: 'stopped', reason: 'process 7 ended, and nobody told how'},
    ],
    [
      'one of which circusd itself does not know how is unknown',
      {
        options: work,
        started: [7],
        listed: [[], []],
        states: ['running', 'stopped'],
        meanwhile: [told(reap(11, 7, null))],
      },
      {kind: 'unknown', reason: 'process 7 ended, and nobody told how'},
    ],
    [
      'one that had done its work before is not said to be run anew',
      {
        options: work,
        kept: [7],
        listed: [[], []],
        states: ['running', 'stopped'],
        meanwhile: [told(reap(11, 7, exited(0)))],
      },
      {kind: 'ok', changed: false, reason: 'was done, exit 0, as this came: start titan again to run it anew'},
    ],
  ])('%s', async (_name, given, wanted) => {
    expect((await startIt(given)).outcome).toMatchObject(wanted);
  });
});

test('where no event came, what the node itself tells of the end since the start counts', async () => {
  const health = (seconds: number, exit: Exit | null): Fact => {
    const told = {...HEALTH, crashes: {recent: 0, exit, asOf: 100 + seconds}};
    const of = {node, at: at(seconds), nodeTime: 100 + seconds};
    return {type: 'health-read', ...of, health: new Map([['titan', told]])};
  };
  const state = reduce(known(work), [health(3, null)]);
  const given: Case = {options: work, started: [7], listed: [[], []], states: ['running', 'stopped'], state};
  const {outcome} = await startIt({...given, meanwhile: [told(health(11, exited(0)))]});
  expect(outcome).toMatchObject({kind: 'ok', changed: true, reason: 'done, exit 0'});
  expect((await startIt(given)).outcome).toMatchObject({kind: 'unknown'});
});

describe('a start whose answer was lost, and after which nothing runs', () => {
  test.each<[string, Partial<typeof OPTIONS>, readonly Fact[], object]>([
    [
      'is ok where none are wanted',
      {wanted: 0},
      [],
      {kind: 'ok', changed: null, reason: expect.stringMatching(/^noth/)},
    ],
    ['is ok where a client starts it', {isOnDemand: true}, [], {kind: 'ok', reason: expect.stringMatching(/^waits/)}],
    ['is ok where its work was done', work, [reap(11, 7, exited(0))], {kind: 'ok', reason: 'done, exit 0'}],
    ['is late where it failed', work, [reap(11, 7, exited(3))], {kind: 'timed-out', state: 'stopped'}],
    ['is late else', {}, [], {kind: 'timed-out', reason: 'it is stopped instead'}],
  ])('%s', async (_name, options, facts, wanted) => {
    const state = reduce(known(options), [
      {type: 'circusd-identified', at: at(2), node, circusd: {pid: 1, startedAt: 1}},
    ]);
    const script: Script = {
      start: lost,
      options: reply({...OPTIONS, ...options}),
      status: reply('stopped'),
      processes: reply([]),
    };
    const {outcome} = await runScripted(start, titan, {state, script, afterwards: told(...facts)});
    expect(outcome).toMatchObject({sent: true, ...wanted});
  });
});

describe('of a crash loop', () => {
  const before = [reap(3, 4, exited(3)), reap(4, 5, exited(3)), reap(5, 6, exited(3))];

  test('that runs already a start tells its exit, and that it was not the first', async () => {
    const state = reduce(known({}, 'running'), before);
    const {outcome} = await startIt({
      kept: [7],
      listed: [[]],
      states: ['running'],
      state,
      meanwhile: [told(reap(11, 7, exited(3)))],
    });
    expect(outcome).toMatchObject({kind: 'failed', reason: 'process 7 exited 3, as 3 before it in five minutes'});
  });

  test('that begins with it, too', async () => {
    const {outcome, waits} = await startIt({
      started: [7],
      listed: [[]],
      states: ['running'],
      meanwhile: [told(reap(11, 7, exited(3)))],
    });
    expect(outcome).toMatchObject({kind: 'failed', sent: true, reason: 'process 7 exited 3 right after its start'});
    expect(waits).toEqual(['its circusd to tell how 7 ended']);
  });

  test('whose circusd tells nothing it is waited for no longer than that looks for ended processes', async () => {
    const {outcome} = await startIt({started: [7], listed: [[]], states: ['running']});
    expect(outcome).toMatchObject({kind: 'failed', reason: 'process 7 ended right after its start'});
  });
});

test('what somebody stops meanwhile is not said to have ended by itself', async () => {
  const {outcome} = await startIt({started: [7], listed: [[7]], states: ['stopping']});
  expect(outcome).toMatchObject({kind: 'timed-out', state: 'stopping', reason: 'it is still stopping'});
});

test.each([
  ['none are wanted', {wanted: 0}, 'nothing is wanted (numprocesses is 0)'],
  ['a client starts it', {isOnDemand: true}, 'waits for a client of its sockets'],
])('a start that brings no process is ok where %s, and so is a restart', async (_name, options, reason) => {
  const {outcome} = await startIt({options, listed: [[]], states: ['stopped']});
  expect(outcome).toMatchObject({kind: 'ok', changed: false, state: 'stopped', reason});
  const script: Script = {
    restart: reply({started: [], kept: []}),
    options: reply({...OPTIONS, ...options}),
    processes: [reply([7]), reply([])],
    status: [reply('running'), reply('stopped')],
  };
  const again = await runScripted(restart, titan, {state: known(options, 'running'), script});
  expect(again.outcome).toMatchObject({kind: 'ok', changed: true, state: 'stopped', reason});
});

describe('a start that would freeze its circusd', () => {
  const pair = {respawns: false, wanted: 3};
  const script: Script = {options: reply({...OPTIONS, ...pair}), processes: reply([7, 8]), status: reply('running')};
  const withInfo = (startsMissing: boolean) =>
    reduce(known(pair, 'running'), [{type: 'node-info-read', at: at(3), node, info: {...INFO, startsMissing}}]);

  test.each([
    ['a stock circusd', known(pair, 'running')],
    ['of which not everything is known yet', clusterState({[node]: {titan: 'running'}})],
    ['with an older package', withInfo(false)],
  ])('is not sent to one %s', async (_name, state) => {
    const {outcome, sent} = await runScripted(start, titan, {state, script});
    expect(outcome).toMatchObject({
      kind: 'failed',
      sent: false,
      changed: false,
      reason:
        '2 of its 3 processes run and respawn is off: a start would freeze its circusd until those end; restart titan instead',
    });
    expect(sent).not.toContain('start ok');
  });

  test('is not sent either where what runs there cannot be read', async () => {
    const {outcome} = await runScripted(start, titan, {
      state: known(pair, 'running'),
      script: {...script, processes: lost},
    });
    expect(outcome).toMatchObject({
      kind: 'failed',
      sent: false,
      reason: expect.stringMatching(/could not be read \(connection lost\)/),
    });
  });

  test('is sent to one with our package, which starts what is missing', async () => {
    const given = {...script, start: reply({started: [9], kept: [7, 8]}), processes: reply([7, 8, 9])};
    const {outcome, sent} = await runScripted(start, titan, {state: withInfo(true), script: given});
    expect(outcome).toMatchObject({kind: 'ok', changed: true, pids: [9, 7, 8]});
    expect(sent).toEqual(['start', 'status', 'processes']);
  });

  test.each<[string, Script]>([
    ['all its processes run', {...script, processes: reply([7, 8, 9]), start: reply({started: [], kept: [7, 8, 9]})}],
    [
      'it is stopped',
      {
        ...script,
        processes: [reply([]), reply([7, 8, 9])],
        status: [reply('stopped'), reply('running')],
        start: reply({started: [7, 8, 9], kept: []}),
      },
    ],
  ])('it is not where %s', async (_name, given) => {
    const {outcome} = await runScripted(start, titan, {state: known(pair), script: given});
    expect(outcome).toMatchObject({kind: 'ok', pids: [7, 8, 9]});
  });
});

test('a start that finds a crash loop between two of its crashes says so, and how it ended last', async () => {
  const spawn = (seconds: number, pid: number): Fact => {
    return {...titan, type: 'process-spawned', at: at(seconds), nodeTime: 100 + seconds, pid};
  };
  const loop = [3, 5, 7].flatMap(second => [reap(second, second, exited(4)), spawn(second, second + 2)]);
  const state = reduce(known({}, 'running'), loop);
  const {outcome} = await startIt({kept: [9], listed: [[9]], states: ['running'], state});
  expect(outcome).toMatchObject({kind: 'ok', changed: false, reason: 'it is flapping 3/5min: exited 4'});
});
