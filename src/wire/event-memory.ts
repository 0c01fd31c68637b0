import type {EventPlace} from '../model/facts.js';

/**
 * Which events of a node are known, whether they came or were recalled, over all connections to it: by their numbers none of them is
 * known twice, and none is missed.
 */
export interface EventMemory {
  /** What the node is asked with for those that are not known; null: for all that it keeps. */
  readonly cursor: () => string | null;
  readonly has: (place: EventPlace) => boolean;
  /** One has come. @returns whether it was known already */
  readonly heard: (place: EventPlace) => boolean;
  /** Whether some that were before those that have come are not known. */
  readonly hasGap: () => boolean;
  /** All up to this one are known now, or nobody has them any more. */
  readonly knowsUpTo: (place: EventPlace) => void;
}

/** Of those that have come while others before them are not known. A node keeps fewer: what it does not keep, it does not tell again. */
const MOST_AHEAD = 2_000;

export function createEventMemory(): EventMemory {
  let reached: EventPlace | null = null;
  let aheadOf: string | null = null;
  const ahead = new Set<number>();

  function has({life, number}: EventPlace): boolean {
    return (reached?.life === life && number <= reached.number) || (aheadOf === life && ahead.has(number));
  }

  function closeUp(): void {
    while (reached !== null && reached.life === aheadOf && ahead.delete(reached.number + 1)) {
      reached = {...reached, number: reached.number + 1};
    }
  }

  return {
    cursor: () => (reached === null ? null : `${reached.life} ${reached.number}`),
    has,
    heard: place => {
      if (has(place)) return true;
      if (aheadOf !== place.life) ahead.clear();
      aheadOf = place.life;
      ahead.add(place.number);
      closeUp();
      const [oldest] = ahead;
      if (ahead.size > MOST_AHEAD && oldest !== undefined) ahead.delete(oldest);
      return false;
    },
    hasGap: () => ahead.size > 0,
    knowsUpTo: place => {
      reached = place;
      if (aheadOf === place.life) for (const number of ahead) if (number <= place.number) ahead.delete(number);
      closeUp();
    },
  };
}

/** A cursor of the package: "LIFE NUMBER"; null: it is none. */
export function placeOfCursor(cursor: string): EventPlace | null {
  const [, life, number] = /^(\S{1,64}) (\d{1,15})$/.exec(cursor) ?? [];
  return life === undefined || number === undefined ? null : {life, number: Number(number)};
}
