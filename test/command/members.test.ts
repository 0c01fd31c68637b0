import {describe, expect, test} from '@jest/globals';
import {placeMembers, unreportedMembers} from '../../src/command/members.js';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {withConfigured, withServices} from '../support/sample-node-info.js';

const NODES = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];
const running = Object.fromEntries(NODES.map(node => [node, {neo4j: 'stopped', titan: 'stopped'} as const]));

function declared(state: State, nodes: readonly string[] = NODES): State {
  return nodes.reduce((so, node) => withServices(so, node, [{watcher: 'neo4j'}]), state);
}

const numbers = (state: State, stated: readonly string[] | null = null) => {
  const untold = stated === null ? unreportedMembers(state, 'neo4j') : null;
  if (untold !== null) return untold;
  const found = placeMembers(state, 'neo4j-ha', stated);
  return 'problem' in found ? found.problem : found.members.map(({address, identifier}) => `${address}=${identifier}`);
};

describe('the members of a service', () => {
  test('are the nodes that declare it, in order, numbered from 1', () => {
    const state = declared(clusterState(running), ['10.0.0.1', '10.0.0.3', '10.0.0.4']);
    expect(numbers(state)).toEqual(['10.0.0.1=1', '10.0.0.3=2', '10.0.0.4=3']);
  });

  test('keep their numbers, whatever the order is now; a new one is given the next', () => {
    let state = declared(clusterState(running));
    state = withConfigured(state, '10.0.0.3', 'neo4j', {identifier: 1, members: ['10.0.0.3', '10.0.0.1']});
    state = withConfigured(state, '10.0.0.1', 'neo4j', {identifier: 2, members: ['10.0.0.3', '10.0.0.1']});
    expect(numbers(state)).toEqual(['10.0.0.1=2', '10.0.0.2=3', '10.0.0.3=1', '10.0.0.4=4']);
  });

  test('are never given the number of one that has left: it may come back', () => {
    const two = clusterState({'10.0.0.1': {neo4j: 'stopped'}, '10.0.0.9': {neo4j: 'stopped'}});
    const state = withConfigured(declared(two, ['10.0.0.1', '10.0.0.9']), '10.0.0.1', 'neo4j', {
      identifier: 1,
      members: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    });
    expect(numbers(state)).toEqual(['10.0.0.1=1', '10.0.0.9=4']);
  });

  test('that were told of a number by another member have that number', () => {
    const state = withConfigured(declared(clusterState(running)), '10.0.0.2', 'neo4j', {
      identifier: 2,
      members: ['10.0.0.4', '10.0.0.2'],
    });
    expect(numbers(state)).toEqual(['10.0.0.1=3', '10.0.0.2=2', '10.0.0.3=4', '10.0.0.4=1']);
  });

  test('are given no number that a node keeps whose health is not known yet', () => {
    const two = clusterState({'10.0.0.1': {neo4j: 'stopped'}, '10.0.0.2': {neo4j: 'stopped'}});
    const state = withServices(declared(two, ['10.0.0.2']), '10.0.0.1', [{watcher: 'neo4j', identifier: 1}]);
    expect(numbers(state)).toEqual(['10.0.0.1=1', '10.0.0.2=2']);
  });

  test('keep the number that only their health tells of: what they said of themselves is older', () => {
    const two = declared(
      clusterState({'10.0.0.1': {neo4j: 'stopped'}, '10.0.0.2': {neo4j: 'stopped'}}),
      NODES.slice(0, 2),
    );
    // It was configured under an address that it has no more, so that nobody's list has it.
    const state = withConfigured(two, '10.0.0.2', 'neo4j', {
      identifier: 2,
      members: ['10.0.0.8', '10.0.0.9'],
    });
    expect(numbers(state)).toEqual(['10.0.0.1=3', '10.0.0.2=2']);
  });

  test('are those of a service, whatever its watcher is called on each node', () => {
    const named = withServices(
      clusterState({'10.0.0.1': {neo4j: 'stopped'}, '10.0.0.2': {graph: 'stopped'}, '10.0.0.3': {neo4j: 'stopped'}}),
      '10.0.0.2',
      [{watcher: 'graph'}],
    );
    const state = withServices(declared(named, ['10.0.0.1']), '10.0.0.3', [{watcher: 'neo4j', service: 'other'}]);
    expect(numbers(state)).toEqual(['10.0.0.1=1', '10.0.0.2=2']);
  });

  test('go by the address that a node says of itself', () => {
    const state = withServices(declared(clusterState(running)), '10.0.0.2', [{watcher: 'neo4j'}], '172.16.0.2');
    expect(numbers(state)).toContain('172.16.0.2=2');
  });

  test('that are stated and have not told keep the number that another member knows', () => {
    const state = withConfigured(
      declared(clusterState({...running, '10.0.0.4': null}), NODES.slice(0, 3)),
      '10.0.0.1',
      'neo4j',
      {
        identifier: 1,
        members: ['10.0.0.1', '10.0.0.4'],
      },
    );
    expect(numbers(state, ['10.0.0.4', '10.0.0.1', '10.0.0.2'])).toEqual(['10.0.0.4=2', '10.0.0.1=1', '10.0.0.2=3']);
  });

  test('can be stated, in their own order', () => {
    expect(numbers(declared(clusterState(running)), ['10.0.0.4', '10.0.0.1'])).toEqual(['10.0.0.4=1', '10.0.0.1=2']);
  });
});

describe('there is no cluster to configure', () => {
  test('while nobody knows whether a silent node belongs to it', () => {
    const state = clusterState({...running, '10.0.0.4': null});
    expect(numbers(declared(state, NODES.slice(0, 3)))).toBe(
      'nobody knows whether 10.0.0.4 has neo4j, for it has not answered: take it out of the cluster, or say --members neo4j=SET',
    );
  });

  test('while a node that is online has not said yet which services it has', () => {
    const state = declared(clusterState(running), NODES.slice(0, 3));
    const asked: Fact = {type: 'epoch-began', at: at(2), node: '10.0.0.4'};
    const answered: Fact = {type: 'ping-answered', at: at(2), node: '10.0.0.4', rtt: 1};
    expect(numbers(reduce(state, [asked, answered]))).toBe(
      '10.0.0.4 has not said yet whether neo4j is a service there: try again in a moment',
    );
  });

  test('where two members have one number', () => {
    let state = declared(clusterState(running));
    state = withConfigured(state, '10.0.0.1', 'neo4j', {identifier: 1, members: ['10.0.0.1']});
    state = withConfigured(state, '10.0.0.2', 'neo4j', {identifier: 1, members: ['10.0.0.2']});
    expect(numbers(state)).toBe(
      '10.0.0.1 and 10.0.0.2 both have number 1 for neo4j-ha: one of them must leave the cluster',
    );
  });

  test('where two members have one address', () => {
    const same = withServices(declared(clusterState(running)), '10.0.0.2', [{watcher: 'neo4j'}], '10.0.0.1');
    expect(numbers(same)).toBe('10.0.0.1 and 10.0.0.2 both have address 10.0.0.1: one of them must leave the cluster');
  });

  test('where a node has two watchers of one service', () => {
    const twice = [{watcher: 'neo4j'}, {watcher: 'graph'}];
    const state = withServices(declared(clusterState(running)), '10.0.0.2', twice);
    const sentence = 'neo4j and graph on 10.0.0.2 are both neo4j-ha: a node can have a service only once';
    expect(numbers(state)).toBe(sentence);
    expect(numbers(state, ['10.0.0.1', '10.0.0.2'])).toBe(sentence);
  });

  test('where a stated node has not told its number, and nobody else knows it', () => {
    const state = declared(clusterState({...running, '10.0.0.4': null}), NODES.slice(0, 3));
    expect(numbers(state, NODES)).toBe(
      '10.0.0.4 has not told its number for neo4j-ha, and no other member knows it: wait until it answers, or leave it out',
    );
  });

  test.each(['db1', 'ipc:///run/circus/commands.sock'])('where the address of a member is not known: %s', node => {
    const state = withServices(clusterState({[node]: {neo4j: 'stopped'}}), node, [{watcher: 'neo4j'}]);
    const sentence = `the address of ${node} in the cluster is not known: say it as address = "…"`;
    expect(numbers(state)).toContain(sentence);
  });
});
