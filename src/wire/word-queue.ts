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
    const [first] = kept;
    const isGoingOn = first?.type === 'lost' && first.reason === TOO_FAST;
    const before = isGoingOn ? (first.count ?? 0) : 0;
    words = [{type: 'lost', count: before + dropped, reason: TOO_FAST}, ...(isGoingOn ? kept.slice(1) : kept)];
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
