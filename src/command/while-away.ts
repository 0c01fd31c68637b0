import type {NodeId} from '../model/node.js';
import {pause} from '../model/wait-for.js';
import type {Ports} from './ports.js';

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

interface PatienceOptions {
  readonly node: NodeId;
  readonly ports: Pick<Ports, 'state' | 'clock' | 'until'>;
  /** So many ms it may be away; null: it is waited for until the signal is aborted. */
  readonly limit: number | null;
  readonly signal: AbortSignal;
  /** What is waited for; null: no longer. */
  readonly onWait: (waitsFor: string | null) => void;
}

export function createPatience({node, ports, limit, signal, onWait}: PatienceOptions): Patience {
  let since: number | null = null;
  let retry = FIRST_RETRY;
  const rowNow = () => ports.state().nodes.get(node);
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
      onWait('the node to answer');
      await pause(Math.min(retry, left), signal);
      retry = Math.min(LAST_RETRY, retry * 2);
      const isThere = await ports.until(
        state => (state.nodes.get(node)?.link ?? 'online') === 'online',
        Math.max(0, since + (limit ?? Number.POSITIVE_INFINITY) - ports.clock().monotonic),
        signal,
      );
      onWait(null);
      return isThere && !signal.aborted && rowNow() !== undefined;
    },
  };
}
