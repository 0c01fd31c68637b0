import {describe, expect, test} from '@jest/globals';
import {type Crashes, noCrashes, withCrash} from '../../src/model/crashes.js';
import type {WatcherFacts} from '../../src/model/watcher-facts.js';
import {describeLastSeen, describeNode, describeWatcher, formatAge} from '../../src/wording/display-state.js';
import {at} from '../support/cluster-state.js';

const now = at(100);
const running: WatcherFacts = {
  state: 'running',
  stateSince: at(97),
  ready: null,
  readySince: null,
  health: null,
  crashes: noCrashes(0),
  lastExit: null,
  exitTime: 0,
  processes: {size: 1},
  options: {wanted: 1, respawns: true},
  processesTime: 100,
  startTime: 90,
  processesSince: null,
};
const down: Partial<WatcherFacts> = {state: 'stopped', processes: {size: 0}};
const none: Partial<WatcherFacts> = {processes: {size: 0}};
const wants = (wanted: number, respawns = true): Partial<WatcherFacts> => ({options: {wanted, respawns}});
const crashed = (...seconds: readonly number[]): Crashes =>
  seconds.reduce((before, second) => {
    return withCrash(before, {at: at(second), nodeTime: second, pid: 7, exit: {code: null, signal: 'SIGKILL'}});
  }, noCrashes(0));

describe('a watcher is called by its separate facts', () => {
  test.each<[string, string, Partial<WatcherFacts>]>([
    ['running', 'running', {}],
    ['ready', 'ready', {ready: true}],
    ['not ready 3s', 'not-ready', {ready: false}],
    ['starting 3s', 'changing', {state: 'starting'}],
    ['stopping 3s', 'changing', {state: 'stopping'}],
    ['stopped', 'stopped', {state: 'stopped', processes: {size: 0}}],
    ['stopped', 'stopped', {state: 'stopped', processes: {size: 0}, lastExit: {code: 3, signal: null}}],
    ['killed SIGKILL', 'down', {processes: {size: 0}, lastExit: {code: null, signal: 'SIGKILL'}}],
    ['running', 'running', {lastExit: {code: 3, signal: null}}],
    ['running', 'running', {crashes: crashed(50, 60)}],
    ['flapping 3/5min', 'alarm', {crashes: crashed(50, 60, 70)}],
    ['unknown', 'unknown', {state: 'unknown'}],
    ['not ready 8s', 'not-ready', {ready: false, readySince: at(92)}],
    ['orphan 3312', 'alarm', {state: 'stopped', health: {orphans: [3312], removing: null}}],
    ['orphan 3312 +1', 'alarm', {...down, health: {orphans: [3312, 9], removing: null}}],
    ['running +orphan', 'alarm', {ready: true, health: {orphans: [3312], removing: null}}],
    ['done', 'stopped', {...down, lastExit: {code: 0, signal: null}, options: {wanted: 1, respawns: false}}],
    ['exited 0', 'down', {...none, lastExit: {code: 0, signal: null}}],
    ['exited 3', 'down', {...down, lastExit: {code: 3, signal: null}, options: {wanted: 1, respawns: false}}],
    ['done', 'stopped', {...none, lastExit: {code: 0, signal: null}, options: {wanted: 1, respawns: false}}],
    ['starting 3s', 'changing', {state: 'starting', health: {orphans: [3312], removing: null}}],
    ['removing 40%', 'changing', {state: 'stopped', health: {orphans: [], removing: {done: 2, of: 5}}}],
    ['removing 99%', 'changing', {state: 'stopped', health: {orphans: [], removing: {done: 5, of: 5}}}],
    ['removing 0%', 'changing', {state: 'stopped', health: {orphans: [], removing: {done: 0, of: 0}}}],
    ['running', 'running', {health: {orphans: [], removing: {done: 2, of: 5}}}],
  ])('%s', (word, glyph, facts) => {
    expect(describeWatcher({...running, ...facts}, now)).toMatchObject({word, glyph});
  });

  test('and a crash of five minutes ago is forgotten though nothing has happened since', () => {
    const facts = {...running, crashes: crashed(0, 60, 70)};
    expect(describeWatcher(facts, at(299)).word).toBe('flapping 3/5min');
    expect(describeWatcher(facts, at(301)).word).toBe('running');
  });
});

describe('one that has fewer processes than it shall have', () => {
  test.each<[string, string, Partial<WatcherFacts>]>([
    ['running 1 of 4', 'not-ready', wants(4)],
    ['running 1 of 4', 'not-ready', {...wants(4, false), ready: true}],
    ['running 0 of 2', 'not-ready', {...wants(2), ...none}],
    ['running 0 of 0', 'not-ready', {...wants(0), ...none}],
    ['running 10/16', 'not-ready', {...wants(16), processes: {size: 10}}],
    ['running', 'running', {...wants(4), processes: {size: 4}}],
    ['running', 'running', {...wants(0), processes: {size: 1}}],
    ['flapping 3/5min', 'alarm', {...wants(4), crashes: crashed(50, 60, 70)}],
    ['exited 3', 'down', {...wants(4), ...none, lastExit: {code: 3, signal: null}}],
    ['stopping 3s', 'changing', {...wants(4), state: 'stopping'}],
    ['starting 3s', 'changing', {...wants(4), state: 'starting'}],
  ])('%s', (word, glyph, facts) => {
    expect(describeWatcher({...running, ...facts}, now)).toMatchObject({word, glyph});
  });

  test.each<[string, Partial<WatcherFacts>]>([
    ['its options were read', {options: null}],
    ['its processes were listed', {processesTime: 0}],
    ['they were listed since it was started', {startTime: 101}],
    ['events have reported the whole of a reload', {processesSince: at(99.6)}],
  ])('is not called so before %s', (_when, facts) => {
    expect(describeWatcher({...running, ...wants(4), ...facts}, now).word).toBe('running');
  });

  test('half a second after the last event it is', () => {
    expect(describeWatcher({...running, ...wants(4), processesSince: at(99.5)}, now).word).toBe('running 1 of 4');
  });
});

test('a node that owes an answer says for how long', () => {
  expect(describeNode('stale', at(96), now).word).toBe('stale 4s');
  expect(describeNode('offline', at(96), now).word).toBe('offline');
  expect(describeLastSeen(at(40), now)).toBe('last seen 1min ago');
  expect(describeLastSeen(null, now)).toBe('never seen');
});

test.each([
  [0, '0s'],
  [9_999, '9s'],
  [19_000, '10s'],
  [59_000, '50s'],
  [60_000, '1min'],
  [3_600_000, '1h'],
  [90_000_000, '1d'],
])('an age of %d ms is %s, in steps, so that a still screen stays still', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});
