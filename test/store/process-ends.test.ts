import {expect, test} from '@jest/globals';
import type {EventFact} from '../../src/model/facts.js';
import {type ProcessEnd, withEnd} from '../../src/store/process-ends.js';
import {at} from '../support/cluster-state.js';

const of = (nodeTime: number) => ({at: at(1), node: '127.0.0.1', watcher: 'web', nodeTime});
const signalled = (pid: number, nodeTime = 100): EventFact => ({...of(nodeTime), type: 'process-killed', pid});
const reaped = (pid: number, nodeTime = 101): EventFact => ({
  ...of(nodeTime),
  type: 'process-reaped',
  pid,
  exit: {code: null, signal: 'SIGKILL'},
});
const after = (facts: readonly EventFact[]) => facts.reduce(withEnd, [] as readonly ProcessEnd[]);

test('an end keeps when it was asked for, each time, and how it came', () => {
  expect(after([signalled(7, 100), signalled(7, 120), reaped(7, 121)])).toEqual([
    {
      pid: 7,
      signalledAt: [100, 120],
      isForced: false,
      collected: {at: 121, exit: {code: null, signal: 'SIGKILL'}},
    },
  ]);
});

test('a signal 9 of this circusman is kept, other signals are not', () => {
  const signal = (number: number): EventFact => ({...of(100), type: 'signal-sent', signal: number, pids: [7]});
  expect(after([signal(15)])).toEqual([]);
  expect(after([signal(9)])).toMatchObject([{pid: 7, isForced: true, collected: null}]);
});

test('a process that has its number from an earlier one has nothing of its end', () => {
  expect(after([signalled(7), reaped(7), {...of(102), type: 'process-spawned', pid: 7}])).toEqual([]);
});

test('what says nothing of an end changes nothing', () => {
  const before = after([signalled(7)]);
  expect(withEnd(before, {...of(102), type: 'process-spawned', pid: 8})).toBe(before);
  expect(withEnd(before, {...of(102), type: 'watcher-stopped'})).toBe(before);
});

test('however many there are, and however often one is signalled, little is kept', () => {
  const many = after([
    ...Array.from({length: 1_000}, (_, pid) => signalled(pid + 1)),
    ...Array.from({length: 1_000}, () => signalled(1_000)),
  ]);
  expect(many).toHaveLength(64);
  expect(many.at(-1)?.signalledAt).toHaveLength(8);
});
