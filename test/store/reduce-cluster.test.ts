import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {isBad} from '../../src/store/event-entry.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';

const changed = (...hosts: readonly string[]): Fact => ({
  type: 'cluster-changed',
  at: at(9),
  nodes: hosts.map(host => nodeSpec({host})),
});
const identified = (node: string, pid: number, startedAt = 1_000.5): Fact => ({
  type: 'circusd-identified',
  at: at(9),
  node,
  circusd: {pid, startedAt},
});
const sameAs = (state: State) => [...state.nodes.values()].map(row => `${row.spec.id} ${row.sameAs ?? '-'}`);

describe('a changed cluster', () => {
  const state = clusterState({a: {x: 'running'}, b: {x: 'running'}, c: null});
  const next = reduce(state, [changed('d', 'c', 'a')]);

  test('has just these nodes, in this order', () => {
    expect([...next.nodes.keys()]).toEqual(['d', 'c', 'a']);
    expect([...reduce(state, [changed('c', 'b', 'a')]).nodes.keys()]).toEqual(['c', 'b', 'a']);
  });

  test('keeps all that is known of nodes that stay', () => {
    expect(next.nodes.get('a')).toBe(state.nodes.get('a'));
    expect(next.nodes.get('c')).toBe(state.nodes.get('c'));
  });

  test('connects to those that are new', () => {
    expect(next.nodes.get('d')).toMatchObject({link: 'connecting', lastSeen: null, isRead: false});
  });

  test('takes over how a node is to be reached', () => {
    const spec = nodeSpec({host: 'a', eventsPort: 1, statisticsPort: 2});
    const {nodes} = reduce(state, [{type: 'cluster-changed', at: at(9), nodes: [spec]}]);
    expect(nodes.get('a')).toEqual({...state.nodes.get('a'), spec});
  });
});

describe('two ids behind which the same circusd answers', () => {
  const state = clusterState({a: {}, b: {}, c: {}});
  const merged = reduce(state, [identified('c', 7), identified('a', 7), identified('b', 8)]);

  test('are one row: the first in the cluster’s order', () => {
    expect(sameAs(merged)).toEqual(['a -', 'b -', 'c a']);
  });

  test('are warned of, once', () => {
    const warnings = [...reduce(merged, [identified('c', 7), identified('b', 9)]).events].filter(isBad);
    expect(warnings.map(event => `${event.node}: ${eventText(event)}`)).toEqual([
      'c: the same circusd answers here as at a: it is shown there',
    ]);
  });

  test('are two again when one of them is another circusd now, or has left', () => {
    expect(sameAs(reduce(merged, [identified('a', 9)]))).toEqual(['a -', 'b -', 'c -']);
    expect(sameAs(reduce(merged, [identified('c', 7, 2_000)]))).toEqual(['a -', 'b -', 'c -']);
    expect(sameAs(reduce(merged, [changed('c', 'b')]))).toEqual(['c -', 'b -']);
    expect(sameAs(reduce(merged, [changed('c', 'b', 'a')]))).toEqual(['c -', 'b -', 'a c']);
  });
});

test('a second name stays one while its circusd is asked again who it is', () => {
  const merged = reduce(clusterState({a: {x: 'running'}, b: {x: 'running'}}), [identified('a', 7), identified('b', 7)]);
  const asking = reduce(merged, [{type: 'epoch-began', at: at(10), node: 'b'}, changed('a', 'b', 'c')]);
  expect(sameAs(asking)).toEqual(['a -', 'b a', 'c -']);
  expect(sameAs(reduce(asking, [identified('b', 8)]))).toEqual(['a -', 'b -', 'c -']);
});
