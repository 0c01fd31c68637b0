import {waitFor} from '../model/wait-for.js';

/** What waits can be woken. */
export interface Bell {
  /** Resolves after so many ms, when it is rung, or when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly ring: () => void;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  const nothing = () => {};
  return {
    wait: (ms, signal) =>
      waitFor<void>({timeout: ms, signal, onTimeout: nothing, onAbort: nothing}, settle => {
        waiting.add(settle);
        return () => waiting.delete(settle);
      }),
    ring: () => {
      for (const wake of [...waiting]) wake();
    },
  };
}
