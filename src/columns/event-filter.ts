import {globMatcher} from '../model/glob.js';
import type {NodeId} from '../model/node.js';
import type {EventEntry} from '../store/event-entry.js';
import {eventText} from '../wording/event.js';
import {EVENT_WORDS, type EventWord, isEvent, WATCHER_EVENT_WORDS} from './event-words.js';
import {type FilterLanguage, type FilterResult, parseTerms, type Term} from './filter-language.js';

/** Which entries of what happened are shown. */
export interface EventQuery {
  /** Only what happened on these nodes, jobs among it that had to do with them; null: all there is. */
  readonly nodes: ReadonlySet<NodeId> | null;
  /** Those that meet every term. */
  readonly filter: readonly Term<EventWord>[];
}

export const EVERY_EVENT: EventQuery = {nodes: null, filter: []};

const EVENTS: FilterLanguage<EventWord> = {
  what: 'what happened',
  ofWatcher: 'what happened to a watcher',
  words: EVENT_WORDS,
  watcherWords: WATCHER_EVENT_WORDS,
  figures: () => [],
};

/** Reads `10.0.0.7 !is:online neo4j:crashed SIGKILL`: as a filter of the grid, but words are parts of what an entry says, too. */
export function parseEventFilter(text: string): FilterResult<EventWord> {
  return parseTerms(text, EVENTS);
}

/** Whether the query lets an entry through. */
export function eventMatcher({nodes, filter}: EventQuery): (entry: EventEntry) => boolean {
  const meets = filter.map(term => {
    const isMet = termMatcher(term);
    return (entry: EventEntry) => isMet(entry) !== term.isInverse;
  });
  return entry =>
    (nodes === null || nodesOf(entry).some(node => nodes.has(node))) && meets.every(isMet => isMet(entry));
}

/** Where it happened, or what a job was to do happens. */
function nodesOf(entry: EventEntry): readonly NodeId[] {
  if (entry.kind === 'job-began' || entry.kind === 'job-ended') return entry.nodes;
  return entry.node === null ? [] : [entry.node];
}

function termMatcher(term: Term<EventWord>): (entry: EventEntry) => boolean {
  switch (term.type) {
    case 'text':
      return entry => has(entry.node, term.text) || has(entry.watcher, term.text) || has(eventText(entry), term.text);
    case 'is':
      return entry => isEvent(entry, term.word);
    case 'watcher': {
      const {watcher, word, isPattern} = term;
      const fits = isPattern === true ? globMatcher(watcher) : null;
      // circus ignores the case of names. A pattern also matches a watcher with exactly that name.
      const isNamed = (name: string) => name.toLowerCase() === watcher || fits?.(name) === true;
      return entry => entry.watcher !== null && isEvent(entry, word) && isNamed(entry.watcher);
    }
    case 'figure':
      return () => false;
  }
}

function has(name: string | null, text: string): boolean {
  return name?.toLowerCase().includes(text) === true;
}
