import {afterEach, describe, expect, test} from '@jest/globals';
import type {CallPort, CallResult} from '../../src/model/calls.js';
import type {StreamBatch, StreamWord} from '../../src/model/stream.js';
import {createFollow} from '../../src/wire/follow.js';
import {counting} from '../support/counting-stream.js';
import {eventually} from '../support/eventually.js';

const STREAM = counting(1);
const aborts: AbortController[] = [];

/** A signal that is aborted at the end of the test at the latest. */
function signal(): AbortController {
  const abort = new AbortController();
  aborts.push(abort);
  return abort;
}

afterEach(() => {
  for (const abort of aborts.splice(0)) abort.abort();
});

const batch = (cursor: string, items: readonly unknown[], lost: number | null = 0): CallResult<StreamBatch> => ({
  kind: 'reply',
  nodeTime: 1,
  reply: {cursor, items, lost, hasMore: false},
});

/** A node that answers these polls, one after the other, and the last one for ever. */
function scripted(...answers: readonly CallResult<StreamBatch>[]) {
  const cursors: (string | null)[] = [];
  const polls = new Map<string, number>();
  let underWay = 0;
  let mostUnderWay = 0;
  const call = (async (node: string, _name: string, {cursor}: {cursor: string | null}) => {
    cursors.push(cursor);
    polls.set(node, pollsOf(node) + 1);
    underWay++;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await new Promise(resolve => setImmediate(resolve));
    underWay--;
    return answers[Math.min(cursors.length, answers.length) - 1];
  }) as unknown as CallPort;
  const follow = createFollow({call, poll: 1, retry: 1});
  const pollsOf = (node: string) => polls.get(node) ?? 0;

  /** Resolves when another node was polled so often that this one would have been, too. @returns how often it was meanwhile */
  async function pollsMeanwhile(node: string): Promise<number> {
    const before = pollsOf(node);
    const other = signal();
    const word = follow('other', STREAM, other.signal)[Symbol.asyncIterator]().next();
    await eventually(() => expect(pollsOf('other')).toBeGreaterThan(5));
    other.abort();
    await word;
    return pollsOf(node) - before;
  }

  return {follow, cursors, pollsMeanwhile, mostUnderWay: () => mostUnderWay};
}

async function take<Item>(words: AsyncIterable<StreamWord<Item>>, count: number): Promise<readonly StreamWord<Item>[]> {
  const taken: StreamWord<Item>[] = [];
  for await (const word of words) {
    taken.push(word);
    if (taken.length === count) break;
  }
  return taken;
}

describe('a stream', () => {
  test('is asked for what came since the last answer', async () => {
    const {follow, cursors} = scripted(batch('a', [1, 2]), batch('b', [3]), batch('c', []));
    expect(await take(follow('n1', STREAM, signal().signal), 2)).toEqual([
      {type: 'items', items: [1, 2]},
      {type: 'items', items: [3]},
    ]);
    expect(cursors.slice(0, 2)).toEqual([null, 'a']);
  });

  test('says what is missing: what the node did not keep, known or not, and what cannot be read', async () => {
    const {follow} = scripted(batch('a', [1], 7), batch('b', [2], null), batch('c', ['x', 3]));
    expect(await take(follow('n1', STREAM, signal().signal), 6)).toEqual([
      {type: 'lost', count: 7, reason: 'the node did not keep them'},
      {type: 'items', items: [1]},
      {type: 'lost', count: null, reason: 'the node did not keep them'},
      {type: 'items', items: [2]},
      {type: 'lost', count: 1, reason: 'they could not be read'},
      {type: 'items', items: [3]},
    ]);
  });

  test('goes on with its cursor after the node was away, and says once that it was', async () => {
    const gone = {kind: 'unsent', reason: 'offline: connection lost'} as const;
    const {follow, cursors} = scripted(batch('a', [1]), gone, gone, batch('b', [2]));
    expect(await take(follow('n1', STREAM, signal().signal), 4)).toEqual([
      {type: 'items', items: [1]},
      {type: 'interrupted', reason: 'offline: connection lost'},
      {type: 'resumed'},
      {type: 'items', items: [2]},
    ]);
    expect(cursors.slice(0, 4)).toEqual([null, 'a', 'a', 'a']);
  });

  test('ends with a sentence where the node has none', async () => {
    const {follow} = scripted({kind: 'refused', reason: 'no such log'});
    expect(await take(follow('n1', STREAM, signal().signal), 9)).toEqual([{type: 'ended', reason: 'no such log'}]);
  });

  test('is polled once for all who follow it, and each hears everything', async () => {
    const {follow, mostUnderWay} = scripted(...[1, 2, 3, 4, 5, 6].map(number => batch(String(number), [number])));
    const both = await Promise.all([
      take(follow('n1', STREAM, signal().signal), 4),
      take(follow('n1', STREAM, signal().signal), 4),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(mostUnderWay()).toBe(1);
  });

  test.each(['before it is read', 'while it is waited for'])('is over when its signal is aborted, %s', async when => {
    const {follow, cursors, pollsMeanwhile} = scripted(batch('a', []));
    const abort = signal();
    const all = take(follow('n1', STREAM, abort.signal), 1);
    if (when === 'while it is waited for') await eventually(() => expect(cursors.length).toBeGreaterThan(2));
    abort.abort();
    expect(await all).toEqual([]);
    expect(await pollsMeanwhile('n1')).toBeLessThanOrEqual(1);
  });

  test('is not polled any more when nobody follows it, and is polled anew for who comes later', async () => {
    const {follow, cursors} = scripted(batch('a', [1]));
    await take(follow('n1', STREAM, signal().signal), 1);
    const asked = cursors.length;
    await take(follow('n1', STREAM, signal().signal), 1);
    expect(cursors[asked]).toBeNull();
  });

  test('is not polled any more when its signal is aborted, also for a follower that does not read just then', async () => {
    const {follow, pollsMeanwhile} = scripted(batch('a', [1]));
    const abort = signal();
    const words = follow('n1', STREAM, abort.signal)[Symbol.asyncIterator]();
    await words.next();
    abort.abort();
    expect(await pollsMeanwhile('n1')).toBeLessThanOrEqual(1);
    expect(await words.next()).toEqual({done: true, value: undefined});
  });

  test('is said to be interrupted to a follower that comes while it is', async () => {
    const gone = {kind: 'unsent', reason: 'offline: connection lost'} as const;
    const {follow} = scripted(gone);
    const first = follow('n1', STREAM, signal().signal)[Symbol.asyncIterator]();
    expect((await first.next()).value).toEqual({type: 'interrupted', reason: gone.reason});
    const late = follow('n1', STREAM, signal().signal)[Symbol.asyncIterator]();
    expect((await late.next()).value).toEqual({type: 'interrupted', reason: gone.reason});
  });
});
