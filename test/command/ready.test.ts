import {describe, expect, test} from '@jest/globals';
import {restart} from '../../src/command/restart.js';
import {start} from '../../src/command/start.js';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherHealth} from '../../src/model/service.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {HEALTH, withConfigured, withServices} from '../support/sample-node-info.js';
import {lost, reply, runScripted, type Script} from '../support/scripted-run.js';

const node = '127.0.0.1';
const titan = {node, watcher: 'titan'};
/** The start of the scripted runs is second 10; the node's clock is 99 s ahead. */
const BEGIN = 10;

const health = (second: number, told: Partial<WatcherHealth>): Fact => ({
  type: 'health-read',
  at: at(second),
  node,
  nodeTime: second + 99,
  health: new Map([['titan', {...HEALTH, ...told}]]),
});
const ofTitan = (second: number) => ({at: at(second), node, watcher: 'titan', nodeTime: second + 99});
const started = (second: number, pid: number): readonly Fact[] => [
  {...ofTitan(second), type: 'process-spawned', pid},
  {...ofTitan(second), type: 'watcher-started'},
];
/** circus tells no start of it. */
const respawned = (second: number, pid: number): Fact => ({...ofTitan(second), type: 'process-spawned', pid});
const reaped = (second: number, pid: number): Fact => {
  return {...ofTitan(second), type: 'process-reaped', pid, exit: {code: 1, signal: null}};
};
const then =
  (...facts: readonly Fact[]) =>
  (state: State) =>
    reduce(state, facts);

/** A watcher with a readiness check: a start may take 20 s. */
function known(watcher: 'stopped' | 'running', isListed = watcher === 'running'): State {
  const options = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};
  const state = reduce(clusterState({[node]: {titan: watcher}}), [
    {...ofTitan(2), type: 'options-read', options},
    ...(isListed ? started(2, 5) : []),
    health(3, {isReady: watcher === 'running', since: watcher === 'running' ? 101.5 : null}),
  ]);
  return withServices(state, node, [{watcher: 'titan', readyWithin: 20_000}]);
}

const RUNS: Script = {start: reply({started: [7], kept: []}), status: reply('running'), processes: reply([7])};
const startIt = (meanwhile: readonly ((state: State) => State)[], script = RUNS, state = known('stopped')) =>
  runScripted(start, titan, {state, script, meanwhile});
const begun = then(...started(BEGIN, 7));
const notReady = (second: number, told: Partial<WatcherHealth> = {}) =>
  then(health(second, {isReady: false, since: BEGIN + 99, answer: 'HTTP 404', ...told}));

describe('a start of a watcher whose readiness is checked', () => {
  test('is ok once it is ready, and says meanwhile what it was answered last', async () => {
    const ready = then(health(13, {isReady: true, since: 111.5, answer: 'HTTP 200'}));
    const {outcome, waits} = await startIt([begun, notReady(12), ready]);
    expect(outcome).toMatchObject({kind: 'ok', changed: true, state: 'running', pids: [7]});
    expect(waits).toContain('it to be ready (not ready: HTTP 404)');
  });

  test('is timed-out when it is not ready in its time, with the last answer and the end of its log', async () => {
    const log = ['one', 'two', 'three', ''];
    const {outcome} = await startIt([begun, notReady(12, {log})]);
    const reason = 'not ready: HTTP 404; its log ends: two / three';
    expect(outcome).toMatchObject({kind: 'timed-out', state: 'running', reason});
  });

  test('is failed as soon as its process exits, and says what it said last', async () => {
    const {outcome, waits} = await startIt([begun, then(reaped(12, 7)), notReady(13, {log: ['bad value']})]);
    const reason = 'process 7 exited 1 before it was ready; its log ends: bad value';
    expect(outcome).toMatchObject({kind: 'failed', sent: true, reason});
    expect(waits.at(-1)).toBe('it to be ready (not ready)');
  });

  test('outlives two ends where its members start together: the others may not have been there yet', async () => {
    const served = withServices(known('stopped'), node, [
      {watcher: 'titan', readyWithin: 20_000, startsTogether: true},
    ]);
    const again = (second: number, pid: number) => then(reaped(second, pid), respawned(second, pid + 1));
    const ready = then(health(15, {isReady: true, since: 113.5, restarts: 2}));
    const script = {...RUNS, processes: [reply([7]), reply([9])]};
    const {outcome} = await startIt([begun, again(12, 7), again(13, 8), ready], script, served);
    expect(outcome).toMatchObject({kind: 'ok', pids: [9]});
    const third = then(reaped(14, 9));
    const failed = await startIt([begun, again(12, 7), again(13, 8), third], RUNS, served);
    const reason = 'process 9 exited 1 before it was ready, as 2 before it in five minutes';
    expect(failed.outcome).toMatchObject({kind: 'failed', reason});
  });

  test('waits for the one that came for a process whose start no event told', async () => {
    const served = withServices(known('stopped'), node, [
      {watcher: 'titan', readyWithin: 20_000, startsTogether: true},
    ]);
    const script = {...RUNS, processes: [reply([7]), reply([8])]};
    const ready = then(health(15, {isReady: true, since: 113.5, restarts: 1}));
    const {outcome} = await startIt([then(reaped(12, 7), respawned(12, 8)), ready], script, served);
    expect(outcome).toMatchObject({kind: 'ok', pids: [8]});
  });

  test('outlives any number of late ends where its members start together, until its time is over', async () => {
    const served = withServices(known('stopped'), node, [
      {watcher: 'titan', readyWithin: 60_000, startsTogether: true},
    ]);
    const again = (second: number, pid: number) => then(reaped(second, pid), respawned(second, pid + 1));
    const late = [0, 1, 2, 3].map(index => again(18 + 6 * index, 7 + index));
    const ready = then(health(40, {isReady: true, since: 138, restarts: 4}));
    const script = {...RUNS, processes: [reply([7]), reply([11])]};
    const {outcome} = await startIt([begun, ...late, ready], script, served);
    expect(outcome).toMatchObject({kind: 'ok', pids: [11]});
  });

  test('waits on where one of those ends just when it was told to be ready', async () => {
    const served = withServices(known('stopped'), node, [
      {watcher: 'titan', readyWithin: 60_000, startsTogether: true},
    ]);
    const ready = (second: number) => then(health(second, {isReady: true, since: second + 98.5}));
    const replaced = then(reaped(20, 7), respawned(20, 8));
    const script = {...RUNS, processes: [reply([7]), reply([]), reply([8])]};
    const {outcome} = await startIt([begun, ready(18), replaced, ready(30)], script, served);
    expect(outcome).toMatchObject({kind: 'ok', pids: [8]});
  });

  test('is failed when it was started anew though no event told of it', async () => {
    const lastExit = {code: null, signal: 'SIGKILL'} as const;
    const {outcome} = await startIt([begun, notReady(12, {restarts: 1, lastExit})]);
    const reason = 'its process was killed SIGKILL before it was ready, and was started anew';
    expect(outcome).toMatchObject({kind: 'failed', reason});
  });

  test('is failed when somebody stops it before it is ready', async () => {
    const status = [reply('running'), reply('running'), reply('stopped')];
    const script = {...RUNS, status, processes: [reply([7]), reply([7]), reply([])]};
    const {outcome} = await startIt([begun, then({...ofTitan(12), type: 'watcher-stopped'})], script);
    expect(outcome).toMatchObject({kind: 'failed', state: 'stopped', reason: 'it was stopped before it was ready'});
  });

  test('does not take an old word that it is stopped for the end', async () => {
    const ready = then(...started(11, 7), health(13, {isReady: true, since: 111.5}));
    expect((await startIt([state => state, ready])).outcome).toMatchObject({kind: 'ok'});
  });

  test('is unknown when the node does not answer any more', async () => {
    const away: Fact = {type: 'node-lost', at: at(12), node, reason: 'connection lost'};
    expect((await startIt([begun, then(away)])).outcome).toMatchObject({
      kind: 'unknown',
      reason: 'started, then the node did not answer: connection lost',
    });
  });

  test('which runs and is ready already is ok at once', async () => {
    const script = {start: reply({started: [], kept: [5]}), status: reply('running'), processes: reply([5])};
    const {outcome, waits} = await startIt([], script, known('running'));
    expect(outcome).toMatchObject({kind: 'ok', changed: false});
    expect(waits).toEqual([]);
  });

  test('on a node that does not say in time what it is is not begun: nobody would know when it is over', async () => {
    const epoch: Fact = {type: 'epoch-began', at: at(5), node};
    const {sent, outcome} = await startIt([], RUNS, reduce(known('stopped'), [epoch]));
    expect(sent).toEqual([]);
    expect(outcome).toMatchObject({kind: 'failed', sent: false});
  });

  test('that is broken off before it is ready is unknown, and did not time out', async () => {
    const {outcome} = await runScripted(start, titan, {
      state: known('stopped'),
      script: RUNS,
      meanwhile: [begun],
      signal: AbortSignal.abort(),
    });
    expect(outcome).toMatchObject({kind: 'unknown', reason: 'started, and broken off before it was ready'});
  });
});

describe('a restart of a watcher whose readiness is checked', () => {
  const RESTARTS: Script = {
    restart: reply({started: [8], kept: []}),
    status: reply('running'),
    processes: [reply([5]), reply([8])],
  };
  const anew = then(reaped(BEGIN, 5), {...ofTitan(11), type: 'process-spawned', pid: 8});
  const told: Fact = {...ofTitan(9), type: 'process-killed', pid: 5};

  test('waits for the new process to be ready', async () => {
    const ready = then(health(13, {isReady: true, since: 111.5}));
    const state = reduce(known('running'), [told]);
    const {outcome, waits} = await runScripted(restart, titan, {state, script: RESTARTS, meanwhile: [anew, ready]});
    expect(outcome).toMatchObject({kind: 'ok', changed: true, pids: [8]});
    expect(waits).toContain('it to be ready (not ready)');
  });

  test('asks again where only the word about the process before is here', async () => {
    const listed = then({...ofTitan(11), type: 'processes-read', pids: [8]});
    const script = {...RESTARTS, health: reply(new Map([['titan', {...HEALTH, isReady: true}]]))};
    const state = known('running', false);
    const {outcome, sent} = await runScripted(restart, titan, {state, script, meanwhile: [listed]});
    expect(sent).toContain('health');
    expect(outcome).toMatchObject({kind: 'ok', pids: [8]});
  });

  test.each<[string, unknown]>([
    ['that it is not', reply(new Map([['titan', {...HEALTH, isReady: false}]]))],
    ['nothing of it', reply(new Map())],
    ['nothing at all', lost],
  ])('is not taken to be ready when the node, asked again, tells %s', async (_what, answer) => {
    const listed = then({...ofTitan(11), type: 'processes-read', pids: [8]});
    const script = {...RESTARTS, health: answer};
    const state = known('running', false);
    const {outcome, sent} = await runScripted(restart, titan, {state, script, meanwhile: [listed]});
    expect(sent).toContain('health');
    expect(outcome.kind).toBe('timed-out');
  });

  test('asks only when the node cannot give the answer of before any more', async () => {
    const listed = then({...ofTitan(11), type: 'processes-read', pids: [8]});
    let lookedAt = 0;
    const status = (now: number) => {
      lookedAt = now;
      return reply('running');
    };
    // It gives an answer again for half a second: the one of before was that the process of then is ready.
    const health = (now: number) => reply(new Map([['titan', {...HEALTH, isReady: now - listedAt() < 500}]]));
    const listedAt = () => Math.max(lookedAt, 11_000);
    const state = known('running', false);
    const script = {...RESTARTS, status, health};
    const {outcome} = await runScripted(restart, titan, {state, script, meanwhile: [listed]});
    expect(outcome.kind).toBe('timed-out');
  });
});

describe('of what became ready it is asked once more whether it runs', () => {
  const ready = then(health(13, {isReady: true, since: 111.5}));

  test('which it does not where somebody ended it meanwhile', async () => {
    const processes = [reply([7]), reply([9])];
    const {outcome} = await startIt([begun, ready], {...RUNS, processes});
    expect(outcome).toMatchObject({kind: 'failed', sent: true, reason: 'was ready, and is not running any more'});
    const status = [reply('running'), reply('running'), reply('stopped')];
    expect((await startIt([begun, ready], {...RUNS, status})).outcome).toMatchObject({
      kind: 'failed',
      state: 'stopped',
    });
  });

  test('which is unknown where no answer comes', async () => {
    const {outcome} = await startIt([begun, ready], {...RUNS, status: [reply('running'), lost]});
    expect(outcome).toMatchObject({kind: 'unknown', sent: true, reason: 'was ready, then connection lost'});
  });
});

test.each<[string, readonly number[]]>([
  ['before its start was answered', []],
  ['later', [7]],
])('what returns 0 is not ready, whether it does so %s', async (_when, listed) => {
  const options = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: false, isOnDemand: false};
  const state = reduce(known('stopped'), [{...ofTitan(3), type: 'options-read', options}]);
  const processes = [reply([]), reply(listed), reply([])];
  const script = {...RUNS, options: reply(options), processes, status: [reply('stopped'), reply('running')]};
  const ended: Fact = {...ofTitan(12), type: 'process-reaped', pid: 7, exit: {code: 0, signal: null}};
  const {outcome} = await startIt([begun, then(ended, {...ofTitan(12), type: 'watcher-stopped'})], script, state);
  expect(outcome).toMatchObject({kind: 'failed', reason: 'process 7 exited 0 before it was ready'});
});

test('a start whose process somebody replaces by a restart waits for the one that came for it', async () => {
  const options = {wanted: 1, gracefulTimeout: 30_000, warmupDelay: 0, respawns: true, isOnDemand: false};
  const base = reduce(clusterState({[node]: {titan: 'stopped'}}), [{...ofTitan(2), type: 'options-read', options}]);
  const state = withServices(base, node, [{watcher: 'titan', readyWithin: 20_000}]);
  const {outcome} = await runScripted(start, titan, {
    state,
    script: {start: reply({started: [7], kept: []}), status: reply('running'), processes: [reply([7]), reply([8])]},
    meanwhile: [
      then({...ofTitan(10), type: 'process-spawned', pid: 7}, {...ofTitan(10), type: 'watcher-started'}),
      then(
        {...ofTitan(13), type: 'process-killed', pid: 7},
        {...ofTitan(13), type: 'process-reaped', pid: 7, exit: {code: null, signal: 'SIGTERM'}},
        {...ofTitan(13), type: 'process-spawned', pid: 8},
        {...ofTitan(13), type: 'watcher-started'},
      ),
      then(health(15, {isReady: true, since: 113})),
    ],
  });
  expect(outcome).toMatchObject({kind: 'ok', state: 'running', pids: [8]});
});

test('a plan to start what is configured for another cluster warns, equal nodes together', () => {
  const nodes = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
  const base = clusterState(Object.fromEntries(nodes.map(each => [each, {titan: 'stopped'}])));
  const state = nodes.reduce((before, each, index) => {
    const served = withServices(before, each, [{watcher: 'titan'}]);
    return withConfigured(served, each, 'titan', {identifier: index + 1, members: nodes.slice(0, 2)});
  }, base);
  const plan = start.plan(
    {operands: new Map(), options: new Map(), on: null, cells: null},
    parseContext(state, {marked: null}),
  );
  expect(plan).toMatchObject({
    ok: true,
    value: {warnings: ['titan on 127.0.0.1-3 is configured for 2 nodes, the cluster has 3']},
  });
});
