import type {RecallFact} from '../model/facts.js';
import type {Draft} from './draft.js';
import type {NewEntry} from './event-entry.js';
import {ourTime} from './our-time.js';
import {recalledOccurrences} from './recalled.js';
import {withClock} from './reduce-link.js';

/** What happened while nobody listened: it comes into the list where it belongs, and changes nothing else. */
export function reduceRecall(draft: Draft, fact: RecallFact): void {
  const before = draft.node(fact.node);
  if (before === null) return;
  const {at, node} = fact;
  if (fact.type === 'events-caught-up') {
    const {problem} = fact;
    // Of what was before the first connection nobody thinks that it was seen.
    const isGap = problem !== null && before.caughtUp !== null;
    if (isGap) draft.addEvent({at, node, watcher: null, kind: 'may-be-missing', count: null, why: problem});
    draft.setNode({...before, caughtUp: {problem}});
    return;
  }
  if (before.sameAs !== null) return;
  // Pings may have told less well: at a node's start the first is answered late.
  const row = withClock(before, fact);
  draft.setNode(row);
  const told = recalledOccurrences(row, fact.events).map((recalled): NewEntry => {
    const {nodeTime, watcher} = recalled.fact;
    return {at: ourTime(row, nodeTime, at), nodeTime, node, watcher, ...recalled.occurrence};
  });
  const begin = fact.events[0];
  const since = begin === undefined || begin.type === 'signal-sent' ? at : ourTime(row, begin.nodeTime, at);
  if (fact.lost === null) draft.addRecalled(told);
  else draft.addRecalled([{at: since, node, watcher: null, kind: 'may-be-missing', ...fact.lost}, ...told]);
}
