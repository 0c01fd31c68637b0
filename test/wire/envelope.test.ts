import {describe, expect, test} from '@jest/globals';
import {decodeAnswer, encodeRequest} from '../../src/wire/envelope.js';

const decode = (answer: object | string) =>
  decodeAnswer([Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer))]);
const refusal = (reason: string, tb: string | null = null, errno = 5) =>
  decode({status: 'error', reason, tb, errno, time: 1.5, id: 'a1'});

test('a request is one object with everything inside properties', () => {
  expect(JSON.parse(encodeRequest('a1', 'stop', {name: 'web', waiting: true}))).toEqual({
    id: 'a1',
    command: 'stop',
    properties: {name: 'web', waiting: true},
  });
});

describe('an answer', () => {
  test('brings the node time and the fields', () => {
    expect(decode({status: 'ok', time: 12.5, id: 'a1', pids: [1]})).toMatchObject({
      kind: 'ok',
      id: 'a1',
      nodeTime: 12.5,
      body: {pids: [1]},
    });
  });

  test('to status with a name is good although its status is not "ok"', () => {
    expect(decode({status: 'active', time: 12.5, id: 'a1'})).toMatchObject({kind: 'ok', body: {status: 'active'}});
  });
});

describe('a refusal', () => {
  test('says what it means, and keeps the reason of circus behind it', () => {
    expect(refusal('program nope not found', null, 3)).toEqual({
      kind: 'refused',
      id: 'a1',
      reason: 'no watcher nope here (circus: program nope not found)',
    });
  });

  test('that is plain already is kept as it is', () => {
    const reason = 'orphan 77 still runs; end it by adopt --kill web';
    expect(refusal(reason, null, 3)).toEqual({kind: 'refused', id: 'a1', reason});
  });

  test('is a conflict when the lock is held, and says by what', () => {
    expect(refusal('arbiter is already running watcher_stop command')).toEqual({
      kind: 'conflict',
      id: 'a1',
      holder: 'another stop',
    });
    expect(refusal('arbiter is already running manage_watchers command')).toMatchObject({
      holder: "circusd's own check of its processes",
    });
    expect(refusal('arbiter is restarting...')).toMatchObject({kind: 'conflict', holder: 'a restart of circusd'});
    expect(refusal('arbiter is already running something_new command')).toMatchObject({holder: 'something_new'});
  });

  test('is no conflict when an exception happens to say the same', () => {
    expect(refusal('arbiter is already running watcher_stop command', 'Traceback ...')).toMatchObject({
      kind: 'refused',
    });
  });

  test('does not repeat the request or show a traceback', () => {
    expect(refusal(`command b'{"id":"a1","name":"x': y"}': 'new one' already exist`, 'Traceback')).toMatchObject({
      reason: `it has a watcher new one already (circus: 'new one' already exist)`,
    });
  });

  test('is cleaned and cut', () => {
    expect(refusal('\u001b[2J')).toMatchObject({reason: '\\x1b[2J'});
    const long = refusal('x'.repeat(1_000_000));
    expect(long.kind === 'refused' ? long.reason.length : 0).toBe(300);
  });

  test('without a reason says so', () => {
    expect(decode({status: 'error', id: 'a1', reason: 7})).toMatchObject({reason: 'refused without a reason'});
  });
});

describe('garbage', () => {
  const problem = "its answer is not circusd's: ";

  test.each([
    ['text', 'hello', `${problem}no JSON`],
    ['a list', '[]', `${problem}the message is not an object`],
    ['an answer without an id', '{"status": "ok"}', `${problem}without an id`],
    ['an id that is no text', '{"id": 7, "time": 1}', `${problem}without an id`],
  ])('%s belongs to no request', (_what, answer, reason) => {
    expect(decode(answer)).toEqual({kind: 'garbled', id: null, reason});
  });

  test('whose id can still be found ends the call that it is for', () => {
    expect(decode('{"status": "ok", "time": 1.0, "id": "a1", "options": {"max": Infinity}}')).toEqual({
      kind: 'garbled',
      id: 'a1',
      reason: `${problem}no JSON: it holds NaN or Infinity`,
    });
    expect(decode(`{"a": NaN, "b": "${'x'.repeat(100_000)}", "id": "zz9"}`)).toMatchObject({id: 'zz9'});
  });

  test('without a time is no good answer', () => {
    expect(decode({status: 'ok', id: 'a1', time: 'now'})).toMatchObject({kind: 'garbled', id: 'a1'});
  });

  test('of several frames, or none, belongs to no request', () => {
    expect(decodeAnswer([Buffer.from('{}'), Buffer.from('{}')])).toMatchObject({kind: 'garbled', id: null});
    expect(decodeAnswer([])).toMatchObject({kind: 'garbled', id: null});
  });
});
