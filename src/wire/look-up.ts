import {waitFor} from '../model/wait-for.js';

/** What came of looking up a host name. */
export type LookedUp = {readonly kind: 'found'; readonly addresses: readonly string[]} | NotFound;

/** none: there is no such name · unanswered: name servers do not say · late: it takes too long, or was given up. */
export interface NotFound {
  readonly kind: 'none' | 'unanswered' | 'late';
}

/** Looks a host name up as every program of this machine does. Resolves within LAST_PATIENCE of its turn; never rejects. */
export type LookUp = (host: string, signal?: AbortSignal) => Promise<LookedUp>;

/** How the system is asked. Neither rejects. */
interface LookUpOptions {
  /** In one of Node's threads: quick, but where no name server answers, the thread is lost to others until the system gives up. */
  readonly inThread: Ask;
  /** In a process that ends when the signal is aborted; `impossible`: not on this machine. */
  readonly inProcess: Ask;
}

type Ask = (host: string, over: AbortSignal) => Promise<LookedUp | 'impossible'>;

/** How many look-ups Node has threads for; further ones wait behind these, however long they take. */
const THREADS = 2;
const PROCESSES = 32;
/** Milliseconds: a look-up that takes longer waits for a name server that says nothing, and must not hold up others. */
const HANGS = 250;
/** Milliseconds that a look-up may take: the first time, and at the most; doubled each time that it was not enough. */
const FIRST_PATIENCE = 2_000;
const LAST_PATIENCE = 16_000;
/** What comes of a look-up that takes too long. */
export const LATE: NotFound = {kind: 'late'};

/** One name that is being looked up, for all who wait for it. */
interface Search {
  readonly host: string;
  readonly waiting: Set<(result: LookedUp) => void>;
  /** Runs from its first turn on, while somebody waits. */
  patience: NodeJS.Timeout | undefined;
}

/** Where a search is under way. */
interface Turn {
  readonly place: 'thread' | 'process';
  /** Milliseconds. */
  readonly since: number;
  readonly over: AbortController;
}

/**
 * Names that hang hold up no others: once they have all threads, other names are looked up in processes of their own, and where
 * there are enough of those, the oldest makes room. Names that hung before come after all that did not, and get no thread.
 */
export function createLookUp({inThread, inProcess}: LookUpOptions): LookUp {
  const searches = new Map<string, Search>();
  /** Those that wait for their turn: of names that never hung, and of others. */
  const prompt = new Set<Search>();
  const doubtful = new Set<Search>();
  /** Those that have it, the oldest first. */
  const turns = new Map<Search, Turn>();
  /** How often each name took too long since it was last answered. */
  const late = new Map<string, number>();
  let hasProcesses = true;

  const lateness = (host: string) => late.get(host) ?? 0;
  const hangs = ({since}: Turn) => performance.now() - since >= HANGS;
  const turnsIn = (where: Turn['place']) => [...turns].filter(([, {place}]) => place === where);

  function enqueue(search: Search): void {
    (lateness(search.host) === 0 ? prompt : doubtful).add(search);
  }

  function giveTurns(): void {
    for (;;) {
      const [search] = prompt.size > 0 ? prompt : doubtful;
      const place = search === undefined ? null : placeFor(search);
      if (search === undefined || place === null) return;
      void take(search, place);
    }
  }

  function placeFor(search: Search): Turn['place'] | null {
    const isDoubtful = doubtful.has(search);
    const inThreads = turnsIn('thread');
    if (inThreads.length < THREADS && !(isDoubtful && hasProcesses)) return 'thread';
    if (!hasProcesses || !(isDoubtful || inThreads.every(([, turn]) => hangs(turn)))) return null;
    const [oldest, ...others] = turnsIn('process');
    if (oldest === undefined || others.length + 1 < PROCESSES) return 'process';
    if (isDoubtful || !hangs(oldest[1])) return null;
    end(oldest[0]);
    doubtful.add(oldest[0]);
    return 'process';
  }

  async function take(search: Search, place: Turn['place']): Promise<void> {
    const turn = {place, since: performance.now(), over: new AbortController()};
    end(search);
    turns.set(search, turn);
    losePatience(search);
    setTimeout(giveTurns, HANGS + 1).unref();
    const ask = place === 'thread' ? inThread : inProcess;
    const result = await ask(search.host, turn.over.signal);
    // Where it is another turn's by now, nobody waits for this one.
    if (turns.get(search) === turn) {
      end(search);
      if (result === 'impossible') {
        hasProcesses = false;
        enqueue(search);
      } else answer(search, result);
    }
    giveTurns();
  }

  function answer(search: Search, result: LookedUp): void {
    searches.delete(search.host);
    if (result.kind === 'found' || result.kind === 'none') late.delete(search.host);
    for (const settle of [...search.waiting]) settle(result);
  }

  /** Ends its turn, or its waiting for one. */
  function end(search: Search): void {
    prompt.delete(search);
    doubtful.delete(search);
    const turn = turns.get(search);
    turns.delete(search);
    turn?.over.abort();
  }

  /** In time: later each time that it was too soon. */
  function losePatience(search: Search): void {
    const {host} = search;
    search.patience ??= setTimeout(
      () => {
        search.patience = undefined;
        late.set(host, lateness(host) + 1);
        for (const settle of [...search.waiting]) settle(LATE);
      },
      Math.min(FIRST_PATIENCE * 2 ** lateness(host), LAST_PATIENCE),
    );
  }

  function join(host: string): Search {
    const known = searches.get(host);
    if (known !== undefined) return known;
    const search: Search = {host, waiting: new Set(), patience: undefined};
    searches.set(host, search);
    enqueue(search);
    return search;
  }

  function leave(search: Search): void {
    if (search.waiting.size > 0) return;
    clearTimeout(search.patience);
    search.patience = undefined;
    // A thread cannot be called back: who asks again waits for that one.
    if (turns.get(search)?.place === 'thread' || searches.get(search.host) !== search) return;
    searches.delete(search.host);
    end(search);
  }

  return async (host, signal) => {
    if (signal?.aborted === true) return LATE;
    const search = join(host);
    if (turns.has(search)) losePatience(search);
    return waitFor<LookedUp>({timeout: null, signal, onTimeout: () => LATE, onAbort: () => LATE}, settle => {
      search.waiting.add(settle);
      giveTurns();
      return () => {
        search.waiting.delete(settle);
        leave(search);
      };
    });
  };
}
