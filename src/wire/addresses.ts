import {isIP} from 'node:net';
import {waitFor} from '../model/wait-for.js';
import {LATE, type LookedUp, type NotFound} from './look-up.js';
import {lookUp} from './system-look-up.js';
import {CLOSED, type NoWay} from './way.js';

/** Where a node is, by its host's name; for as long as it is in the cluster. */
export interface Addresses {
  /**
   * Looks the name up anew, so that a name that moves is followed. While that takes too long, what was found before counts.
   *
   * @returns the addresses in the order in which to try them: first that which answered last, last those tried in vain since
   */
  readonly find: (signal: AbortSignal) => Promise<readonly string[] | NoWay>;
  /** This one is tried. */
  readonly chose: (address: string) => void;
  /** A circusd has answered there. */
  readonly answered: (address: string) => void;
  /** Nobody wants to know any more. */
  readonly close: () => void;
}

/** Milliseconds: a node that was there is not kept waiting for its name. */
const KNOWN_SUFFICES = 1_000;

const PROBLEMS: Readonly<Record<NotFound['kind'], string>> = {
  none: 'host not found',
  unanswered: 'no name server answers',
  late: 'name look-up takes too long',
};

/** @param look how names are looked up */
export function createAddresses(host: string, look = lookUp): Addresses {
  let known: readonly string[] = isIP(host) === 0 ? [] : [host];
  let preferred: string | null = null;
  const tried = new Set<string>();
  let looking: Promise<LookedUp> | null = null;
  const closing = new AbortController();

  /** One look-up at a time, which goes on when a try does not wait for it. */
  async function lookOnce(): Promise<LookedUp> {
    const found = await look(host, closing.signal);
    looking = null;
    if (found.kind === 'found') known = found.addresses;
    return found;
  }

  function rank(address: string): number {
    if (tried.has(address)) return 2;
    return address === preferred ? 0 : 1;
  }

  function inOrder(): readonly string[] {
    if (known.every(address => tried.has(address))) tried.clear();
    return known.toSorted((one, other) => rank(one) - rank(other));
  }

  return {
    find: async signal => {
      if (isIP(host) !== 0) return known;
      looking ??= lookOnce();
      const now = looking;
      const patience = {
        timeout: known.length === 0 ? null : KNOWN_SUFFICES,
        signal,
        onTimeout: () => LATE,
        onAbort: () => LATE,
      };
      const found = await waitFor<LookedUp>(patience, settle => {
        void now.then(settle);
        return () => {};
      });
      if (signal.aborted) return CLOSED;
      if (found.kind === 'found') return inOrder();
      if (found.kind !== 'none' && known.length > 0) return inOrder();
      return {problem: PROBLEMS[found.kind], isOfName: true};
    },
    chose: address => tried.add(address),
    answered: address => {
      preferred = address;
      tried.clear();
    },
    close: () => closing.abort(),
  };
}
