import {waitFor} from '../model/wait-for.js';
import {CLOSED, type NoWay} from './way.js';

/** Milliseconds until the next address is tried, too: one that says nothing must not hold up the others. */
const NEXT = 250;

/**
 * The first of several addresses at which something listens. They are tried in turn, each as soon as the one before has failed or
 * keeps silent; none is given up before another has answered.
 *
 * @param knockAt resolves to null where something listens, else to why not, for people
 * @param signal gives it up
 * @returns where nothing listens anywhere, why not at the first
 */
export function firstListening(
  addresses: readonly string[],
  knockAt: (address: string, signal: AbortSignal) => Promise<string | null>,
  signal: AbortSignal,
): Promise<{readonly address: string} | NoWay> {
  const patience = {timeout: null, signal, onTimeout: () => CLOSED, onAbort: () => CLOSED};
  return waitFor<{readonly address: string} | NoWay>(patience, settle => {
    const over = new AbortController();
    const problems = new Map<string, string>();
    const left = [...addresses];
    let next: NodeJS.Timeout | undefined;

    async function tryNext(): Promise<void> {
      clearTimeout(next);
      const address = left.shift();
      if (address === undefined) return;
      next = setTimeout(tryNext, NEXT);
      const problem = await knockAt(address, over.signal);
      if (over.signal.aborted) return;
      if (problem === null) settle({address});
      else problems.set(address, problem);
      if (problems.size === addresses.length) settle({problem: problems.get(addresses[0] ?? '') ?? ''});
      else if (problem !== null) void tryNext();
    }

    void tryNext();
    return () => {
      clearTimeout(next);
      over.abort();
    };
  });
}
