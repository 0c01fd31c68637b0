import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import type {ProcessSample} from '../../src/model/usage-facts.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';

const node = 'a';
const state = clusterState({a: {'Web App': 'running', 'db.lab': 'running', off: 'stopped'}, b: {}});
const sample = (name: string, pid: number, cpu: number | null = 5): ProcessSample => ({name, pid, cpu, memory: 1_000});
const received = (...samples: readonly ProcessSample[]): Fact => ({
  type: 'statistics-received',
  at: at(9),
  node,
  samples,
});
const listed = (watcher: string, ...pids: readonly number[]): Fact => {
  return {type: 'processes-read', at: at(8), node, watcher, nodeTime: 108, pids};
};
const watcher = (from: State, name: string) => from.nodes.get(node)?.watchers.get(name);
const pidsOf = (from: State, name: string) => [...(watcher(from, name)?.processes.keys() ?? [])];

describe('a sample', () => {
  const known = reduce(state, [listed('Web App', 7, 8)]);

  test('belongs to the watcher that has its pid, whatever it is called', () => {
    const next = reduce(known, [received(sample('db', 7)), received(sample('db', 7, 6))]);
    expect(watcher(next, 'Web App')?.processes.get(7)).toEqual({
      pid: 7,
      cpu: 6,
      memory: 1_000,
      samples: 2,
      sampledAt: at(9),
    });
    expect(watcher(next, 'db.lab')).toBe(watcher(state, 'db.lab'));
    expect(next.nodes.get('b')).toBe(state.nodes.get('b'));
  });

  test('that the node could not take is taken as unknown', () => {
    expect(watcher(reduce(known, [received(sample('web', 7, null))]), 'Web App')?.processes.get(7)?.cpu).toBe(null);
  });

  test.each([
    ['web app', 'Web App'],
    ['web_app', 'Web App'],
    ['db.lab', 'db.lab'],
    ['db', 'db.lab'],
  ])('of %j belongs to %j as long as its pids are not known', (spelt, name) => {
    expect(pidsOf(reduce(state, [received(sample(spelt, 3))]), name)).toEqual([3]);
  });

  test('adds no process where the node reported which there are, nor where there can be none, nor a watcher', () => {
    const stray = received(sample('web_app', 99), sample('off', 98), sample('circus', 97));
    expect(reduce(known, [stray])).toBe(known);
  });

  test('of a name that two watchers share belongs to neither', () => {
    const two = clusterState({a: {'x.one': 'running', 'x.two': 'running'}});
    expect(reduce(two, [received(sample('x', 3))])).toBe(two);
  });
});

test('a watcher that lost its processes lost their figures', () => {
  const sampled = reduce(state, [listed('Web App', 7), received(sample('web_app', 7))]);
  const stopped = reduce(sampled, [{type: 'watcher-stopped', at: at(10), node, watcher: 'Web App', nodeTime: 110}]);
  expect(pidsOf(stopped, 'Web App')).toEqual([]);
  expect(reduce(stopped, [received(sample('web_app', 7))])).toBe(stopped);
});
