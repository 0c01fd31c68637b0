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
  watcherFigures: () => [],
};

/** Reads `10.0.0.7 !is:online neo4j:crashed SIGKILL`: as a filter of the grid, but words are parts of what an entry says, too. */
export function parseEventFilter(text: string): FilterResult<EventWord> {
  return parseTerms(text, EVENTS);
}

/** Says whether an entry fits. `text`: what words are looked for in (`searchedText`), which takes longer to make than all else. */
export type EventMatcher = (entry: EventEntry, text: () => string) => boolean;

/** What lets through that the query does. */
export function eventMatcher({nodes, filter}: EventQuery): EventMatcher {
  const meets = filter.map((term): EventMatcher => {
    const isMet = termMatcher(term);
    return (entry, text) => isMet(entry, text) !== term.isInverse;
  });
  return (entry, text) =>
    (nodes === null || nodesOf(entry).some(node => nodes.has(node))) && meets.every(isMet => isMet(entry, text));
}

/** Where it happened and what, in small letters. */
export function searchedText(entry: EventEntry): string {
  return `${entry.node ?? ''} ${entry.watcher ?? ''} ${eventText(entry)}`.toLowerCase();
}

/** Where it happened, or what a job was to do happens. */
function nodesOf(entry: EventEntry): readonly NodeId[] {
  if (entry.kind === 'job-began' || entry.kind === 'job-ended') return entry.nodes;
  return entry.node === null ? [] : [entry.node];
}

function termMatcher(term: Term<EventWord>): EventMatcher {
  switch (term.type) {
    case 'text':
      return (_, text) => text().includes(term.text);
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
