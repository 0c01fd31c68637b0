import {describe, expect, test} from '@jest/globals';
import type {CallName} from '../../src/model/calls.js';
import type {Codec, OutOfDate} from '../../src/wire/codec.js';
import {CODECS} from '../../src/wire/protocol.js';
import {createWatcherNames} from '../../src/wire/watcher-names.js';

const names = createWatcherNames();
const asIs = (shown: string) => shown;

test.each(['start', 'stop', 'restart'] as const)('%s is always waited for, and names its watcher exactly', name => {
  expect(CODECS[name].properties('x[1]', {watcher: 'x[1]'}, asIs)).toEqual({
    name: 'x[1]',
    match: 'simple',
    waiting: true,
  });
  expect(CODECS[name].takesLock).toBe(true);
});

test('a signal goes to one process or to all', () => {
  expect(CODECS.signal.properties('a', {watcher: 'a', signal: 9, pid: null}, asIs)).toEqual({name: 'a', signum: 9});
  expect(CODECS.signal.properties('a', {watcher: 'a', signal: 1, pid: 77}, asIs)).toEqual({
    name: 'a',
    signum: 1,
    pid: 77,
  });
});

test('options are asked for by name, because all of them would bring the environment and its secrets', () => {
  expect(CODECS.options.properties('a', {watcher: 'a'}, asIs)).toEqual({
    name: 'a',
    keys: ['numprocesses', 'graceful_timeout', 'warmup_delay', 'respawn', 'on_demand', 'stop_signal'],
  });
});

/** One call of each kind, and what its codec says of it. */
const REQUEST = {data: true, logs: false, isWhole: false};
const SAID: readonly (readonly [CallName, object, boolean, readonly OutOfDate[]])[] = [
  ['statuses', {}, false, []],
  ['status', {watcher: 'a'}, false, []],
  ['processes', {watcher: 'a'}, false, []],
  ['children', {watcher: 'a'}, false, []],
  ['everyProcess', {}, false, []],
  ['options', {watcher: 'a'}, false, []],
  ['endpoints', {}, false, []],
  ['identity', {}, false, []],
  ['start', {watcher: 'a'}, true, []],
  ['stop', {watcher: 'a'}, true, []],
  ['restart', {watcher: 'a'}, true, []],
  ['signal', {watcher: 'a', signal: 1, pid: null}, false, []],
  ['incr', {watcher: 'a', by: 1}, true, []],
  ['decr', {watcher: 'a', by: 1}, true, []],
  ['set', {watcher: 'a', options: {}}, true, []],
  ['get', {watcher: 'a', keys: []}, false, []],
  ['readNode', {command: 'dstats'}, false, []],
  ['readWatcher', {watcher: 'a', command: 'list', isExtended: false}, false, []],
  ['kill', {watcher: 'a', pid: null, stopSignal: null, gracefulTimeout: null}, false, []],
  ['reload', {watcher: 'a', isSequential: false}, true, []],
  ['add', {watcher: 'a', cmd: 'sleep 9', options: {}, isStarted: false}, true, []],
  ['remove', {watcher: 'a', leavesRunning: false}, true, ['health']],
  ['reloadConfig', {}, true, ['health']],
  ['shutdown', {}, true, []],
  ['nodeInfo', {}, false, []],
  ['health', {}, false, []],
  ['configure', {watcher: 'a', request: {isDryRun: true, isForced: false, undo: true}}, false, []],
  ['configure', {watcher: 'a', request: {isDryRun: false, isForced: false, undo: true}}, false, ['health']],
  ['reset', {watcher: 'a', request: {...REQUEST, isDryRun: true}}, false, []],
  ['reset', {watcher: 'a', request: {...REQUEST, isDryRun: false}}, false, ['health']],
  ['poll', {command: 'count', properties: {rate: 1}, cursor: null}, false, []],
  ['logSources', {watchers: ['a']}, false, []],
  ['readLogs', {reads: [], bytes: 1}, false, []],
  ['findInLog', {watcher: 'a', source: 'stdout', from: null, isBackwards: true, filter: {}, most: 1}, false, []],
  ['adopt', {watcher: 'a'}, false, ['health']],
  ['commandLines', {}, false, []],
  ['toldProcesses', {watcher: 'a'}, false, []],
  ['signalProcess', {watcher: 'a', pid: 7, started: null, signal: 15}, false, []],
  ['settings', {watcher: 'a'}, false, []],
  ['environment', {watcher: 'a'}, false, []],
];

describe('a codec says all of its call: whether it takes the lock, and what it outdates', () => {
  test.each(SAID)('%s %j', (name, args, takesLock, outdated) => {
    const codec = CODECS[name] as unknown as Codec<CallName>;
    const given = args as Parameters<typeof codec.outdates>[0];
    expect([codec.takesLock, codec.outdates(given)]).toEqual([takesLock, outdated]);
  });

  test('a poll can only ever be a command of ours', () => {
    const {command} = CODECS.poll;
    expect(typeof command === 'string' ? command : command({command: 'stop', properties: {}, cursor: null})).toBe(
      'poll-stop',
    );
  });

  test('a reading can only ever be one of the commands that read', () => {
    const asked = {command: 'quit', watcher: 'a', isExtended: false} as never;
    const {readNode, readWatcher} = CODECS;
    const commands = [readNode.command, readWatcher.command].map(each =>
      typeof each === 'string' ? each : each(asked),
    );
    expect(commands).toEqual(['status', 'status']);
  });

  test('and there is no other call', () => {
    expect([...new Set(SAID.map(([name]) => name))].sort()).toEqual(Object.keys(CODECS).sort());
  });
});

describe('reads', () => {
  test("states in circusman's words", () => {
    const statuses = {a: 'active', b: 'stopped', c: 'starting', d: 'stopping', e: 'weird'};
    expect(Object.fromEntries(CODECS.statuses.decode({statuses}, names))).toEqual({
      a: 'running',
      b: 'stopped',
      c: 'starting',
      d: 'stopping',
      e: 'unknown',
    });
  });

  test('names that would harm the terminal, made harmless', () => {
    const statuses = JSON.parse('{"a\\u001b[2J": "active", "__proto__": "stopped"}');
    expect([...CODECS.statuses.decode({statuses}, names).keys()]).toEqual(['a\\x1b[2J', '__proto__']);
  });

  test('options in milliseconds', () => {
    const options = {numprocesses: 2, graceful_timeout: 0.5, warmup_delay: 1, respawn: false, on_demand: true};
    expect(CODECS.options.decode({options}, names)).toEqual({
      wanted: 2,
      gracefulTimeout: 500,
      warmupDelay: 1_000,
      respawns: false,
      isOnDemand: true,
    });
  });

  test('what a start has started and kept, also where circus reports nothing', () => {
    expect(CODECS.start.decode({info: {started: [5], kept: [4]}}, names)).toEqual({started: [5], kept: [4]});
    expect(CODECS.start.decode({}, names)).toEqual({started: [], kept: []});
    expect(CODECS.restart.decode({info: {stopped: [3], started: [5], kept: []}}, names)).toEqual({
      started: [5],
      kept: [],
    });
  });

  test('who it is', () => {
    expect(CODECS.identity.decode({info: {pid: 7, create_time: 1.5}}, names)).toEqual({pid: 7, startedAt: 1.5});
  });
});

describe('refuses to read', () => {
  test.each([
    ['statuses that are a list', () => CODECS.statuses.decode({statuses: []}, names)],
    ['a status that is a number', () => CODECS.statuses.decode({statuses: {a: 1}}, names)],
    ['a missing status', () => CODECS.status.decode({}, names)],
    ['pids as text', () => CODECS.processes.decode({pids: ['1']}, names)],
    ['options as text', () => CODECS.options.decode({options: 'none'}, names)],
    ['too few options', () => CODECS.options.decode({options: {numprocesses: 1}}, names)],
    ['endpoints without one', () => CODECS.endpoints.decode({options: {pubsub_endpoint: 'tcp://*:1'}}, names)],
    ['an identity without a pid', () => CODECS.identity.decode({info: {pid: 'N/A', create_time: 1}}, names)],
    ['a start whose info is text', () => CODECS.start.decode({info: 'ok'}, names)],
  ])('%s', (_what, decode) => {
    expect(decode).toThrow(expect.objectContaining({name: 'ProtocolError'}));
  });
});
