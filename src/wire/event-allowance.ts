/** How many events of a node are taken in; those beyond are counted, and not even parsed. */
interface EventAllowance {
  /** An event has come. */
  readonly take: () => 'taken' | 'flood begins' | 'left out';
  /** The socket was empty: all that was sent until now has been counted. */
  readonly empty: () => void;
  /** Call it once a second while there is a flood. */
  readonly measure: () => LeftOut;
}

/** Events that were not taken in since their flood began. */
export interface LeftOut {
  readonly count: number;
  /** Whether more may have been lost before they could be counted. */
  readonly isMore: boolean;
  /** Whether the flood is over: what comes from now on is taken in again. */
  readonly isOver: boolean;
}

/** A node with a thousand watchers sends as many when all are started. */
const BURST = 4_000;
/** Events a second: what a node may send for ever, and the rate below which a flood is over. */
const STEADY = 400;
const OVER = 200;

/**
 * @param queued how many messages can wait for being read before any are lost
 * @param now monotonic ms
 */
export function createEventAllowance(queued: number, now: () => number): EventAllowance {
  let left = BURST;
  let refilledAt = now();
  let isFlood = false;
  let count = 0;
  let isMore = false;
  let sinceMeasured = 0;
  let sinceEmpty = 0;

  function refill(): void {
    const at = now();
    left = Math.min(BURST, left + ((at - refilledAt) / 1_000) * STEADY);
    refilledAt = at;
  }

  return {
    take: () => {
      sinceEmpty++;
      if (isFlood) {
        sinceMeasured++;
        count++;
        if (sinceEmpty > queued) isMore = true;
        return 'left out';
      }
      refill();
      if (left >= 1) {
        left--;
        return 'taken';
      }
      isFlood = true;
      isMore = false;
      sinceMeasured = count = 1;
      return 'flood begins';
    },
    empty: () => {
      sinceEmpty = 0;
    },
    measure: () => {
      const isOver = sinceMeasured < OVER;
      sinceMeasured = 0;
      if (isOver) {
        isFlood = false;
        refill();
      }
      return {count, isMore, isOver};
    },
  };
}
