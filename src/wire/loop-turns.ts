/**
 * Milliseconds for which messages are sent and taken in one go. Those of a thousand nodes would else keep keys waiting for a tenth of a
 * second, where they all are due at once.
 */
const SLICE = 4;

/** Acts one after the other, in turns: keys, timers and pictures come in between. */
export interface LoopTurns {
  /** Does it now where there is time for it and nothing waits, else in its turn, which comes soon. What it throws escapes. */
  readonly act: (act: () => void) => void;
}

/**
 * @param now monotonic ms
 * @param later calls back once everything else that waits for its turn has had it
 */
export function createLoopTurns(now: () => number, later: (next: () => void) => void): LoopTurns {
  let waiting: (() => void)[] = [];
  /** How many of them had their turn. */
  let done = 0;
  /** Until when there is time in this turn; null: none has begun. */
  let end: number | null = null;

  function begin(): void {
    end = now() + SLICE;
    later(next);
  }

  /** One has each turn to itself: what follows from it takes longer than it, and is done only afterwards. */
  function next(): void {
    end = null;
    const act = waiting[done++];
    if (done >= waiting.length) {
      waiting = [];
      done = 0;
    }
    if (act === undefined) return;
    begin();
    act();
  }

  return {
    act: act => {
      if (end === null) begin();
      if (waiting.length === 0 && end !== null && now() < end) act();
      else waiting.push(act);
    },
  };
}

/** All messages of this program share its one loop. */
export const loopTurns = createLoopTurns(
  () => performance.now(),
  next => setImmediate(next),
);
