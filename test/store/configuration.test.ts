import {describe, expect, test} from '@jest/globals';
import {configurationNotes, noteText, noteWarning} from '../../src/store/configuration.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {HEALTH, withConfigured, withServices} from '../support/node-info.js';
import {at, clusterState} from '../support/state.js';

const A = '10.0.0.1';
const B = '10.0.0.2';
const C = '10.0.0.3';

/** These nodes have the service x; the first ones are configured for `members`. */
function cluster(nodes: readonly string[], members: readonly string[], configured = nodes): State {
  const state = clusterState(Object.fromEntries(nodes.map(node => [node, {x: 'stopped'}])));
  const told = nodes.map(node => {
    return {type: 'health-read', at: at(2), node, nodeTime: 101, health: new Map([['x', HEALTH]])} as const;
  });
  const served = nodes.reduce((before, node) => withServices(before, node, [{watcher: 'x'}]), reduce(state, told));
  return configured.reduce((before, node, index) => {
    return withConfigured(before, node, 'x', {identifier: index + 1, members});
  }, served);
}

const texts = (state: State) =>
  Object.fromEntries([...configurationNotes(state)].map(([node, notes]) => [node, notes.map(noteText)]));

describe('what of a configuration is not as the cluster is', () => {
  test('is nothing where the members are the nodes that have the service', () => {
    expect(texts(cluster([A, B], [A, B]))).toEqual({});
  });

  test('is how many it was configured for, when nodes came or went', () => {
    expect(texts(cluster([A, B, C], [A, B], [A, B]))).toEqual({
      [A]: ['configured for 2 nodes'],
      [B]: ['configured for 2 nodes'],
      [C]: ['not configured'],
    });
    expect(texts(cluster([A], [A, B]))).toEqual({[A]: ['configured for 2 nodes']});
  });

  test('is that they are others, when as many came as went', () => {
    expect(texts(cluster([A, B], [A, C]))[A]).toEqual(['configured for other nodes']);
  });

  test('is nothing as long as a node that has not answered may be the missing one, but a stock one is no member', () => {
    const state = cluster([A, B], [A, B]);
    const silent = reduce(state, [{type: 'epoch-began', at: at(9), node: B}]);
    expect(texts(silent)).toEqual({});
    const stock = reduce(silent, [{type: 'node-info-read', at: at(9), node: B, info: null}]);
    expect(texts(stock)).toEqual({[A]: ['configured for 2 nodes']});
  });

  test('is nothing of a node that went offline: it is a member still', () => {
    const state = cluster([A, B], [A, B]);
    expect(texts(reduce(state, [{type: 'node-lost', at: at(9), node: B, reason: 'connection lost'}]))).toEqual({});
  });

  test('is nothing where no node was ever configured', () => {
    expect(texts(cluster([A, B], [], []))).toEqual({});
  });

  test('is which files were edited by hand', () => {
    const state = cluster([A], [A]);
    const told = state.nodes.get(A)?.watchers.get('x')?.health ?? HEALTH;
    const health = new Map([['x', {...told, edited: ['conf/x', 'conf/y']}]]);
    const edited = reduce(state, [{type: 'health-read', at: at(9), node: A, nodeTime: 110, health}]);
    expect(texts(edited)).toEqual({[A]: ['edited: conf/x, conf/y']});
  });
});

test.each([
  [
    {watcher: 'x', kind: 'members', configured: 3, now: 4} as const,
    'x on b is configured for 3 nodes, the cluster has 4',
  ],
  [
    {watcher: 'x', kind: 'members', configured: 1, now: 1} as const,
    'x on b is configured for other nodes than the cluster has',
  ],
  [{watcher: 'x', kind: 'missing'} as const, 'x on b is not configured'],
  [{watcher: 'x', kind: 'edited', files: ['c']} as const, 'x on b was edited by hand: c'],
])('as a warning it says where that is', (note, text) => {
  expect(noteWarning(note, 'b')).toBe(text);
});
