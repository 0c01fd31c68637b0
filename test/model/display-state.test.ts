import {describe, expect, test} from '@jest/globals';
import {
  describeLastSeen,
  describeNode,
  describeWatcher,
  formatAge,
  type WatcherFacts,
} from '../../src/model/display-state.js';
import type {Crash} from '../../src/model/watcher.js';
import {at} from '../support/state.js';

const now = at(100);
const running: WatcherFacts = {
  state: 'running',
  stateSince: at(97),
  ready: null,
  readySince: null,
  health: null,
  crashes: [],
  lastExit: null,
  processes: {size: 1},
};
const crash = (second: number): Crash => ({at: at(second), pid: 7, exit: {code: null, signal: 'SIGKILL'}});

describe('a watcher is called by its separate facts', () => {
  test.each<[string, string, Partial<WatcherFacts>]>([
    ['running', 'running', {}],
    ['ready', 'ready', {ready: true}],
    ['not ready 3s', 'not-ready', {ready: false}],
    ['starting 3s', 'changing', {state: 'starting'}],
    ['stopping 3s', 'changing', {state: 'stopping'}],
    ['stopped', 'stopped', {state: 'stopped', processes: {size: 0}}],
    ['exited 3', 'down', {state: 'stopped', processes: {size: 0}, lastExit: {code: 3, signal: null}}],
    ['killed SIGKILL', 'down', {processes: {size: 0}, lastExit: {code: null, signal: 'SIGKILL'}}],
    ['running', 'running', {lastExit: {code: 3, signal: null}}],
    ['running', 'running', {crashes: [crash(50), crash(60)]}],
    ['flapping 3/5min', 'alarm', {crashes: [crash(50), crash(60), crash(70)]}],
    ['unknown', 'unknown', {state: 'unknown'}],
    ['not ready 8s', 'not-ready', {ready: false, readySince: at(92)}],
    ['orphan 3312', 'alarm', {state: 'stopped', health: {orphans: [3312], removing: null}}],
    ['orphan 3312 +1', 'alarm', {ready: true, health: {orphans: [3312, 9], removing: null}}],
    ['starting 3s', 'changing', {state: 'starting', health: {orphans: [3312], removing: null}}],
    ['removing 40%', 'changing', {state: 'stopped', health: {orphans: [], removing: {done: 2, of: 5}}}],
    ['removing 99%', 'changing', {state: 'stopped', health: {orphans: [], removing: {done: 5, of: 5}}}],
    ['removing 0%', 'changing', {state: 'stopped', health: {orphans: [], removing: {done: 0, of: 0}}}],
    ['running', 'running', {health: {orphans: [], removing: {done: 2, of: 5}}}],
  ])('%s', (word, glyph, facts) => {
    expect(describeWatcher({...running, ...facts}, now)).toMatchObject({word, glyph});
  });

  test('and a crash of five minutes ago is forgotten though nothing has happened since', () => {
    const facts = {...running, crashes: [crash(0), crash(60), crash(70)]};
    expect(describeWatcher(facts, at(299)).word).toBe('flapping 3/5min');
    expect(describeWatcher(facts, at(301)).word).toBe('running');
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
