import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {WatcherState} from '../../src/model/watcher.js';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH} from '../support/sample-node-info.js';

const NODE = '10.0.0.1';

function heard(...facts: readonly Fact[]): boolean | undefined {
  const store = createStore(clusterState({[NODE]: {titan: 'stopped'}}));
  // The round trip is shown after two.
  store.dispatch([answered, health]);
  let isQuiet: boolean | undefined;
  store.subscribe(each => {
    isQuiet = each;
  });
  store.dispatch(facts);
  return isQuiet;
}

const answered = {type: 'ping-answered', at: at(5), node: NODE, rtt: 0.4} as const;
const health = {
  type: 'health-read',
  at: at(5),
  node: NODE,
  nodeTime: 105,
  health: new Map([['titan', HEALTH]]),
} as const;
const read = (titan: WatcherState): Fact => ({
  type: 'statuses-read',
  at: at(5),
  node: NODE,
  nodeTime: 105,
  statuses: new Map([['titan', titan]]),
});

test.each<[string, boolean, readonly Fact[]]>([
  ['a ping that is answered as the one before', true, [answered, read('stopped')]],
  ['a ping that brings another state', false, [answered, read('running')]],
  ['a ping that shows a round trip of some ms more', true, Array.from({length: 15}, () => ({...answered, rtt: 6}))],
  ['a ping that shows another round trip', false, Array.from({length: 15}, () => ({...answered, rtt: 30}))],
  ['a report of health as it was', true, [health]],
  [
    'a report that a watcher left something behind',
    false,
    [{...health, health: new Map([['titan', {...HEALTH, orphans: [7]}]])}],
  ],
  ['a ping that is overdue', false, [{type: 'ping-overdue', at: at(5), node: NODE}]],
  ['an event', false, [{type: 'watcher-started', at: at(5), node: NODE, watcher: 'titan', nodeTime: 105}]],
  [
    'statistics',
    false,
    [
      {type: 'statistics-received', at: at(5), node: NODE, samples: [{name: 'titan', pid: 7, cpu: 1, memory: 1}]},
      answered,
    ],
  ],
])('%s is quiet: %s', (_what, isQuiet, facts) => {
  expect(heard(...facts) ?? true).toBe(isQuiet);
});

test('a stale node that answers again is not quiet', () => {
  const store = createStore(clusterState({[NODE]: {titan: 'stopped'}}));
  store.dispatch([{type: 'ping-overdue', at: at(4), node: NODE}]);
  const seen: boolean[] = [];
  store.subscribe(isQuiet => seen.push(isQuiet));
  store.dispatch([answered]);
  expect(seen).toEqual([false]);
});
