import {waitFor} from '../model/wait-for.js';

/** A node does one exclusive command at a time and refuses the rest, so circusman lines its own up. */
export interface Lock {
  /**
   * Resolves to the way to give it back, once it is free; to null when the time is over or the signal aborted before.
   * `onWait` hears what holds it, when it is not free at once.
   */
  readonly take: (
    label: string,
    timeout: number,
    signal: AbortSignal | undefined,
    onWait: (holder: string) => void,
  ) => Promise<(() => void) | null>;
}

interface Waiting {
  readonly label: string;
  readonly begin: () => void;
}

export function createLock(): Lock {
  let holder: string | null = null;
  const queue: Waiting[] = [];

  function release(): void {
    const next = queue.shift();
    holder = next?.label ?? null;
    next?.begin();
  }

  return {
    take: (label, timeout, signal, onWait) => {
      if (holder === null) {
        holder = label;
        return Promise.resolve(release);
      }
      if (signal?.aborted === true) return Promise.resolve(null);
      onWait(holder);
      const giveUp = () => null;
      return waitFor<(() => void) | null>({timeout, signal, onTimeout: giveUp, onAbort: giveUp}, settle => {
        const waiting: Waiting = {label, begin: () => settle(release)};
        queue.push(waiting);
        return () => {
          const at = queue.indexOf(waiting);
          if (at !== -1) queue.splice(at, 1);
        };
      });
    },
  };
}
