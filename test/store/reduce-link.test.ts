import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {reduce} from '../../src/store/reduce.js';
import {clockOffset} from '../../src/store/reduce-link.js';
import {EMPTY_STATE, type State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventTexts} from '../support/event-texts.js';

const node = 'a';
const answered = (seconds: number, rtt = 0.4): Fact => ({type: 'ping-answered', at: at(seconds), node, rtt});
const overdue = (seconds: number): Fact => ({type: 'ping-overdue', at: at(seconds), node});
const lost = (seconds: number, reason = 'connection lost'): Fact => ({
  type: 'node-lost',
  at: at(seconds),
  node,
  reason,
});

const connecting = reduce(EMPTY_STATE, [{type: 'cluster-changed', at: at(0), nodes: [nodeSpec({host: node})]}]);
const online = clusterState({a: {x: 'running'}});
const rowOf = (state: State) => state.nodes.get(node);

describe('the link of a node', () => {
  test('goes from connecting to online with the first answer, of which no line is needed', () => {
    const state = reduce(connecting, [answered(2)]);
    expect(rowOf(state)).toMatchObject({link: 'online', lastSeen: at(2), error: null});
    expect(eventTexts(state)).toEqual([]);
  });

  test('is stale while it owes an answer, and online again when it comes', () => {
    const stale = reduce(online, [overdue(5), overdue(7)]);
    expect(rowOf(stale)).toMatchObject({link: 'stale', lastSeen: at(1)});
    const back = reduce(stale, [answered(8)]);
    expect(rowOf(back)).toMatchObject({link: 'online', lastSeen: at(8)});
    expect(eventTexts(back)).toEqual(['stale: it owes an answer !', 'online']);
  });

  test('is offline with its reason, said once; a new reason is taken over', () => {
    const state = reduce(online, [lost(5), lost(6), lost(7, 'refused')]);
    expect(rowOf(state)).toMatchObject({link: 'offline', error: 'refused'});
    expect(eventTexts(state)).toEqual(['offline: connection lost !']);
    expect(rowOf(reduce(state, [answered(8)]))).toMatchObject({link: 'online', error: null});
  });

  test('cannot be stale before it was online', () => {
    expect(reduce(connecting, [overdue(2)])).toBe(connecting);
    const offline = reduce(connecting, [lost(3)]);
    expect(reduce(offline, [overdue(4)])).toBe(offline);
  });

  test('takes nothing of what was last known of its watchers with it', () => {
    const before = rowOf(online)?.watchers;
    expect(rowOf(reduce(online, [lost(5)]))?.watchers).toBe(before);
  });
});

describe('the round trip', () => {
  const shown = (...trips: readonly number[]) =>
    rowOf(
      reduce(
        connecting,
        trips.map(rtt => answered(1, rtt)),
      ),
    );

  test('is shown once two pings agree on a step', () => {
    expect(shown(0.4)?.roundTripStep).toBe(null);
    expect(shown(0.4, 0.5)?.roundTripStep).toBe(0);
  });

  test('does not follow one that is out of line', () => {
    expect(shown(0.4, 0.5, 300, 0.4)?.roundTripStep).toBe(0);
  });

  test('that wanders about the bound of a step stays in the step that is shown', () => {
    const wandering = Array.from({length: 60}, (_, index) => (index % 30 < 15 ? 0.9 : 1.15));
    expect(shown(...wandering.slice(0, 15))?.roundTripStep).toBe(0);
    expect(shown(...wandering)?.roundTripStep).toBe(0);
    expect(shown(...wandering.toReversed())?.roundTripStep).toBe(1);
  });

  test('stays in the step that is shown while a quarter of the last 15 is quick, as where this machine is busy', () => {
    const quick = Array.from({length: 15}, () => 0.4);
    const mixed = Array.from({length: 60}, (_, index) => (index % 3 === 0 ? 0.7 : 1.4));
    expect(shown(...quick, ...mixed)?.roundTripStep).toBe(0);
    expect(shown(...quick, ...mixed, ...quick.map(() => 1.4))?.roundTripStep).toBe(1);
    expect(shown(...quick.map(() => 5), ...mixed.map(ms => ms + 0.3))?.roundTripStep).toBe(1);
  });

  test('follows when the last 15 have changed', () => {
    const state = shown(...Array.from({length: 15}, () => 0.4), ...Array.from({length: 15}, () => 30));
    expect(state).toMatchObject({roundTripStep: 20, roundTrips: Array.from({length: 15}, () => 30)});
  });
});

describe('a new epoch', () => {
  const statuses = (nodeTime: number, x: 'running' | 'stopped'): Fact => ({
    type: 'statuses-read',
    at: at(9),
    node,
    nodeTime,
    statuses: new Map([['x', x]]),
  });

  test('lets an earlier clock of the node decide', () => {
    expect(rowOf(reduce(online, [statuses(50, 'stopped')]))?.watchers.get('x')?.state).toBe('running');
    const state = reduce(online, [{type: 'epoch-began', at: at(8), node}, statuses(50, 'stopped')]);
    expect(rowOf(state)?.watchers.get('x')).toMatchObject({state: 'stopped', stateTime: 50});
  });

  test('is not read yet, and shows what was last known', () => {
    const row = rowOf(reduce(online, [{type: 'epoch-began', at: at(8), node}]));
    expect(row?.isRead).toBe(false);
    expect(row?.watchers.get('x')?.state).toBe('running');
  });
});

test('who answers and where it listens are not known any more in a new epoch', () => {
  const endpoints = {commands: 'tcp://a:5555', events: 'tcp://a:5556', statistics: 'tcp://a:5557'};
  const known = reduce(online, [
    {type: 'endpoints-read', at: at(2), node, endpoints},
    {type: 'circusd-identified', at: at(3), node, circusd: {pid: 7, startedAt: 1}},
  ]);
  expect(rowOf(known)).toMatchObject({endpoints, circusd: {pid: 7}});
  expect(rowOf(reduce(known, [{type: 'epoch-began', at: at(9), node}]))).toMatchObject({
    endpoints: null,
    circusd: null,
  });
});

describe("the node's clock", () => {
  const told = (seconds: number, rtt: number, ahead: number): Fact => ({
    type: 'ping-answered',
    at: at(seconds),
    node,
    rtt,
    nodeTime: (at(seconds).wall - rtt / 2 + ahead) / 1_000,
  });
  const offsetAfter = (...facts: readonly Fact[]) => {
    const row = rowOf(reduce(online, facts));
    return row === undefined ? null : clockOffset(row);
  };

  test('is as far ahead as its quickest answer told, which is wrong by half its round trip at most', () => {
    const offset = offsetAfter(told(1, 40, 5_012), told(2, 2, 5_000), told(3, 30, 4_990));
    expect(offset?.offset).toBeCloseTo(5_000, 1);
    expect(offset?.error).toBe(1);
  });

  test('is not known before it told, and not when a new epoch began', () => {
    expect(offsetAfter()).toBeNull();
    expect(offsetAfter(told(1, 2, 5_000), {type: 'epoch-began', at: at(2), node})).toBeNull();
  });
});
