import {describe, expect, test} from '@jest/globals';
import {nodeSpec} from '../../src/model/node-spec.js';
import type {WatcherHealth} from '../../src/model/service.js';
import {configurationNotes} from '../../src/store/configuration.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {noteText, noteWarning} from '../../src/wording/configuration.js';
import {rowNotes} from '../../src/wording/row-notes.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH, withConfigured, withServices} from '../support/sample-node-info.js';

const A = '10.0.0.1';
const B = '10.0.0.2';
const C = '10.0.0.3';

/** These nodes have the service x; the first ones are configured for `members`. */
function cluster(nodes: readonly string[], members: readonly string[], configured = nodes): State {
  const state = clusterState(Object.fromEntries(nodes.map(node => [node, {x: 'stopped'}])));
  const reported = nodes.map(node => {
    return {type: 'health-read', at: at(2), node, nodeTime: 101, health: new Map([['x', HEALTH]])} as const;
  });
  const served = nodes.reduce((before, node) => withServices(before, node, [{watcher: 'x'}]), reduce(state, reported));
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

  test('is that none of it is configured, where it does not work without', () => {
    const of = (needsConfigure: boolean | null, health: Partial<WatcherHealth> = {}) => {
      const state = withServices(cluster([A, B], [A, B], []), A, [{watcher: 'x', needsConfigure}]);
      const reported = new Map([['x', {...HEALTH, ...health}]]);
      return reduce(state, [{type: 'health-read', at: at(3), node: A, nodeTime: 102, health: reported}]);
    };
    expect(texts(of(true))).toEqual({[A]: ['not configured']});
    expect(texts(of(false))).toEqual({});
    expect(texts(of(null))).toEqual({});
    expect(texts(of(true, {error: 'its record is broken'}))).toEqual({});
    expect(rowNotes(of(true)).size).toBe(0);
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

  test('is nothing as long as a member has no known address: any may be its', () => {
    const state = withServices(cluster([A], [A, B]), A, [{watcher: 'x'}], A);
    const all = reduce(state, [
      {type: 'cluster-changed', at: at(9), nodes: [nodeSpec({host: A}), nodeSpec({host: 'db1'})]},
    ]);
    expect(texts(all)).toEqual({});
    expect(texts(withServices(all, 'db1', [{watcher: 'x'}]))).toEqual({});
    expect(texts(withServices(all, 'db1', [{watcher: 'y', service: 'other'}]))).toEqual({
      [A]: ['configured for 2 nodes'],
    });
    expect(texts(withServices(all, 'db1', [{watcher: 'x'}], B))).toEqual({});
  });

  test('goes by the service, whatever its watcher is called on each node', () => {
    const two = clusterState({[A]: {x: 'stopped'}, [B]: {y: 'stopped'}});
    const served = withServices(withServices(two, A, [{watcher: 'x'}]), B, [{watcher: 'y'}]);
    const state = withConfigured(served, A, 'x', {identifier: 1, members: [A]});
    expect(texts(state)).toEqual({[A]: ['configured for 1 node']});
    expect(texts(withConfigured(state, B, 'y', {identifier: 2, members: [A, B]}))[B]).toBeUndefined();
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
    const reported = state.nodes.get(A)?.watchers.get('x')?.health ?? HEALTH;
    const health = new Map([['x', {...reported, edited: ['conf/x', 'conf/y']}]]);
    const edited = reduce(state, [{type: 'health-read', at: at(9), node: A, nodeTime: 110, health}]);
    expect(texts(edited)).toEqual({[A]: ['edited: conf/x, conf/y']});
  });
});

describe('the notes on a cluster', () => {
  const reported = (state: State, node: string, over: Partial<WatcherHealth>) => {
    const before = state.nodes.get(node)?.watchers.get('x')?.health ?? HEALTH;
    // As from the wire: nothing of earlier reports is in it.
    const health = new Map([['x', JSON.parse(JSON.stringify({...before, ...over}))]]);
    return reduce(state, [{type: 'health-read', at: at(9), node, nodeTime: 110, health}]);
  };

  test('are not made again for statistics, for what runs, or for a health with the same configuration', () => {
    const state = cluster([A, B], [A, C]);
    const notes = configurationNotes(state);
    const ticked = reduce(state, [
      {type: 'statistics-received', at: at(9), node: A, samples: [{name: 'x', pid: 7, cpu: 5, memory: 9}]},
      {type: 'statuses-read', at: at(9), node: B, nodeTime: 109, statuses: new Map([['x', 'running']])},
      {type: 'ping-answered', at: at(9), node: A, rtt: 7},
    ]);
    expect(ticked).not.toBe(state);
    expect(configurationNotes(ticked)).toBe(notes);
    const other = reported(ticked, A, {restarts: 3});
    expect(other.nodes.get(A)?.watchers.get('x')?.health?.restarts).toBe(3);
    expect(configurationNotes(other)).toBe(notes);
    expect(configurationNotes(reported(other, A, {edited: ['conf/x']}))).not.toBe(notes);
  });

  test('look at each list of members once, and at none again when another one changes', () => {
    const nodes = Array.from({length: 40}, (_, index) => `10.0.1.${index + 1}`);
    let looks = 0;
    const state = cluster(nodes, nodes);
    for (const row of state.nodes.values()) {
      const configured = row.watchers.get('x')?.health?.configured;
      if (configured == null) throw new Error('it is not configured');
      const {members} = configured;
      Object.defineProperty(configured, 'members', {
        enumerable: true,
        get: () => {
          looks++;
          return members;
        },
      });
    }
    expect(texts(state)).toEqual({});
    expect(looks).toBe(nodes.length);
    looks = 0;
    const changed = withServices(state, nodes[0] ?? '', [{watcher: 'x'}], '10.0.1.1');
    expect(texts(changed)).toEqual({});
    expect(looks).toBe(0);
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
  [{watcher: 'x', kind: 'missing'} as const, 'x on b is not configured yet: configure x'],
  [{watcher: 'x', kind: 'unconfigured'} as const, 'x on b is not configured yet: configure x'],
  [{watcher: 'x', kind: 'edited', files: ['c']} as const, 'x on b was edited by hand: c'],
])('as a warning it says where that is', (note, text) => {
  expect(noteWarning(note, 'b')).toBe(text);
});
