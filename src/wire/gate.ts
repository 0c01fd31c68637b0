import {formatDuration} from '../model/duration.js';
import {waitFor} from '../model/wait-for.js';

/**
 * Whether a node may be sent anything now. closed: it owes an answer, or has not given one yet; offline: it is given up
 * until it answers again.
 */
export interface Gate {
  readonly open: () => void;
  readonly close: () => void;
  /** Everyone who waits is turned away. */
  readonly giveUp: (reason: string) => void;
  /** Resolves to null once the gate is open; to a reason when it is given up, the time is over or the signal aborted. */
  readonly pass: (timeout: number, signal: AbortSignal | undefined) => Promise<string | null>;
}

const BROKEN_OFF = 'broken off before it was sent';

export function createGate(): Gate {
  let state: 'open' | 'closed' | {readonly reason: string} = 'closed';
  const waiting = new Set<(refusal: string | null) => void>();

  function settle(refusal: string | null): void {
    const turn = [...waiting];
    waiting.clear();
    for (const resolve of turn) resolve(refusal);
  }

  return {
    open: () => {
      state = 'open';
      settle(null);
    },
    close: () => {
      // An offline node stays one until it answers.
      if (state === 'open') state = 'closed';
    },
    giveUp: reason => {
      state = {reason};
      settle(reason);
    },
    pass: (timeout, signal) => {
      if (signal?.aborted === true) return Promise.resolve(BROKEN_OFF);
      if (state === 'open') return Promise.resolve(null);
      if (state !== 'closed') return Promise.resolve(state.reason);
      return waitFor<string | null>(
        {
          timeout,
          signal,
          onTimeout: () => `the node did not answer within ${formatDuration(timeout)}`,
          onAbort: () => BROKEN_OFF,
        },
        settle => {
          waiting.add(settle);
          return () => waiting.delete(settle);
        },
      );
    },
  };
}
