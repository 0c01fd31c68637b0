import {expect, test} from '@jest/globals';
import {statusTable} from '../../src/cli/status-table.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';
import {withServices} from '../support/sample-node-info.js';

test('what is wrong with a node or a service of it stands below the table', () => {
  const base = clusterState({'10.0.0.1': {x: 'stopped'}, '10.0.0.2': null});
  const state = withServices(base, '10.0.0.1', [{watcher: 'x', disk: null, error: 'the home cannot be used'}]);
  expect(statusTable(state, at(4)).split('\n').slice(-3)).toEqual([
    '10.0.0.1 x: the home cannot be used',
    '10.0.0.2: no answer within 3 s',
    '',
  ]);
});

test('the round trip is that of the last answer, from the first one on', () => {
  const pings = [0.4, 30, 0.6].map((rtt, index): Fact => ({type: 'ping-answered', at: at(5 + index), node: 'a', rtt}));
  const shown = [0, 1, 2, 3].map(count => {
    const state = reduce(clusterState({a: {x: 'running'}}), pings.slice(0, count));
    return statusTable(state, at(9)).split('\n')[1]?.split(/ +/)[2];
  });
  expect(shown).toEqual(['<1ms', '<1ms', '20ms', '<1ms']);
});

test('what crashed and was respawned is said below the table, unless its word says it', () => {
  const reaped = (second: number, pid: number): Fact => {
    const exit = {code: 3, signal: null};
    return {type: 'process-reaped', at: at(second), nodeTime: 100 + second, node: 'a', watcher: 'x', pid, exit};
  };
  const listed: Fact = {type: 'processes-read', at: at(40), nodeTime: 140, node: 'a', watcher: 'x', pids: [9]};
  const once = reduce(clusterState({a: {x: 'running', y: 'running'}}), [reaped(5, 7), listed]);
  expect(statusTable(once, at(41)).split('\n').slice(2)).toEqual([
    'a x: crashed once in the last five minutes (exited 3)',
    '',
  ]);
  const thrice = reduce(once, [reaped(42, 8), reaped(44, 9), {...listed, at: at(45), nodeTime: 145}]);
  expect(statusTable(thrice, at(46)).split('\n').slice(2)).toEqual(['']);
  expect(statusTable(thrice, at(46))).toContain('flapping 3/5min');
});

test('so are events that were left out', () => {
  const flood: Fact = {type: 'events-left-out', at: at(5), node: 'a', count: 1_240_000, isMore: false, isOver: false};
  const flooded = reduce(clusterState({a: {x: 'running'}}), [flood]);
  expect(statusTable(flooded, at(6))).toContain('a: 1,240,000 events left out\n');
  const over = reduce(flooded, [{...flood, count: 1_240_001, isMore: true, isOver: true}]);
  expect(statusTable(over, at(7))).not.toContain('left out');
  expect([...over.events].map(eventText)).toEqual([
    'sends more events than can be taken in: they are left out, and it is asked how its watchers are',
    'more than 1,240,001 events left out',
  ]);
});

test('of nodes whose figures come from circusd-stats it says that children are not counted', () => {
  const listed = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].flatMap((node): readonly Fact[] => [
    {type: 'processes-read', at: at(2), nodeTime: 101, node, watcher: 'x', pids: [7]},
  ]);
  const told = (node: string): Fact => ({
    type: 'statistics-received',
    at: at(3),
    node,
    samples: [{name: 'x', pid: 7, cpu: 0, memory: 2 ** 20}],
  });
  const nodes = {'10.0.0.1': {x: 'running'}, '10.0.0.2': {x: 'running'}, '10.0.0.3': {x: 'running'}} as const;
  const state = reduce(clusterState(nodes), [...listed, told('10.0.0.1'), told('10.0.0.2')]);
  expect(statusTable(state, at(4)).split('\n').slice(4)).toEqual([
    '10.0.0.1-2: children not counted: what processes have started is not in these figures; circusman-node tells it',
    '',
  ]);
  expect(statusTable(clusterState(nodes), at(4))).not.toContain('children');
});
