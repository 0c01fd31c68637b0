import {describe, expect, test} from '@jest/globals';
import {adopt} from '../../src/command/adopt.js';
import {planText} from '../../src/command/parse.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {HEALTH, serviceInfo, withOrphans, withServicesOn} from '../support/sample-node-info.js';
import {lost, reply, runScripted, type Script} from '../support/scripted-run.js';

const node = '127.0.0.1';
const box = {node, watcher: 'box'};
const stock = reduce(clusterState({[node]: {box: 'stopped'}}), [
  {type: 'circusd-identified', at: at(2), node, circusd: {pid: 1, startedAt: 1}},
]);
const state = withOrphans(withServicesOn(stock, {[node]: [serviceInfo('box')]}), node, 'box', [7, 8]);

const run = (script: Script, of = state) => runScripted(adopt, box, {state: of, script, options: ['kill']});

describe('adopt --kill', () => {
  test('is ok with the processes that ended', async () => {
    const {outcome, data, waits} = await run({adopt: reply({ended: [7, 8], killed: []})});
    expect(outcome).toMatchObject({kind: 'ok', changed: true, state: 'stopped', reason: 'ended 7, 8'});
    expect([data, waits]).toEqual([{ended: [7, 8], killed: []}, ['7, 8 to end']]);
  });

  test.each([
    [[8], 'ended 7, 8; killed: 8 did not end by SIGTERM'],
    [[7, 8], 'ended 7, 8; killed: they did not end by SIGTERM'],
  ])('says which it had to kill: %j', async (killed, reason) => {
    const {outcome} = await run({adopt: reply({ended: [7, 8], killed})});
    expect(outcome).toMatchObject({kind: 'ok', reason, forced: {by: 'circus'}});
  });

  test('is ok, unchanged where there is no orphan', async () => {
    const {outcome} = await run({adopt: reply({ended: []})});
    expect(outcome).toMatchObject({kind: 'ok', changed: false, reason: 'there was no orphan'});
  });

  test('on a stock circusd is failed with a sentence', async () => {
    expect((await run({}, stock)).outcome).toMatchObject({
      kind: 'failed',
      sent: false,
      reason: 'this node runs a stock circusd; adopt needs the package circus/ (circusman-node)',
    });
  });

  test.each([
    [[], {kind: 'ok', changed: null, reason: 'no orphan is left'}],
    [[7], {kind: 'unknown', reason: 'connection lost; 7 still runs there'}],
    [[7, 8], {kind: 'unknown', reason: 'connection lost; 7, 8 still run there'}],
  ])('whose answer was lost asks which orphans are left: %j', async (orphans, outcome) => {
    const health = reply(new Map([['box', {...HEALTH, orphans}]]));
    expect((await run({adopt: lost, health})).outcome).toMatchObject(outcome);
  });

  test('whose answer was lost is unknown where the node does not tell of the watcher', async () => {
    const reason = 'connection lost; asking again did not tell';
    for (const health of [reply(new Map([['other', HEALTH]])), lost]) {
      expect((await run({adopt: lost, health})).outcome).toMatchObject({kind: 'unknown', reason});
    }
  });
});

test('without --kill it says why there is no other way', () => {
  const context = parseContext(state);
  expect(planText('adopt box', context)).toMatchObject({
    ok: false,
    problem: {
      kind: 'usage',
      at: 6,
      message: 'circus cannot take up a process that runs already: adopt --kill box ends it',
    },
  });
  expect(planText('adopt --kill box', context)).toMatchObject({ok: true, value: {text: `adopt box on ${node} --kill`}});
  expect(planText('adopt --kill', context)).toMatchObject({
    ok: false,
    problem: {message: 'a watcher is missing: adopt watcher [on NODES] --kill'},
  });
});

describe('adopt of a watcher that was removed', () => {
  const left = reduce(state, [
    {
      type: 'health-read',
      at: at(3),
      node,
      nodeTime: 3,
      health: new Map([['few', {...HEALTH, orphans: [9], isRemoved: true as const}]]),
    },
  ]);
  const few = {node, watcher: 'few'};

  test('ends what runs on', async () => {
    const script = {adopt: reply({ended: [9], killed: []})};
    const {outcome, waits} = await runScripted(adopt, few, {state: left, script, options: ['kill']});
    expect(outcome).toMatchObject({kind: 'ok', changed: true, reason: 'ended 9'});
    expect(waits).toEqual(['9 to end']);
  });

  test('can be typed, as it can be of no other command', () => {
    const planned = planText('adopt --kill few', parseContext(left));
    expect(planned).toMatchObject({ok: true, value: {targets: [few]}});
    expect(planText('stop few', parseContext(left))).toMatchObject({
      ok: false,
      problem: {message: 'no node has a watcher few'},
    });
  });

  test('whose answer was lost is ok where the node reports nothing of it any more', async () => {
    const script = {adopt: lost, health: reply(new Map())};
    const {outcome} = await runScripted(adopt, few, {state: left, script, options: ['kill']});
    expect(outcome).toMatchObject({kind: 'ok', reason: 'no orphan is left'});
  });
});
