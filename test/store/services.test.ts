import {describe, expect, test} from '@jest/globals';
import {reduce} from '../../src/store/reduce.js';
import {hasReported, membersOf} from '../../src/store/services.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH, serviceInfo, serviceNodeInfo, withServicesOn} from '../support/sample-node-info.js';

const two = clusterState({a: {x: 'stopped'}, b: {y: 'stopped'}});

describe('a node has reported all that a command depends on', () => {
  const isToldBy = (state: State) => {
    const row = state.nodes.get('a');
    return row !== undefined && hasReported(row);
  };
  const begun = reduce(two, [{type: 'epoch-began', at: at(2), node: 'a'}]);
  const read = reduce(begun, [
    {type: 'statuses-read', at: at(2), node: 'a', nodeTime: 101, statuses: new Map([['x', 'stopped']])},
  ]);
  const served = withServicesOn(read, {a: [serviceInfo('x')]});

  test('once its watchers are read and it has said whether it has the package', () => {
    expect(isToldBy(begun)).toBe(false);
    expect(isToldBy(read)).toBe(false);
    expect(isToldBy(reduce(read, [{type: 'node-info-read', at: at(2), node: 'a', info: null}]))).toBe(true);
    const info = serviceNodeInfo({api: 2});
    expect(isToldBy(reduce(read, [{type: 'node-info-read', at: at(2), node: 'a', info}]))).toBe(true);
  });

  test('and, where it has, their health: nothing else reports orphans', () => {
    expect(isToldBy(served)).toBe(false);
    expect(isToldBy(withServicesOn(read, {a: []}))).toBe(false);
    const health = new Map([['x', HEALTH]]);
    expect(isToldBy(reduce(served, [{type: 'health-read', at: at(2), node: 'a', nodeTime: 101, health}]))).toBe(true);
  });
});

test('the members of a service are those that declare it, whatever their watchers are called', () => {
  const box = {service: 'box'};
  const state = withServicesOn(two, {
    a: [serviceInfo('x', box), serviceInfo('other')],
    b: [serviceInfo('y', box)],
  });
  const named = (service: string) =>
    membersOf(state, service).map(({row, declared}) => [row.spec.id, declared.watcher]);
  expect(named('box')).toEqual([
    ['a', 'x'],
    ['b', 'y'],
  ]);
  expect(named('none')).toEqual([]);
});
