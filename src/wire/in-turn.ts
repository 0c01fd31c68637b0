import process from 'node:process';

/**
 * Milliseconds for which messages are sent and taken in one go. Those of a thousand nodes would else keep keys waiting for a tenth of a
 * second, where they all are due at once.
 */
const SLICE = 4;

/** Acts one after the other, in slices of time: keys, timers and pictures come in between. */
export interface InTurn {
  /** Does it now where there is time for it and nothing waits, else in its turn, which comes soon. What it throws escapes. */
  readonly act: (act: () => void) => void;
}

interface InTurnOptions {
  /** Monotonic ms. */
  readonly now: () => number;
  /** Calls back when all that follows from what was just done has been done, promises that it resolved and all. */
  readonly afterwards: (next: () => void) => void;
  /** Calls back once everything else that waits for its turn has had it. */
  readonly later: (next: () => void) => void;
}

export function createInTurn({now, afterwards, later}: InTurnOptions): InTurn {
  let waiting: (() => void)[] = [];
  /** How many of them had their turn. */
  let done = 0;
  /** Until when there is time; null: no slice has begun. */
  let end: number | null = null;

  function begin(): void {
    end = now() + SLICE;
    later(() => {
      end = null;
      if (waiting.length === 0) return;
      begin();
      actNext();
    });
  }

  function actNext(): void {
    if (end === null || now() >= end) return;
    const act = waiting[done++];
    if (done >= waiting.length) {
      waiting = [];
      done = 0;
    }
    if (act === undefined) return;
    afterwards(actNext);
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
export const inTurn = createInTurn({
  now: () => performance.now(),
  afterwards: next => queueMicrotask(() => process.nextTick(next)),
  later: next => setImmediate(next),
});
