import {describe, expect, test} from '@jest/globals';
import {createWordQueue} from '../../src/wire/word-queue.js';

const items = (...numbers: readonly number[]) => ({type: 'items', items: numbers}) as const;
const TOO_FAST = 'they came faster than they were read';

describe('words that wait for a follower', () => {
  test('are read in order', async () => {
    const queue = createWordQueue<number>(10);
    queue.push(items(1, 2));
    queue.push({type: 'resumed'});
    queue.push(items(3));
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([
      items(1, 2),
      {type: 'resumed'},
      items(3),
    ]);
  });

  test('are waited for', async () => {
    const queue = createWordQueue<number>(10);
    const next = queue.next();
    queue.push(items(1));
    expect(await next).toEqual(items(1));
  });

  test('are bounded: the oldest items go, all other words stay, and a word says how many are missing', async () => {
    const queue = createWordQueue<number>(4);
    queue.push(items(1, 2, 3));
    queue.push({type: 'interrupted', reason: 'offline'});
    queue.push(items(4, 5, 6));
    queue.push(items(7));
    const words = [await queue.next(), await queue.next(), await queue.next(), await queue.next()];
    expect(words).toEqual([
      {type: 'lost', count: 3, reason: TOO_FAST},
      {type: 'interrupted', reason: 'offline'},
      items(4, 5, 6),
      items(7),
    ]);
  });

  test('never are more than so many, however long nobody reads', async () => {
    const queue = createWordQueue<number>(100);
    for (let number = 1; number <= 10_000; number++) queue.push(items(number));
    expect(await queue.next()).toEqual({type: 'lost', count: 9_900, reason: TOO_FAST});
    const read: number[] = [];
    for (let count = 0; count < 100; count++) {
      const word = await queue.next();
      if (word?.type === 'items') read.push(...word.items);
    }
    expect(read).toEqual(Array.from({length: 100}, (_, index) => 9_901 + index));
  });

  test('of what the node did not keep are put together where the items between them are dropped', async () => {
    const queue = createWordQueue<number>(1);
    for (let number = 1; number <= 1_000; number++) {
      queue.push({type: 'lost', count: 2, reason: 'not kept'});
      queue.push(items(number));
    }
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([
      {type: 'lost', count: 999, reason: TOO_FAST},
      {type: 'lost', count: 2_000, reason: 'not kept'},
      items(1_000),
    ]);
  });

  test('are gone when it is closed, also for who waits', async () => {
    const queue = createWordQueue<number>(10);
    const next = queue.next();
    queue.close();
    queue.push(items(1));
    expect([await next, await queue.next()]).toEqual([null, null]);
  });
});
