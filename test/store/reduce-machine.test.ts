import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {isOtherMachine} from '../../src/store/machines.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventTexts} from '../support/event-texts.js';
import {serviceNodeInfo} from '../support/sample-node-info.js';

const remembered = (machine: string): Fact => ({type: 'machine-remembered', at: at(2), node: 'a', machine});
const reported = (machine: string | null): Fact => ({
  type: 'node-info-read',
  at: at(3),
  node: 'a',
  info: serviceNodeInfo({machine}),
});
const after = (...facts: readonly Fact[]) => {
  const state = reduce(clusterState({a: {x: 'running'}}), [{type: 'epoch-began', at: at(2), node: 'a'}, ...facts]);
  const row = state.nodes.get('a');
  if (row === undefined) throw new Error('there is no node a');
  return {isOther: isOtherMachine(row), said: eventTexts(state)};
};

const SAID = 'another machine answers here than before; if that is right: cluster trust a !';

test('the machine that is remembered is no news', () => {
  expect(after(remembered('old'), reported('old'))).toEqual({isOther: false, said: []});
  expect(after(reported('old'), remembered('old'))).toEqual({isOther: false, said: []});
});

test('another one is said, and so is that it was trusted', () => {
  expect(after(remembered('old'), reported('new'))).toEqual({isOther: true, said: [SAID]});
  expect(after(remembered('old'), reported('new'), remembered('new'))).toEqual({
    isOther: false,
    said: [SAID, 'the machine that answers here is trusted'],
  });
});

test('that is said once, however often the node reports it', () => {
  expect(after(remembered('old'), reported('new'), reported('new')).said).toEqual([SAID]);
});

test('a circusd that does not know its machine is another one where one that could is remembered', () => {
  const stock: Fact = {type: 'node-info-read', at: at(3), node: 'a', info: null};
  expect(after(remembered('old'), stock)).toEqual({isOther: true, said: [SAID]});
  expect(after(stock)).toEqual({isOther: false, said: []});
  expect(after(remembered('old'), reported(null)).isOther).toBe(false);
});
