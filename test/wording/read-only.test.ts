import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import {readOnlyText} from '../../src/wording/read-only.js';
import {at, clusterState} from '../support/cluster-state.js';
import {jobFacts} from '../support/journal-jobs.js';

const targets = ['a', 'b', 'c'].map(node => ({node, watcher: 'x'}));
const switched = (isOn: boolean): Fact => ({type: 'read-only-switched', at: at(1), isOn});

test('says what is under way when read-only is switched on, and nothing of jobs that have ended', () => {
  const state = clusterState({a: {x: 'running'}});
  const after = (count: number) =>
    readOnlyText(reduce(state, [...jobFacts(1, targets).slice(0, count), switched(true)]));
  const on = 'read-only is on: nothing more is sent that changes a node';
  expect([0, 2, 3, 8].map(after)).toEqual([on, `${on}; what was sent goes on: 1 target is under way`, on, on]);
  expect(readOnlyText(reduce(state, [switched(true), switched(false)]))).toBe(
    'read-only is off: commands may change nodes',
  );
});

test('switched to what it is already, it changes nothing', () => {
  const state = clusterState({});
  expect(reduce(state, [switched(false)])).toBe(state);
  expect(reduce(state, [switched(true)])).toMatchObject({isReadOnly: true});
});
