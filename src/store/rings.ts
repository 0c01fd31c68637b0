/** Room for rings of records, a ring for each series; a record has `width` numbers of 16 bits, and 0 where nothing was written yet. */
export interface Rings {
  /** How many records a ring has. */
  readonly length: number;
  /** @returns the place of a ring; it holds what the ring before it at this place left there */
  readonly open: () => number;
  /** The ring is gone; its place is used again. */
  readonly close: (place: number) => void;
  /** The memory that has the ring at this place; it never moves. */
  readonly block: (place: number) => Uint16Array;
  /** Where in it the record of a moment begins: of `length` moments in a row each has its own. */
  readonly offset: (place: number, moment: number) => number;
  /** Bytes, whether they were written or not. */
  readonly bytes: () => number;
}

/** A block is large enough to come fresh from the system, where what was not written yet takes no memory. */
const RINGS_IN_BLOCK = 40;

/**
 * Rings in blocks outside the JavaScript heap. In a block the records of one moment stand together: a page of memory is first touched
 * when its moment has come, and what all series have of a second is written from front to back.
 */
export function createRings(length: number, width: number): Rings {
  const blocks: Uint16Array[] = [];
  const free: number[] = [];
  let used = 0;
  return {
    length,
    open: () => {
      const place = free.pop() ?? used++;
      if (place >= blocks.length * RINGS_IN_BLOCK) blocks.push(new Uint16Array(length * width * RINGS_IN_BLOCK));
      return place;
    },
    close: place => void free.push(place),
    block: place => {
      const block = blocks[Math.floor(place / RINGS_IN_BLOCK)];
      if (block === undefined) throw new RangeError(`there is no ring at place ${place}`);
      return block;
    },
    offset: (place, moment) => ((moment % length) * RINGS_IN_BLOCK + (place % RINGS_IN_BLOCK)) * width,
    bytes: () => blocks.reduce((sum, block) => sum + block.byteLength, 0),
  };
}
