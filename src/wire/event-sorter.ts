import type {EventFact} from '../model/facts.js';
import type {EventOwners} from './event-owners.js';
import type {SpeltEvent} from './event-topic.js';
import type {WatcherNames} from './watcher-names.js';

/** Finds the watcher of each event. Events of watchers that are not known yet are kept until a ping's answer names them. */
interface EventSorter {
  readonly take: (event: SpeltEvent) => void;
  /** A ping's answer has named the watchers. */
  readonly handleNames: () => void;
  /** The connection is gone. */
  readonly stop: () => void;
}

interface EventSorterOptions {
  readonly names: WatcherNames;
  readonly owners: EventOwners;
  readonly pass: (fact: EventFact) => void;
  readonly pingNow: () => void;
}

/** Events of unknown watchers; more are dropped. */
const MOST_HELD = 100;

export function createEventSorter({names, owners, pass, pingNow}: EventSorterOptions): EventSorter {
  let held: SpeltEvent[] = [];
  /** Topics of a known watcher that another one was added to, each with how many answers since did not name the new one. */
  const joined = new Map<string, number>();

  function giveTo(candidates: readonly string[], event: SpeltEvent): void {
    const [watcher] = candidates;
    if (watcher !== undefined && candidates.length === 1) pass(event.toFact(watcher));
    else owners.take(event, candidates);
  }

  return {
    take: event => {
      const candidates = names.ofEvent(event.spelt);
      if (candidates.length > 0 && event.toFact('').type === 'watcher-added') joined.set(event.spelt, 0);
      if (candidates.length > 0 && !joined.has(event.spelt)) return giveTo(candidates, event);
      if (held.length < MOST_HELD) held.push(event);
      pingNow();
    },
    handleNames: () => {
      const late = held;
      held = [];
      // An answer may have been under way when the watcher was added.
      for (const [spelt, answers] of joined) {
        if (names.ofEvent(spelt).length > 1 || answers > 0) joined.delete(spelt);
        else joined.set(spelt, answers + 1);
      }
      for (const event of late) {
        const candidates = names.ofEvent(event.spelt);
        if (joined.has(event.spelt)) held.push(event);
        else if (candidates.length > 0) giveTo(candidates, event);
      }
    },
    stop: () => {
      held = [];
      joined.clear();
    },
  };
}
