import {expect, test} from '@jest/globals';
import {type EventQuery, parseEventFilter} from '../../src/columns/event-filter.js';
import {EVENT_WORDS, isEvent} from '../../src/columns/event-words.js';
import {matchingEvents} from '../../src/columns/matching-events.js';
import {Chunks} from '../../src/model/chunks.js';
import type {Exit} from '../../src/model/watcher.js';
import type {EventEntry, Occurrence} from '../../src/store/event-entry.js';
import {at} from '../support/cluster-state.js';

const entry = (number: number, event: Occurrence = {kind: 'spawned', pid: number}): EventEntry => ({
  at: at(number),
  node: '10.0.0.1',
  watcher: 'neo4j',
  number,
  nodeTime: null,
  isRecalled: false,
  ...event,
});
const crash = (number: number) => entry(number, {kind: 'crashed', pid: number, exit: null, replacedBy: null});
const entries = (first: number, count: number) => Array.from({length: count}, (_, index) => entry(first + index));

function queryOf(text: string): EventQuery {
  const parsed = parseEventFilter(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return {nodes: null, filter: parsed.filter};
}

test('every kind of entry has a word of its own', () => {
  const of: Readonly<Record<Occurrence['kind'], Occurrence>> = {
    'job-began': {kind: 'job-began', job: 1, text: '', isDryRun: false, by: null, targets: 1, nodes: []},
    'job-ended': {kind: 'job-ended', job: 1, text: '', counts: new Map(), nodes: []},
    note: {kind: 'note', text: ''},
    joined: {kind: 'joined'},
    left: {kind: 'left'},
    online: {kind: 'online'},
    stale: {kind: 'stale'},
    offline: {kind: 'offline', reason: ''},
    'read-failed': {kind: 'read-failed', call: '', reason: ''},
    'same-circusd': {kind: 'same-circusd', as: ''},
    'leaves-out': {kind: 'leaves-out'},
    'left-out': {kind: 'left-out', count: 1, isMore: false},
    'may-be-missing': {kind: 'may-be-missing', count: null, why: 'restarted'},
    'other-machine': {kind: 'other-machine'},
    'machine-trusted': {kind: 'machine-trusted'},
    added: {kind: 'added'},
    removed: {kind: 'removed'},
    started: {kind: 'started'},
    stopped: {kind: 'stopped'},
    updated: {kind: 'updated'},
    reloaded: {kind: 'reloaded'},
    spawned: {kind: 'spawned', pid: 1},
    done: {kind: 'done', pid: 1},
    crashed: {kind: 'crashed', pid: 1, exit: null, replacedBy: null},
    'died-after-ok': {kind: 'died-after-ok', job: 1, exit: null, ms: 1},
    'hook-failed': {kind: 'hook-failed', hook: '', error: null},
    'signal-sent': {kind: 'signal-sent', signal: 1, pids: null},
    configured: {kind: 'configured', files: []},
  };
  const nameless = Object.values(of).filter(
    event => !EVENT_WORDS.some(word => word !== 'bad' && isEvent(entry(1, event), word)),
  );
  expect(nameless).toEqual([]);
});

test('exits and signals are told apart', () => {
  const words = (exit: Exit | null) =>
    EVENT_WORDS.filter(word => isEvent(entry(1, {kind: 'crashed', pid: 1, exit, replacedBy: null}), word));
  expect(words({code: 3, signal: null})).toEqual(['bad', 'crashed', 'exited']);
  expect(words({code: null, signal: 'SIGKILL'})).toEqual(['bad', 'crashed', 'killed']);
  expect(words(null)).toEqual(['bad', 'crashed']);
});

test('what fits is what a look at every entry finds, however the list was changed', () => {
  const query = queryOf('is:crashed');
  let list = Chunks.of<EventEntry>([]);
  for (let round = 0; round < 400; round++) {
    list = list.withLast([...entries(round * 10, 9), crash(round * 10 + 9)]);
    if (round % 7 === 0) list = list.dropLast(3);
    if (round > 200) list = list.dropFirst(9);
    const fitting = matchingEvents(list, query);
    expect(fitting.slice(0)).toEqual([...list].filter(({kind}) => kind === 'crashed'));
  }
});

test('only what has changed is looked through again', () => {
  const query = queryOf('process');
  let looks = 0;
  const watched = (number: number): EventEntry => {
    const made = entry(number);
    return Object.defineProperty({...made}, 'watcher', {
      get: () => {
        looks += 1;
        return made.watcher;
      },
    });
  };
  const list = Chunks.of(Array.from({length: 50_000}, (_, index) => watched(index)));
  expect(matchingEvents(list, query)).toHaveLength(50_000);
  looks = 0;
  expect(matchingEvents(list, query)).toHaveLength(50_000);
  expect(looks).toBe(0);
  expect(matchingEvents(list.dropFirst(3).withLast([watched(50_000)]), query)).toHaveLength(49_998);
  expect(looks).toBeLessThan(2 * 512);
});
