import {EVERY_EVENT, type EventQuery, parseEventFilter} from '../columns/event-filter.js';
import {matchingEvents} from '../columns/matching-events.js';
import type {Chunks} from '../model/chunks.js';
import type {NodeId} from '../model/node.js';
import type {EventEntry} from '../store/event-entry.js';
import type {State} from '../store/state.js';
import {AT_END, type EventPlace} from './event-place.js';

/** What of the events is shown, and where the operator is among them. */
export interface EventsView {
  readonly query: EventQuery;
  /** The filter as it was typed. */
  readonly filterText: string;
  readonly place: EventPlace;
}

export const ALL_EVENTS: EventsView = {query: EVERY_EVENT, filterText: '', place: AT_END};

/** The entries that are shown. */
export function shownEvents({events}: State, {query}: EventsView): Chunks<EventEntry> {
  return matchingEvents(events, query);
}

/** With another filter; where that is wrong, with the one before. One stays where one was, or as near as what fits allows. */
export function withEventFilter(view: EventsView, text: string): EventsView {
  const parsed = parseEventFilter(text);
  if (!parsed.ok) return view;
  const filterText = text.trim();
  if (filterText === view.filterText) return view;
  return {...view, query: {...view.query, filter: parsed.filter}, filterText};
}

/** Of these nodes only, or of all (null), from the newest one on. */
export function eventsOf(view: EventsView, nodes: readonly NodeId[] | null): EventsView {
  const query = {...view.query, nodes: nodes === null ? null : new Set(nodes)};
  return {...view, query, place: AT_END};
}
