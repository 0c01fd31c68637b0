import {describe, expect, test} from '@jest/globals';
import {restart} from '../../src/command/restart.js';
import {stop} from '../../src/command/stop.js';
import type {Fact} from '../../src/model/facts.js';
import type {Exit} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH, serviceInfo, withServicesOn} from '../support/sample-node-info.js';
import {after, reply, runScripted, type Script} from '../support/scripted-run.js';

/** What a real node cannot be made to show at will: events that are lost, kills by others, answers of older packages. */

const node = '127.0.0.1';
const titan = {node, watcher: 'titan'};
const SIGKILL: Exit = {code: null, signal: 'SIGKILL'};

const told = (nodeTime: number): Fact => ({
  type: 'process-killed',
  at: at(3),
  node,
  watcher: 'titan',
  nodeTime,
  pid: 7,
});
const reaped = (nodeTime: number, exit: Exit): Fact => ({
  type: 'process-reaped',
  at: at(3),
  node,
  watcher: 'titan',
  nodeTime,
  pid: 7,
  exit,
});
const signalled: Fact = {type: 'signal-sent', at: at(3), node, watcher: 'titan', signal: 9, pids: null};

function known(stopSignal = 15): State {
  return reduce(clusterState({[node]: {titan: 'running'}}), [
    {type: 'processes-read', at: at(2), node, watcher: 'titan', nodeTime: 101, pids: [7]},
    {
      type: 'options-read',
      at: at(2),
      node,
      watcher: 'titan',
      nodeTime: 101,
      options: {wanted: 1, gracefulTimeout: 20_000, warmupDelay: 0, respawns: true, isOnDemand: false, stopSignal},
    },
  ]);
}

const STOPPED: Script = {
  children: reply({pids: [7], started: []}),
  stop: reply(null),
  status: reply('stopped'),
  processes: reply([]),
};

/** The stop's outcome when circusd told this meanwhile. */
async function stopped(facts: readonly Fact[], {state = known(), script = STOPPED} = {}) {
  const {outcome} = await runScripted(stop, titan, {state, script, afterwards: before => reduce(before, facts)});
  return outcome;
}

describe('a stop on a stock node, by its events,', () => {
  test('was circus’s SIGKILL when the process was told to end again after its time', async () => {
    expect(await stopped([told(102), told(122.1), reaped(122.2, SIGKILL)])).toMatchObject({
      kind: 'ok',
      forced: {by: 'circus'},
      reason: 'killed after 20 s: it did not end by SIGTERM',
    });
  });

  test('names the signal by which the watcher is stopped', async () => {
    const state = known(2);
    expect(await stopped([told(102), told(122.1), reaped(122.2, SIGKILL)], {state})).toMatchObject({
      reason: 'killed after 20 s: it did not end by SIGINT',
    });
  });

  test.each([
    ['it was told to end once', [told(102), reaped(103, SIGKILL)]],
    ['it was told again before its time', [told(102), told(103), reaped(103.1, SIGKILL)]],
    ['it was told to end long ago, for something else', [told(60), told(102), reaped(103, SIGKILL)]],
  ])('was somebody else’s SIGKILL when %s', async (_why, facts) => {
    expect(await stopped(facts)).toMatchObject({kind: 'ok', forced: {by: 'other'}});
  });

  test('was the operator’s when this circusman sent signal 9', async () => {
    expect(await stopped([told(102), signalled, reaped(103, SIGKILL)])).toMatchObject({
      forced: {by: 'operator'},
      reason: 'forced: killed with signal 9',
    });
  });

  test('was gentle when it ended otherwise in the last moment', async () => {
    const outcome = await stopped([told(102), told(122.1), reaped(122.2, {code: 143, signal: null})]);
    expect(outcome).toMatchObject({kind: 'ok', forced: false, reason: null});
  });

  test('is told of a restart that failed after it, too', async () => {
    const script = {
      ...STOPPED,
      status: [reply('running'), reply('stopped')],
      processes: [reply([7]), reply([])],
      options: {kind: 'refused', reason: 'busy'},
      restart: reply({started: [], kept: []}),
    };
    const facts = [told(102), told(122.1), reaped(122.2, SIGKILL)];
    const options = {state: known(), script, afterwards: (before: State) => reduce(before, facts)};
    const {outcome} = await runScripted(restart, titan, options);
    expect(outcome).toMatchObject({kind: 'failed', forced: {by: 'circus'}});
    expect(outcome.reason).toMatch(/^no process came up.*; killed after 20 s: it did not end by SIGTERM$/);
  });

  test.each([
    [19, {forced: false, reason: null}],
    [20.2, {forced: {by: 'circus'}, reason: 'killed after 20 s: it did not end by SIGTERM'}],
    [200, {forced: null, reason: 'took 200 s: nobody told whether it ended by SIGKILL, as it does after 20 s'}],
  ])('is told by its duration, %d s, when no event came', async (takes, outcome) => {
    const script = {...STOPPED, stop: after(takes, reply(null))};
    expect(await stopped([], {script})).toMatchObject({kind: 'ok', ...outcome});
  });

  test('was the operator’s when that was sent and no event came', async () => {
    expect(await stopped([signalled])).toMatchObject({forced: {by: 'operator'}});
  });

  test('is said to be unknown when its answer was lost and no event came', async () => {
    const slow = {...STOPPED, stop: {kind: 'lost', reason: 'connection lost'}};
    const state = reduce(known(), [{type: 'circusd-identified', at: at(2), node, circusd: {pid: 1, startedAt: 1}}]);
    const outcome = await stopped([], {state, script: slow});
    expect(outcome).toMatchObject({
      kind: 'ok',
      forced: null,
      reason: 'nobody told whether it ended by SIGKILL, as it does after 20 s',
    });
  });
});

describe('what its processes had started', () => {
  const started = [
    {pid: 71, name: 'java'},
    {pid: 72, name: 'sh'},
  ];

  test('makes a stop on a stock node unknown, as that cannot tell whether it runs', async () => {
    const script = {...STOPPED, children: reply({pids: [7], started})};
    expect(await stopped([told(102), reaped(103, {code: 0, signal: null})], {script})).toMatchObject({
      kind: 'unknown',
      state: 'stopped',
      reason:
        'stopped, but whether 71 (java), 72 (sh) that it had started have ended a stock circusd cannot tell: ps -p 71,72 there does',
    });
  });

  test('is known to have ended where circus killed everything', async () => {
    const script = {...STOPPED, children: reply({pids: [7], started})};
    const outcome = await stopped([told(102), told(122.1), reaped(122.2, SIGKILL)], {script});
    expect(outcome).toMatchObject({kind: 'ok', forced: {by: 'circus'}});
  });

  test('is unknown where the node did not tell it', async () => {
    const script = {...STOPPED, children: {kind: 'refused', reason: 'process no longer exists'}};
    expect(await stopped([told(102), reaped(103, {code: 0, signal: null})], {script})).toMatchObject({
      kind: 'unknown',
      reason: 'stopped, but whether what it had started has ended the node did not tell',
    });
  });

  test('is asked of a node whose package is too old to follow it as of a stock one', async () => {
    const state = withServicesOn(known(), {[node]: [serviceInfo('titan')]});
    const script = {...STOPPED, health: reply(new Map([['titan', HEALTH]])), children: reply({pids: [7], started})};
    expect(await stopped([], {state, script})).toMatchObject({kind: 'unknown', state: 'stopped'});
  });

  const AFTER = {...HEALTH, lastStop: null, orphans: [71], orphanNames: new Map([[71, 'java']])};
  const BEFORE = {...HEALTH, lastStop: null};

  test.each([
    ['ends soon after', [BEFORE, AFTER, BEFORE], {kind: 'ok', reason: null}],
    [
      'lives on',
      [BEFORE, AFTER],
      {
        kind: 'failed',
        state: 'stopped',
        orphans: [{pid: 71, name: 'java'}],
        reason: 'stopped, but 71 (java) that it had started still runs; adopt --kill titan ends it',
      },
    ],
    [
      'was an orphan before',
      [AFTER, AFTER],
      {kind: 'failed', reason: 'stopped, but orphan 71 (java) still runs; adopt --kill titan ends it'},
    ],
  ])('%s', async (_what, healths, outcome) => {
    const state = withServicesOn(known(), {[node]: [serviceInfo('titan')]});
    const script = {...STOPPED, health: healths.map(health => reply(new Map([['titan', health]])))};
    expect(await stopped([], {state, script})).toMatchObject(outcome);
  });

  test('that was an orphan before a restart does not make that failed, and is named', async () => {
    const state = withServicesOn(known(), {[node]: [serviceInfo('titan')]});
    const script = {
      status: reply('running'),
      processes: [reply([7]), reply([8])],
      restart: reply({started: [8], kept: []}),
      health: reply(new Map([['titan', AFTER]])),
    };
    const {outcome} = await runScripted(restart, titan, {state, script});
    expect(outcome).toMatchObject({kind: 'ok', state: 'running'});
  });
});
