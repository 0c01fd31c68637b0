import type {EventFact} from '../model/facts.js';

/** Processes that circusd has sent a signal to end and has not reaped yet: it does not always send an event when they end. */
interface ExpectedEnds {
  /** @returns whether the event leaves open which processes the watcher has now, or how many it wants */
  readonly handleEvent: (fact: EventFact) => boolean;
  /** Whether processes of the watcher are expected to end. */
  readonly has: (watcher: string) => boolean;
  /** Only these are alive: all others have ended. */
  readonly keepOnly: (watcher: string, pids: readonly number[]) => void;
  readonly clear: () => void;
}

export function createExpectedEnds(): ExpectedEnds {
  const ending = new Map<string, Set<number>>();
  return {
    handleEvent: fact => {
      const pids = ending.get(fact.watcher);
      switch (fact.type) {
        case 'watcher-added':
        case 'watcher-started':
        case 'watcher-stopped':
        case 'watcher-updated':
        case 'watcher-reloaded':
        // The only event that circus sends of an `incr`.
        case 'process-spawned':
          return true;
        case 'process-killed':
          ending.set(fact.watcher, (pids ?? new Set()).add(fact.pid));
          return false;
        case 'process-reaped':
          pids?.delete(fact.pid);
          if (pids?.size === 0) ending.delete(fact.watcher);
          return false;
        case 'watcher-removed':
        case 'hook-succeeded':
        case 'hook-failed':
        case 'stop-answered':
        case 'signal-sent':
          return false;
      }
    },
    has: watcher => ending.has(watcher),
    keepOnly: (watcher, pids) => {
      const left = new Set([...(ending.get(watcher) ?? [])].filter(pid => pids.includes(pid)));
      if (left.size === 0) ending.delete(watcher);
      else ending.set(watcher, left);
    },
    clear: () => ending.clear(),
  };
}
