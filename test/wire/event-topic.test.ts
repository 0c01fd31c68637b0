import {describe, expect, test} from '@jest/globals';
import {decodeEvent} from '../../src/wire/event-topic.js';

const at = {monotonic: 1, wall: 2};
const decode = (topic: string, body: object | string) =>
  decodeEvent(
    [topic, typeof body === 'string' ? body : JSON.stringify(body)].map(text => Buffer.from(text)),
    'n',
    at,
  );
const common = {at, node: 'n', watcher: 'Web', nodeTime: 5};

test.each([
  ['add', {}, {type: 'watcher-added'}],
  ['remove', {}, {type: 'watcher-removed'}],
  ['start', {}, {type: 'watcher-started'}],
  ['stop', {}, {type: 'watcher-stopped'}],
  ['updated', {}, {type: 'watcher-updated'}],
  ['reload', {}, {type: 'watcher-reloaded'}],
  ['spawn', {process_pid: 7}, {type: 'process-spawned', pid: 7}],
  ['kill', {process_pid: 7}, {type: 'process-killed', pid: 7}],
  ['reap', {process_pid: 7, exit_code: 3}, {type: 'process-reaped', pid: 7, exit: {code: 3, signal: null}}],
  ['reap', {process_pid: 7, exit_code: -9}, {type: 'process-reaped', pid: 7, exit: {code: null, signal: 'SIGKILL'}}],
  ['reap', {process_pid: 7, exit_code: null}, {type: 'process-reaped', pid: 7, exit: null}],
  ['hook_success', {name: 'before_start'}, {type: 'hook-succeeded', hook: 'before_start', error: null}],
  ['hook_failure', {name: 'h', error: 'boom\u001b'}, {type: 'hook-failed', hook: 'h', error: 'boom\\x1b'}],
])('%s %j', (action, body, fact) => {
  expect(decode(`watcher.web.${action}`, {time: 5, ...body})?.toFact('Web')).toEqual({...common, ...fact});
});

test('dots in a name belong to the name', () => {
  expect(decode('watcher.web.api.v2.start', {time: 5})?.spelt).toBe('web.api.v2');
});

test('an action that is not known is no fact', () => {
  expect(decode('watcher.web.danced', {time: 5})).toBeNull();
});

describe('refuses', () => {
  test.each([
    ['a topic without a name', 'watcher.start', {time: 5}],
    ['another topic', 'stat.web.start', {time: 5}],
    ['a body that is no JSON', 'watcher.web.start', 'start!'],
    ['a time that is none', 'watcher.web.start', {time: 'x'}],
    ['a pid that is none', 'watcher.web.spawn', {time: 5, process_pid: 'x'}],
  ])('%s', (_what, topic, body) => {
    expect(() => decode(topic, body)).toThrow(expect.objectContaining({name: 'ProtocolError'}));
  });

  test('an event without a body', () => {
    expect(() => decodeEvent([Buffer.from('watcher.web.start')], 'n', at)).toThrow('an event without a body');
  });
});
