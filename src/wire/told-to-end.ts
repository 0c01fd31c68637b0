import type {EventFact} from '../model/facts.js';

/** Which processes were told to end and have not been collected: circusd does not always say when they are. */
export interface ToldToEnd {
  /** Takes an event in. @returns whether it leaves open which processes the watcher has now, or what it shall be */
  readonly heed: (fact: EventFact) => boolean;
  /** Whether some of the watcher's are awaited. */
  readonly has: (watcher: string) => boolean;
  /** Only these live: the others have ended. */
  readonly onlyLive: (watcher: string, pids: readonly number[]) => void;
  readonly clear: () => void;
}

export function createToldToEnd(): ToldToEnd {
  const awaited = new Map<string, Set<number>>();
  return {
    heed: fact => {
      const pids = awaited.get(fact.watcher);
      switch (fact.type) {
        case 'watcher-added':
        case 'watcher-started':
        case 'watcher-stopped':
        case 'watcher-updated':
        case 'watcher-reloaded':
        // Of `incr` circus tells nothing else.
        case 'process-spawned':
          return true;
        case 'process-killed':
          awaited.set(fact.watcher, (pids ?? new Set()).add(fact.pid));
          return false;
        case 'process-reaped':
          pids?.delete(fact.pid);
          if (pids?.size === 0) awaited.delete(fact.watcher);
          return false;
        case 'watcher-removed':
        case 'hook-succeeded':
        case 'hook-failed':
        case 'stop-answered':
        case 'signal-sent':
          return false;
      }
    },
    has: watcher => awaited.has(watcher),
    onlyLive: (watcher, pids) => {
      const left = new Set([...(awaited.get(watcher) ?? [])].filter(pid => pids.includes(pid)));
      if (left.size === 0) awaited.delete(watcher);
      else awaited.set(watcher, left);
    },
    clear: () => awaited.clear(),
  };
}
