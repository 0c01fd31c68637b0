import type {EventFact} from '../model/facts.js';
import type {WatcherOccurrence} from './event-entry.js';
import type {NodeRow} from './state.js';
import {isRespawn, occurrenceOf} from './watcher-events.js';

/** What a node told later, as it reads in the list. */
export interface Recalled {
  readonly fact: NodeEventFact;
  readonly occurrence: WatcherOccurrence;
}

/** Those that a node tells. */
type NodeEventFact = Exclude<EventFact, {type: 'signal-sent'}>;

/** Places in the list of what has been told of a watcher that what comes may belong to. */
interface Open {
  spawned: readonly number[];
  crashed: readonly number[];
}

const NOTHING_OPEN: Open = {spawned: [], crashed: []};

/**
 * What happened, as far as people want to see it, in the node's order. How the watchers were then is not known any more: what belongs
 * together is found in the events themselves, a crash with the process that replaced it, a start with its processes.
 */
export function recalledOccurrences(row: NodeRow, events: readonly EventFact[]): readonly Recalled[] {
  const told: (Recalled | null)[] = [];
  const open = new Map<string, Open>();
  for (const fact of events) {
    if (fact.type === 'signal-sent') continue;
    const before = open.get(fact.watcher) ?? NOTHING_OPEN;
    switch (fact.type) {
      case 'process-spawned': {
        const [first = -1, ...crashed] = before.crashed;
        const crash = told[first];
        if (crash?.occurrence.kind === 'crashed' && isRespawn(crash.fact.nodeTime, fact.nodeTime)) {
          told[first] = {...crash, occurrence: {...crash.occurrence, replacedBy: fact.pid}};
          open.set(fact.watcher, {...before, crashed});
        } else {
          open.set(fact.watcher, {...before, spawned: [...before.spawned, told.length]});
          told.push({fact, occurrence: {kind: 'spawned', pid: fact.pid}});
        }
        continue;
      }
      case 'watcher-started':
        // While it starts, the start itself is what matters.
        for (const place of before.spawned) told[place] = null;
        open.delete(fact.watcher);
        break;
      case 'watcher-stopped':
        open.delete(fact.watcher);
        break;
    }
    const occurrence = occurrenceOf(row.watchers.get(fact.watcher) ?? null, fact);
    if (occurrence === null) continue;
    if (occurrence.kind === 'crashed') {
      open.set(fact.watcher, {...before, crashed: [...before.crashed, told.length]});
    }
    told.push({fact, occurrence});
  }
  return told.filter(each => each !== null);
}
