import {beforeEach, describe, expect, test} from '@jest/globals';
import {createRequests, type Requests} from '../../src/wire/requests.js';

let sent: {id: string; command: string}[];
let garbage: string[];
let isWritable: boolean;

function create(isReadOnly: () => boolean = () => false): Requests {
  return createRequests({
    isReadOnly,
    write: async message => {
      if (isWritable) sent.push(JSON.parse(message));
      return isWritable;
    },
    onGarbage: reason => garbage.push(reason),
    onFlood: () => garbage.push('flood'),
  });
}

const answer = (requests: Requests, body: object | string) =>
  requests.receive([Buffer.from(typeof body === 'string' ? body : JSON.stringify({status: 'ok', time: 1, ...body}))]);
const wait = {timeout: 60_000};

beforeEach(() => {
  sent = [];
  garbage = [];
  isWritable = true;
});

describe('requests', () => {
  test('get their own answers, in whatever order these come', async () => {
    const requests = create();
    const first = requests.send('list', {name: 'a'}, wait);
    const second = requests.send('list', {name: 'b'}, wait);
    answer(requests, {id: sent[1]?.id, pids: [2]});
    answer(requests, {id: sent[0]?.id, pids: [1]});
    expect(await first).toMatchObject({kind: 'ok', body: {pids: [1]}});
    expect(await second).toMatchObject({kind: 'ok', body: {pids: [2]}});
  });

  test("are lost at their timeout, and an answer after that is nobody's", async () => {
    const requests = create();
    expect(await requests.send('list', {}, {...wait, timeout: 1})).toEqual({
      kind: 'lost',
      reason: 'no answer within 1 ms',
    });
    answer(requests, {id: sent[0]?.id});
    answer(requests, `{"id": "${sent[0]?.id}", "cpu": NaN}`);
    expect(garbage).toEqual([]);
  });

  test('are lost with the connection', async () => {
    const requests = create();
    const asking = requests.send('list', {}, wait);
    requests.drop('connection lost');
    expect(await asking).toEqual({kind: 'lost', reason: 'connection lost'});
  });

  test('that could not be written were not sent', async () => {
    isWritable = false;
    expect(await create().send('list', {}, wait)).toEqual({kind: 'unsent', reason: 'connection lost'});
  });

  test('that are broken off beforehand were not sent', async () => {
    const options = {...wait, signal: AbortSignal.abort()};
    expect(await create().send('list', {}, options)).toMatchObject({kind: 'unsent'});
    expect(sent).toEqual([]);
  });

  test('hear of garbage that nobody can be found for', () => {
    answer(create(), 'hello');
    expect(garbage).toEqual(["its answer is not circusd's: no JSON"]);
  });

  test('in read-only mode are written only when they change nothing', async () => {
    let isReadOnly = true;
    const requests = create(() => isReadOnly);
    expect(await requests.send('set', {}, wait)).toEqual({kind: 'unsent', reason: 'read-only'});
    void requests.send('status', {}, {timeout: 1});
    expect(sent.map(request => request.command)).toEqual(['status']);
    // circus answers no cast: what a property of that name says is none.
    void requests.send('list', {msg_type: 'cast'}, {timeout: 1});
    expect(Object.keys(sent[1] ?? {})).toEqual(['id', 'command', 'properties']);
    isReadOnly = false;
    void requests.send('set', {}, {timeout: 1});
    expect(sent.map(request => request.command)).toEqual(['status', 'list', 'set']);
  });
});
