import {beforeEach, expect, test} from '@jest/globals';
import {createLock, type Lock} from '../../src/wire/lock.js';

let lock: Lock;
let heard: string[];
const take = (label: string, timeout = 60_000, signal?: AbortSignal) =>
  lock.take(label, timeout, signal, holder => heard.push(holder));

beforeEach(() => {
  lock = createLock();
  heard = [];
});

test('it is had in the order in which it was asked for, one at a time', async () => {
  const order: string[] = [];
  const release = await take('first');
  const others = ['second', 'third'].map(async label => {
    const releaseIt = await take(label);
    order.push(label);
    releaseIt?.();
  });
  expect(order).toEqual([]);
  release?.();
  await Promise.all(others);
  expect(order).toEqual(['second', 'third']);
  expect(await take('last')).not.toBeNull();
});

test('who waits hears what holds it', async () => {
  await take('stop web');
  void take('start idle', 1);
  expect(heard).toEqual(['stop web']);
});

test('who gives up waiting is passed over', async () => {
  const abort = new AbortController();
  const release = await take('first');
  const late = take('second', 1);
  const brokenOff = take('third', 60_000, abort.signal);
  const fourth = take('fourth');
  abort.abort();
  expect(await late).toBeNull();
  expect(await brokenOff).toBeNull();
  release?.();
  expect(await fourth).not.toBeNull();
  expect(await take('fifth', 60_000, abort.signal)).toBeNull();
});
