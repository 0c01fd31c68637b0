import type {EventFact} from '../model/facts.js';
import type {EventOwners} from './event-owners.js';
import type {SpeltEvent} from './event-topic.js';
import type {WatcherNames} from './watcher-names.js';

/** Finds whom events mean; those of watchers that are not known yet are kept until a ping's answer names these. */
export interface EventSorter {
  readonly take: (event: SpeltEvent) => void;
  /** A ping's answer has named the watchers. */
  readonly handleNames: () => void;
  /** The connection is gone. */
  readonly stop: () => void;
}

export interface EventSorterOptions {
  readonly names: WatcherNames;
  readonly owners: EventOwners;
  readonly pass: (fact: EventFact) => void;
  readonly pingNow: () => void;
}

const EVENTS_HELD = 100;

export function createEventSorter({names, owners, pass, pingNow}: EventSorterOptions): EventSorter {
  let held: SpeltEvent[] = [];
  /** Topics that a watcher was added to beside one that is known, with how many answers came since that did not name it. */
  const joined = new Map<string, number>();

  function give(event: SpeltEvent, meant: readonly string[]): void {
    const [watcher] = meant;
    if (watcher !== undefined && meant.length === 1) pass(event.toFact(watcher));
    else owners.take(event, meant);
  }

  return {
    take: event => {
      const meant = names.ofEvent(event.spelt);
      if (meant.length > 0 && event.toFact('').type === 'watcher-added') joined.set(event.spelt, 0);
      if (meant.length > 0 && !joined.has(event.spelt)) return give(event, meant);
      if (held.length < EVENTS_HELD) held.push(event);
      pingNow();
    },
    handleNames: () => {
      const late = held;
      held = [];
      // An answer may have been under way when it was added.
      for (const [spelt, answers] of joined) {
        if (names.ofEvent(spelt).length > 1 || answers > 0) joined.delete(spelt);
        else joined.set(spelt, answers + 1);
      }
      for (const event of late) {
        const meant = names.ofEvent(event.spelt);
        if (joined.has(event.spelt)) held.push(event);
        else if (meant.length > 0) give(event, meant);
      }
    },
    stop: () => {
      held = [];
      joined.clear();
    },
  };
}
