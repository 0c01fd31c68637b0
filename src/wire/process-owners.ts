import type {EventFact} from '../model/facts.js';
import type {SpeltEvent} from './event-topic.js';

/** Which watcher each process belongs to, where circus spells several watchers alike, and so which one an event is of. */
export interface ProcessOwners {
  /** @returns which of these watchers the event is of; null: what is known does not decide it */
  readonly ownerOf: (event: SpeltEvent, candidates: readonly string[]) => string | null;
  /** Notes an event that is of this watcher. @returns it as a fact */
  readonly assign: (event: SpeltEvent, watcher: string) => EventFact;
  /** These are all processes of the watcher, with those that are ending. */
  readonly replace: (watcher: string, pids: readonly number[]) => void;
  readonly clear: () => void;
}

/** Seconds between the event of a process and that of its watcher which says what the first was part of. */
const TOGETHER = 1;

export function createProcessOwners(): ProcessOwners {
  const owners = new Map<number, string>();
  /** By topic: the last event of a process. */
  const last = new Map<string, EventFact>();

  /** circusd does one thing at a time: the event that a watcher was started follows at once on those of its processes. */
  function ownerByLast(event: SpeltEvent): string | null {
    const before = last.get(event.spelt);
    if (before === undefined) return null;
    const fact = event.toFact(before.watcher);
    if (!('nodeTime' in fact && 'nodeTime' in before) || fact.nodeTime - before.nodeTime > TOGETHER) return null;
    switch (fact.type) {
      case 'watcher-started':
        return before.type === 'process-spawned' ? before.watcher : null;
      case 'watcher-stopped':
        return before.type === 'process-reaped' && !owns(before.watcher) ? before.watcher : null;
      case 'watcher-reloaded':
        return before.type === 'process-killed' || before.type === 'process-spawned' ? before.watcher : null;
      default:
        return null;
    }
  }

  function owns(watcher: string): boolean {
    return [...owners.values()].some(owner => owner === watcher);
  }

  return {
    ownerOf: (event, candidates) => {
      const pid = pidOf(event);
      const owner = pid === null ? ownerByLast(event) : (owners.get(pid) ?? null);
      return owner !== null && candidates.includes(owner) ? owner : null;
    },
    assign: (event, watcher) => {
      const fact = event.toFact(watcher);
      if ('pid' in fact) {
        last.set(event.spelt, fact);
        if (fact.type === 'process-reaped') owners.delete(fact.pid);
      } else last.delete(event.spelt);
      return fact;
    },
    replace: (watcher, pids) => {
      for (const [pid, owner] of owners) if (owner === watcher) owners.delete(pid);
      for (const pid of pids) owners.set(pid, watcher);
    },
    clear: () => {
      owners.clear();
      last.clear();
    },
  };
}

/** The process that the event is about; null: it is about the watcher. */
export function pidOf(event: SpeltEvent): number | null {
  const fact = event.toFact('');
  return 'pid' in fact ? fact.pid : null;
}
