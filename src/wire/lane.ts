/** Does work so many at a time, in the order in which it was given. */
interface Lane<Item> {
  readonly put: (items: readonly Item[]) => void;
  /** Takes out what was not begun. */
  readonly empty: () => void;
  readonly isIdle: () => boolean;
  /** @returns the ms until all is done, at most, where none takes longer than `patience` */
  readonly left: (patience: number, now: number) => number;
}

interface LaneOptions<Item> {
  readonly width: number;
  /** Never rejects. */
  readonly work: (item: Item) => Promise<void>;
  /** Called each time that something was done. */
  readonly onDone: () => void;
  /** Milliseconds. */
  readonly now: () => number;
}

export function createLane<Item>({width, work, onDone, now}: LaneOptions<Item>): Lane<Item> {
  const waiting: Item[] = [];
  /** The first of those that wait. */
  let next = 0;
  /** When each that is under way was begun, the oldest first. */
  const begun = new Map<Item, number>();

  function fill(): void {
    while (begun.size < width && next < waiting.length) {
      const item = waiting[next++];
      if (item === undefined) return;
      begun.set(item, now());
      void work(item).then(() => {
        begun.delete(item);
        fill();
        onDone();
      });
    }
  }

  return {
    put: items => {
      for (const item of items) waiting.push(item);
      fill();
    },
    empty: () => {
      waiting.length = next;
    },
    isIdle: () => begun.size === 0 && next === waiting.length,
    left: (patience, at) => {
      const times = [...begun.values()];
      const rounds = Math.ceil((waiting.length - next) / width);
      // The last that waits is begun in the place of the oldest; where none waits, the newest is the last.
      const since = (rounds > 0 ? times[0] : times.at(-1)) ?? at;
      return times.length === 0 && rounds === 0 ? 0 : Math.max(0, patience - (at - since)) + rounds * patience;
    },
  };
}
