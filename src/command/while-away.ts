import {pause} from '../model/wait-for.js';
import type {Run} from './command.js';

/** Waits while a node does not answer. */
export interface Patience {
  /** It has answered. */
  readonly answered: () => void;
  /** It has not. @returns whether to ask again: it seems to be back, and was not away for too long */
  readonly wait: () => Promise<boolean>;
}

/** Milliseconds between two tries, at first and at last: where it seems to be there it may not answer a moment later. */
const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/** @param limit so many ms it may be away; null: it is waited for until the signal is aborted */
export function createPatience({ports, target, report}: Run, limit: number | null, signal: AbortSignal): Patience {
  let since: number | null = null;
  let retry = FIRST_RETRY;
  const rowNow = () => ports.state().nodes.get(target.node);
  return {
    answered: () => {
      since = null;
      retry = FIRST_RETRY;
    },
    wait: async () => {
      const now = ports.clock().monotonic;
      since ??= now;
      const left = limit === null ? Number.POSITIVE_INFINITY : since + limit - now;
      if (left <= 0 || rowNow() === undefined) return false;
      report({type: 'waits', for: 'the node to answer', pids: []});
      await pause(Math.min(retry, left), signal);
      retry = Math.min(LAST_RETRY, retry * 2);
      const isThere = await ports.until(
        state => (state.nodes.get(target.node)?.link ?? 'online') === 'online',
        Math.max(0, since + (limit ?? Number.POSITIVE_INFINITY) - ports.clock().monotonic),
        signal,
      );
      report({type: 'waits', for: null, pids: []});
      return isThere && !signal.aborted && rowNow() !== undefined;
    },
  };
}
