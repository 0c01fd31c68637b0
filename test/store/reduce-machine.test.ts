import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {isOtherMachine} from '../../src/store/machines.js';
import {reduce} from '../../src/store/reduce.js';
import {serviceNodeInfo} from '../support/node-info.js';
import {at, clusterState} from '../support/state.js';

const remembered = (machine: string): Fact => ({type: 'machine-remembered', at: at(2), node: 'a', machine});
const told = (machine: string): Fact => ({
  type: 'node-info-read',
  at: at(3),
  node: 'a',
  info: serviceNodeInfo({machine}),
});
const after = (...facts: readonly Fact[]) => {
  const state = reduce(clusterState({a: {x: 'running'}}), facts);
  const row = state.nodes.get('a');
  if (row === undefined) throw new Error('there is no node a');
  return {isOther: isOtherMachine(row), said: state.events.map(({text, isBad}) => `${isBad ? '!' : ''}${text}`)};
};

const SAID = '!another machine answers here than before; if that is right: cluster trust a';

test('the machine that is remembered is no news', () => {
  expect(after(remembered('old'), told('old'))).toEqual({isOther: false, said: []});
  expect(after(told('old'), remembered('old'))).toEqual({isOther: false, said: []});
});

test('another one is said, and so is that it was trusted', () => {
  expect(after(remembered('old'), told('new'))).toEqual({isOther: true, said: [SAID]});
  expect(after(remembered('old'), told('new'), remembered('new'))).toEqual({
    isOther: false,
    said: [SAID, 'the machine that answers here is trusted'],
  });
});

test('of a node that does not tell its machine, nothing is said', () => {
  const stock: Fact = {type: 'node-info-read', at: at(3), node: 'a', info: null};
  expect(after(remembered('old'), stock)).toEqual({isOther: false, said: []});
});
