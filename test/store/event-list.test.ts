import {expect, test} from '@jest/globals';
import {Chunks} from '../../src/model/chunks.js';
import type {EventEntry, Occurrence} from '../../src/store/event-entry.js';
import {EVENTS_KEPT, GO_TOGETHER, withEntries, withRecalled} from '../../src/store/event-list.js';
import {at} from '../support/cluster-state.js';

let last = 0;
const entry = (occurrence: Occurrence, watcher = 'x', second = 1): EventEntry => ({
  number: ++last,
  at: at(second),
  node: 'a',
  watcher,
  nodeTime: null,
  isRecalled: false,
  ...occurrence,
});
const crash = (pid: number, replacedBy: number | null = null): Occurrence => {
  return {kind: 'crashed', pid, exit: {code: 3, signal: null}, replacedBy};
};
const list = (...entries: readonly EventEntry[]) => Chunks.of(entries);

test('a crash and the process that replaces it are one entry, which keeps its number', () => {
  const [started, crashed, replaced] = [entry({kind: 'started'}), entry(crash(7)), entry(crash(7, 9))];
  const one = {...replaced, number: crashed.number};
  expect([...withEntries(list(started, crashed), [replaced])]).toEqual([started, one]);
  expect([...withEntries(list(), [crashed, replaced])]).toEqual([one]);
});

test('however many others come between them, and it stays at the moment of the crash', () => {
  const crashes = Array.from({length: 100}, (_, node) => entry(crash(node), `x${node}`));
  const replaced = crashes.map((_, node) => entry(crash(node, 1_000 + node), `x${node}`, 2));
  const all = crashes.map((one, node) => ({...one, replacedBy: 1_000 + node}));
  expect([...withEntries(list(...crashes), replaced)]).toEqual(all);
  expect([...withEntries(list(), [...crashes, ...replaced])]).toEqual(all);
});

test.each<[string, EventEntry, EventEntry]>([
  ['another process', entry(crash(7)), entry(crash(8, 9))],
  ['another watcher', entry(crash(7)), entry(crash(7, 9), 'y')],
  ['the same process, which crashed before', entry(crash(7, 9)), entry(crash(7, 10))],
  [
    'a hook that failed again for a longer reason',
    entry({kind: 'hook-failed', hook: 'before_start', error: 'no'}),
    entry({kind: 'hook-failed', hook: 'before_start', error: 'no, never'}),
  ],
])('%s has an entry of its own', (_of, one, other) => {
  expect([...withEntries(list(one), [other])]).toEqual([one, other]);
});

test('what happened earlier is put where it belongs by its time, behind what is of the same moment', () => {
  const of = (second: number, name: string) => entry({kind: 'started'}, name, second);
  const known = list(of(1, 'a'), of(5, 'b'), of(5, 'c'), of(9, 'd'));
  const all = withRecalled(known, [of(7, 'g'), of(0, 'e'), of(5, 'f'), of(10, 'h')]);
  expect([...all].map(({watcher}) => watcher)).toEqual(['e', 'a', 'b', 'c', 'f', 'g', 'd', 'h']);
  expect([...known].map(({watcher}) => watcher)).toEqual(['a', 'b', 'c', 'd']);
  expect(withRecalled(known, [])).toBe(known);
});

test('the oldest ones go, some at a time, whichever way others come', () => {
  const many = Array.from({length: EVENTS_KEPT + GO_TOGETHER}, (_, index) => entry(crash(7), 'x', index + 1));
  const almost = withEntries(list(), many.slice(1));
  expect([almost.length, almost.at(0)?.at]).toEqual([EVENTS_KEPT + GO_TOGETHER - 1, at(2)]);
  const full = withEntries(list(), many);
  expect([full.length, full.at(0)?.at]).toEqual([EVENTS_KEPT, at(GO_TOGETHER + 1)]);
  const recalled = withRecalled(almost, [entry({kind: 'started'}, 'x', 1), entry({kind: 'stopped'}, 'x', EVENTS_KEPT)]);
  expect([recalled.length, recalled.at(0)?.at]).toEqual([EVENTS_KEPT, at(GO_TOGETHER + 2)]);
});
