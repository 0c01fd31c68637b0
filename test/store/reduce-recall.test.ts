import {describe, expect, test} from '@jest/globals';
import type {EventFact, Fact, RecallFact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';

/** The node's clock is 1,000 s ahead of ours. */
const AHEAD = 1_000;
const nodeTime = (seconds: number) => at(seconds).wall / 1_000 + AHEAD;
const state = reduce(clusterState({a: {x: 'running', y: 'running'}}), [
  {type: 'ping-answered', at: at(2), node: 'a', rtt: 0, nodeTime: nodeTime(2)},
]);

function happened(seconds: number, watcher: string, what: Partial<EventFact> & Pick<EventFact, 'type'>): EventFact {
  return {at: at(90), node: 'a', watcher, nodeTime: nodeTime(seconds), ...what} as EventFact;
}

const spawned = (seconds: number, pid: number, watcher = 'x') =>
  happened(seconds, watcher, {type: 'process-spawned', pid});
const reaped = (seconds: number, pid: number, byItself: boolean, code = 3) =>
  happened(seconds, 'x', {type: 'process-reaped', pid, byItself, exit: {code, signal: null}});

function recalled(
  events: readonly EventFact[],
  lost: Extract<RecallFact, {type: 'events-recalled'}>['lost'] = null,
): Fact {
  return {type: 'events-recalled', at: at(90), nodeTime: nodeTime(90), rtt: 0, node: 'a', events, lost};
}

const entries = (of: State) =>
  [...of.events].map(entry => `${(entry.at.monotonic / 1_000).toFixed()} ${entry.watcher ?? '-'} ${eventText(entry)}`);

describe('what a node tells later', () => {
  test('stands where it belongs by our clock, and changes no watcher', () => {
    const live: Fact = {type: 'watcher-stopped', at: at(50), nodeTime: nodeTime(50), node: 'a', watcher: 'y'};
    const before = reduce(state, [live]);
    const after = reduce(before, [
      recalled([happened(40, 'x', {type: 'watcher-stopped'}), happened(60, 'gone', {type: 'watcher-removed'})]),
    ]);
    expect(entries(after)).toEqual(['40 x stopped', '50 y stopped', '60 gone removed']);
    expect([...after.events].map(({isRecalled, nodeTime}) => [isRecalled, nodeTime])).toEqual([
      [true, nodeTime(40)],
      [false, nodeTime(50)],
      [true, nodeTime(60)],
    ]);
    expect(new Set([...after.events].map(({number}) => number)).size).toBe(3);
    expect(after.nodes.get('a')?.watchers).toBe(before.nodes.get('a')?.watchers);
  });

  test('is never later than that it was told', () => {
    expect(entries(reduce(state, [recalled([happened(500, 'x', {type: 'watcher-stopped'})])]))).toEqual([
      '90 x stopped',
    ]);
  });

  test('has a crash with the process that replaced it, and a start without its processes', () => {
    const after = reduce(state, [
      recalled([
        spawned(10, 7),
        spawned(10, 8),
        happened(11, 'x', {type: 'watcher-started'}),
        reaped(20, 7, true),
        reaped(20, 8, true, 4),
        spawned(21, 9),
        spawned(21, 5, 'y'),
        spawned(21, 10),
        spawned(40, 11),
        reaped(50, 11, true),
        spawned(70, 12),
      ]),
    ]);
    expect(entries(after)).toEqual([
      '11 x started',
      '20 x process 7 exited 3, respawned as 9',
      '20 x process 8 exited 4, respawned as 10',
      '21 y process 5 spawned',
      '40 x process 11 spawned',
      '50 x process 11 exited 3',
      '70 x process 12 spawned',
    ]);
  });

  test('has no end that somebody asked for', () => {
    const kill = happened(20, 'x', {type: 'process-killed', pid: 7});
    const after = reduce(state, [recalled([kill, reaped(21, 7, false), happened(22, 'x', {type: 'watcher-stopped'})])]);
    expect(entries(after)).toEqual(['22 x stopped']);
  });

  test('has a gap before it, where some are gone', () => {
    const later = happened(40, 'x', {type: 'watcher-stopped'});
    expect(entries(reduce(state, [recalled([later], {count: 12, why: 'not-kept'})]))).toEqual([
      '40 - 12 events are missing here: there were more than the node keeps',
      '40 x stopped',
    ]);
    expect(entries(reduce(state, [recalled([], {count: null, why: 'restarted'})]))).toEqual([
      '90 - events may be missing here: its circusd was started anew',
    ]);
  });
});

test('an event that was recalled before it came changes the state, and is no entry once more', () => {
  const stopped: Fact = {
    type: 'watcher-stopped',
    at: at(91),
    nodeTime: nodeTime(89),
    node: 'a',
    watcher: 'x',
    isListed: true,
  };
  const after = reduce(state, [recalled([happened(89, 'x', {type: 'watcher-stopped'})]), stopped]);
  expect(entries(after)).toEqual(['89 x stopped']);
  expect(after.nodes.get('a')?.watchers.get('x')?.state).toBe('stopped');
});

test('an end that somebody else asked for, as the package says, is no crash', () => {
  const after = reduce(state, [{...reaped(20, 7, false), at: at(20)}]);
  expect([entries(after), after.nodes.get('a')?.watchers.get('x')?.crashes.seen]).toEqual([[], []]);
});

test('a node that keeps nothing has a gap wherever it was away, but none before it was first seen', () => {
  const caughtUp: Fact = {type: 'events-caught-up', at: at(90), node: 'a', problem: 'keeps-none'};
  const first = reduce(state, [caughtUp]);
  expect([entries(first), first.nodes.get('a')?.caughtUp]).toEqual([[], {problem: 'keeps-none'}]);
  expect(entries(reduce(first, [caughtUp]))).toEqual([
    '90 - events may be missing here: circusman was not connected, and the node keeps none (it needs circusman-node)',
  ]);
});
