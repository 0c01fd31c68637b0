import type {StreamWord} from '../model/stream.js';

/** Words of a stream that wait for one follower. */
export interface WordQueue<Item> {
  readonly push: (word: StreamWord<Item>) => void;
  /** Resolves to the oldest word that waits; null: the queue is closed. One reader at a time. */
  readonly next: () => Promise<StreamWord<Item> | null>;
  /** What waits is dropped, and so is what comes. */
  readonly close: () => void;
}

const TOO_FAST = 'they came faster than they were read';

/** @param most items that wait: beyond that the oldest are dropped, and a word in their place says how many */
export function createWordQueue<Item>(most: number): WordQueue<Item> {
  let words: StreamWord<Item>[] = [];
  let waiting = 0;
  let isClosed = false;
  let wake: (() => void) | null = null;

  /** Drops the oldest items that are too many. */
  function shorten(): void {
    let dropped = 0;
    const kept: StreamWord<Item>[] = [];
    for (const word of words) {
      const surplus = waiting - dropped - most;
      if (word.type !== 'items' || surplus <= 0) {
        kept.push(word);
        continue;
      }
      const items = word.items.slice(surplus);
      dropped += word.items.length - items.length;
      if (items.length > 0) kept.push({type: 'items', items});
    }
    waiting -= dropped;
    words = together([{type: 'lost', count: dropped, reason: TOO_FAST}, ...kept]);
  }

  return {
    push: word => {
      if (isClosed) return;
      words.push(word);
      if (word.type === 'items') waiting += word.items.length;
      if (waiting > most) shorten();
      wake?.();
    },
    next: async () => {
      while (words.length === 0 && !isClosed) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        wake = null;
      }
      const word = words.shift();
      if (word === undefined || isClosed) return null;
      if (word.type === 'items') waiting -= word.items.length;
      return word;
    },
    close: () => {
      isClosed = true;
      words = [];
      wake?.();
    },
  };
}

/** One word in place of those that say one after the other that items are missing for the same reason. */
function together<Item>(words: readonly StreamWord<Item>[]): StreamWord<Item>[] {
  const merged: StreamWord<Item>[] = [];
  for (const word of words) {
    const last = merged.at(-1);
    if (word.type !== 'lost' || last?.type !== 'lost' || last.reason !== word.reason) merged.push(word);
    else if (last.count !== null && word.count !== null)
      merged.splice(-1, 1, {...last, count: last.count + word.count});
    else if (last.count !== word.count) merged.push(word);
  }
  return merged;
}
