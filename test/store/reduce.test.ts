import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {EVENTS_KEPT, GO_TOGETHER} from '../../src/store/event-list.js';
import {reduce} from '../../src/store/reduce.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';

const state = clusterState({a: {x: 'running'}, b: {x: 'running'}});

describe('what does not change stays the same object', () => {
  test('the state, when no fact changes anything', () => {
    expect(reduce(state, [])).toBe(state);
    const unheeded: readonly Fact[] = [
      {type: 'ping-answered', at: at(5), node: 'gone', rtt: 1},
      {type: 'watcher-started', at: at(5), node: 'a', watcher: 'nobody', nodeTime: 200},
      {type: 'processes-read', at: at(5), node: 'a', watcher: 'x', nodeTime: -1, pids: [7]},
      {type: 'statistics-received', at: at(5), node: 'a', samples: []},
      {type: 'job-ended', at: at(5), job: 9},
      {type: 'cluster-changed', at: at(5), nodes: [...state.nodes.values()].map(row => ({...row.spec}))},
    ];
    for (const fact of unheeded) expect(reduce(state, [fact])).toBe(state);
  });

  test('the rows of other nodes, and the state that was given', () => {
    const before = state.nodes.get('a');
    const next = reduce(state, [{type: 'node-lost', at: at(5), node: 'a', reason: 'connection lost'}]);
    expect(next.nodes.get('a')).not.toBe(before);
    expect(next.nodes.get('b')).toBe(state.nodes.get('b'));
    expect(state.nodes.get('a')).toBe(before);
    expect([...next.nodes.keys()]).toEqual(['a', 'b']);
  });
});

test('facts count in the order in which they happened', () => {
  const lost: Fact = {type: 'node-lost', at: at(5), node: 'a', reason: 'connection lost'};
  const answered: Fact = {type: 'ping-answered', at: at(6), node: 'a', rtt: 1};
  expect(reduce(state, [lost, answered]).nodes.get('a')?.link).toBe('online');
  expect(reduce(state, [answered, lost]).nodes.get('a')?.link).toBe('offline');
});

test('of what happened the last lines are kept', () => {
  const facts = Array.from({length: EVENTS_KEPT + GO_TOGETHER}, (_, index): Fact => {
    return {type: 'read-failed', at: at(index), node: 'a', call: 'dstats', reason: `reason ${index}`};
  });
  const {events} = reduce(state, facts);
  expect(events.length).toBe(EVENTS_KEPT);
  expect(events.slice(events.length - 1).map(eventText)).toEqual([
    `dstats could not be read: reason ${EVENTS_KEPT + GO_TOGETHER - 1}`,
  ]);
  expect(reduce(EMPTY_STATE, facts)).toBe(EMPTY_STATE);
});
