import {expect, test} from '@jest/globals';
import {totalsOf} from '../../src/columns/totals.js';
import {visibleNodes} from '../../src/columns/visible-nodes.js';
import type {Fact} from '../../src/model/facts.js';
import type {Exit} from '../../src/model/watcher.js';
import {isBad} from '../../src/store/event-entry.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {eventText} from '../../src/wording/event.js';
import {at, clusterState} from '../support/cluster-state.js';

/** Watchers whose processes are not started anew (circus: `respawn = False`), and those that have fewer processes than they shall have. */

const node = 'a';
const of = {node, watcher: 'x'};
const EXIT_0: Exit = {code: 0, signal: null};
const EXIT_3: Exit = {code: 3, signal: null};

const options = (seconds: number, wanted = 2, respawns = false): Fact => {
  const read = {wanted, gracefulTimeout: 30_000, warmupDelay: 0, respawns, isOnDemand: false};
  return {...of, type: 'options-read', at: at(seconds), nodeTime: 100 + seconds, options: read};
};
const list = (seconds: number, ...pids: readonly number[]): Fact => {
  return {...of, type: 'processes-read', at: at(seconds), nodeTime: 100 + seconds, pids};
};
const event = (seconds: number, type: 'watcher-stopped' | 'watcher-started'): Fact => {
  return {...of, type, at: at(seconds), nodeTime: 100 + seconds};
};
const spawn = (seconds: number, pid: number): Fact => {
  return {...of, type: 'process-spawned', at: at(seconds), nodeTime: 100 + seconds, pid};
};
const kill = (seconds: number, pid: number): Fact => {
  return {...of, type: 'process-killed', at: at(seconds), nodeTime: 100 + seconds, pid};
};
const reap = (seconds: number, pid: number, exit: Exit): Fact => {
  return {...of, type: 'process-reaped', at: at(seconds), nodeTime: 100 + seconds, pid, exit};
};

const x = (state: State) => {
  const row = state.nodes.get(node)?.watchers.get('x');
  if (row === undefined) throw new Error('there is no watcher x');
  return row;
};
const word = (state: State, seconds: number) => describeWatcher(x(state), at(seconds)).word;

const unread = reduce(clusterState({a: {x: 'running'}}), [list(2, 7, 8)]);
const running = reduce(unread, [options(2)]);

test('a process that did its work has not crashed, however often that happens', () => {
  const once = reduce(running, [reap(5, 7, EXIT_0)]);
  expect(word(once, 6)).toBe('running 1 of 2');
  const facts = [reap(5, 8, EXIT_0), event(6, 'watcher-stopped')];
  const done = reduce(once, facts);
  expect(x(done)).toMatchObject({state: 'stopped', crashes: {seen: []}, lastExit: EXIT_0, done: new Set([7, 8])});
  expect(word(done, 7)).toBe('done');
  expect([...done.events].map(event => [eventText(event), isBad(event)])).toEqual([
    ['process 7 is done, exit 0', false],
    ['process 8 is done, exit 0', false],
    ['stopped', false],
  ]);
  const again = reduce(done, [spawn(8, 9), event(9, 'watcher-started')]);
  expect(x(again)).toMatchObject({lastExit: null, done: new Set()});
});

test('one that returned something else has crashed', () => {
  const state = reduce(running, [reap(5, 7, EXIT_3), reap(5, 8, EXIT_3), event(6, 'watcher-stopped')]);
  expect(word(state, 7)).toBe('exited 3');
  expect(x(state).crashes.seen).toMatchObject([{ends: [{pid: 7}, {pid: 8}]}]);
});

test('that it did its work is known also where its options are read only later', () => {
  const state = reduce(unread, [reap(5, 7, EXIT_0), reap(5, 8, EXIT_3), options(6)]);
  expect(x(state)).toMatchObject({done: new Set([7]), crashes: {seen: [{pid: 8, exit: EXIT_3}]}});
});

test('where others come for it, a process that returns 0 has crashed', () => {
  const state = reduce(unread, [options(2, 2, true), reap(5, 7, EXIT_0)]);
  expect(x(state)).toMatchObject({done: new Set(), crashes: {seen: [{pid: 7}]}});
});

test('a job is not blamed for a process that did its work after it', () => {
  const outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null, pids: [7]} as const;
  const job: readonly Fact[] = [
    {type: 'job-began', at: at(3), job: 1, text: 'start x', command: 'start', isDryRun: false, targets: [of]},
    {type: 'job-target-began', at: at(3), job: 1, index: 0},
    {type: 'job-target-ended', at: at(3), job: 1, index: 0, outcome},
  ];
  const afterwards = (exit: Exit) => reduce(running, [...job, reap(4, 7, exit)]).jobs[0]?.targets[0]?.afterwards;
  expect(afterwards(EXIT_0)).toBeNull();
  expect(afterwards(EXIT_3)).toEqual({exit: EXIT_3, ms: 1_000});
});

test('a start, a restart and a reload show no missing process on their way', () => {
  const words: string[] = [];
  let state = running;
  const facts = [
    ...[kill(4, 7), reap(5, 7, EXIT_3), spawn(5.1, 9)],
    ...[kill(5.5, 8), kill(5.5, 9), reap(6, 9, EXIT_3), reap(6, 8, EXIT_3), event(6, 'watcher-stopped')],
    ...[spawn(6.1, 10), spawn(6.2, 11), event(6.2, 'watcher-started')],
  ];
  for (const fact of facts) {
    state = reduce(state, [fact]);
    words.push(word(state, fact.at.monotonic / 1_000));
  }
  expect(words.filter(each => / of /.test(each))).toEqual([]);
  expect(word(state, 8)).toBe('running');
});

test('what was known before an epoch is no count of processes', () => {
  const state = reduce(running, [{type: 'epoch-began', at: at(9), node}, list(9, 7)]);
  expect(word(state, 10)).toBe('running');
  expect(word(reduce(state, [options(10)]), 11)).toBe('running 1 of 2');
});

test('sums and filters distinguish them', () => {
  const done = [reap(5, 7, EXIT_0), reap(5, 8, EXIT_0), event(6, 'watcher-stopped')];
  const matching = (state: State, word: 'done' | 'running' | 'stopped') =>
    visibleNodes(state, {filter: [{type: 'is', word, isInverse: false}], sort: null}, at(9)).length;
  const sums = (state: State) => totalsOf([...state.nodes.values()], [], ['x'], at(9)).watchers.get('x');
  const over = reduce(running, done);
  expect([matching(over, 'done'), matching(over, 'stopped')]).toEqual([1, 0]);
  expect(sums(over)).toEqual([{word: 'done', tone: 'dim', count: 1}]);
  const part = reduce(running, [reap(5, 7, EXIT_0)]);
  expect(matching(part, 'running')).toBe(1);
  expect(sums(part)).toEqual([{word: 'partly running', tone: 'changing', count: 1}]);
});
