import {expect, test} from '@jest/globals';
import {type EventEntry, type Occurrence, withEntries} from '../../src/store/event-entry.js';
import {at} from '../support/cluster-state.js';

const entry = (occurrence: Occurrence, watcher = 'x'): EventEntry => ({at: at(1), node: 'a', watcher, ...occurrence});
const crash = (pid: number, replacedBy: number | null = null): Occurrence => {
  return {kind: 'crashed', pid, exit: {code: 3, signal: null}, replacedBy};
};

test('a crash and the process that replaces it are one entry', () => {
  const replaced = entry(crash(7, 9));
  expect(withEntries([entry({kind: 'started'}), entry(crash(7))], [replaced])).toEqual([
    entry({kind: 'started'}),
    replaced,
  ]);
  expect(withEntries([], [entry(crash(7)), replaced])).toEqual([replaced]);
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
  expect(withEntries([one], [other])).toEqual([one, other]);
});
