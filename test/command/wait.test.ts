import {describe, expect, test} from '@jest/globals';
import {planText} from '../../src/command/parse.js';
import {wait} from '../../src/command/wait.js';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherHealth} from '../../src/model/service.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {HEALTH, withServices} from '../support/sample-node-info.js';
import {lost, reply, runScripted, type Script} from '../support/scripted-run.js';

const node = '127.0.0.1';
const titan = {node, watcher: 'titan'};
const ofTitan = (second: number) => ({at: at(second), node, watcher: 'titan', nodeTime: second + 99});
const then =
  (...facts: readonly Fact[]) =>
  (state: State) =>
    reduce(state, facts);
const isReady = (second: number, told: Partial<WatcherHealth>) =>
  then({
    type: 'health-read',
    at: at(second),
    node,
    nodeTime: second + 99,
    health: new Map([['titan', {...HEALTH, ...told}]]),
  });

const known = (state: 'stopped' | 'running') => clusterState({[node]: {titan: state}});
/** With a readiness check. */
const checked = (state: 'stopped' | 'running', told: Partial<WatcherHealth>) =>
  isReady(3, told)(withServices(known(state), node, [{watcher: 'titan', readyWithin: 20_000}]));

async function waitFor(
  condition: 'running' | 'ready' | 'stopped',
  state: State,
  script: Script,
  meanwhile: readonly ((state: State) => State)[] = [],
  timeout: number | null = 5_000,
) {
  const {outcome, sent, waits} = await runScripted(wait, titan, {
    state,
    script,
    meanwhile,
    plan: {prepared: {condition, timeout}},
  });
  return {...outcome, sent, waits};
}

const RUNS: Script = {status: reply('running'), processes: reply([7])};
const STOPPED: Script = {status: reply('stopped'), processes: reply([])};

describe('what is so already is ok once the node itself has said it', () => {
  test.each([
    ['running', known('running'), RUNS],
    ['stopped', known('stopped'), STOPPED],
    // The store has not heard of it yet.
    ['running', known('stopped'), RUNS],
    ['ready', checked('running', {isReady: true, since: 101}), RUNS],
  ] as const)('%s', async (condition, state, script) => {
    expect(await waitFor(condition, state, script)).toMatchObject({
      kind: 'ok',
      sent: ['status', 'processes'],
      waits: [],
    });
  });
});

test('wakes when the state changes, and asks the node again', async () => {
  const script = {status: [reply('stopped'), reply('running')], processes: [reply([]), reply([7])]};
  const started = then({...ofTitan(11), type: 'process-spawned', pid: 7}, {...ofTitan(11), type: 'watcher-started'});
  expect(await waitFor('running', known('stopped'), script, [started])).toMatchObject({
    kind: 'ok',
    state: 'running',
    sent: ['status', 'processes', 'status', 'processes'],
    waits: ['it to be running'],
  });
});

test('ready is waited for until its check passes', async () => {
  const state = checked('running', {isReady: false, since: 101, answer: 'HTTP 404'});
  const passes = isReady(12, {isReady: true, since: 111, answer: 'HTTP 200'});
  expect(await waitFor('ready', state, RUNS, [passes])).toMatchObject({
    kind: 'ok',
    waits: ['it to be ready (not ready: HTTP 404)'],
  });
});

describe('timed out: it says what it is instead', () => {
  test.each([
    ['running', known('stopped'), STOPPED, 'it is stopped instead'],
    ['stopped', known('running'), RUNS, 'it is running instead'],
    ['stopped', known('stopped'), {...STOPPED, processes: reply([7])}, 'it is stopped, and still has processes: 7'],
    ['running', known('running'), {...RUNS, processes: reply([])}, 'it has no process'],
    ['ready', checked('running', {isReady: false, answer: 'HTTP 404'}), RUNS, 'not ready: HTTP 404'],
  ] as const)('%s', async (condition, state, script, reason) => {
    expect(await waitFor(condition, state, script)).toMatchObject({kind: 'timed-out', reason});
  });
});

test('a node that does not answer when the time is over is unknown', async () => {
  const script = {status: lost, processes: lost};
  expect(await waitFor('stopped', known('running'), script)).toMatchObject({
    kind: 'unknown',
    reason: 'connection lost',
  });
});

test('ready of a watcher without a check cannot come', async () => {
  expect(await waitFor('ready', withServices(known('running'), node, []), RUNS)).toMatchObject({
    kind: 'failed',
    reason: 'it has no readiness check here: wait for running instead',
    sent: [],
  });
});

test.each([
  ['wait titan', /^one of running, ready, stopped is missing|condition/],
  ['wait titan redy', /^"redy" is nothing to wait for: did you mean ready\?$/],
  ['wait titan up', /^"up" is nothing to wait for: it is running, ready, stopped$/],
  ['wait titan ready --timeout soon', /^"soon" is no time, such as 60s$/],
])('%s', (text, message) => {
  const plan = planText(text, parseContext(known('running')));
  expect(plan).toMatchObject({ok: false, problem: {message: expect.stringMatching(message)}});
});

test('a node that has never answered is waited for without asking it again and again', async () => {
  const unread = clusterState({[node]: null});
  const away = {kind: 'unsent', reason: 'offline: no answer within 3 s'};
  const {kind, sent, reason} = await waitFor('running', unread, {status: away, processes: away});
  expect([kind, reason]).toEqual(['unknown', away.reason]);
  expect(sent.length).toBeLessThan(6);
});
