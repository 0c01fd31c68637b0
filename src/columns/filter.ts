import type {FigureFilter} from './column.js';
import {type FilterLanguage, type FilterResult, parseTerms, parseWord, type Term} from './filter-language.js';
import {NODE_COLUMNS} from './table.js';

/** Which nodes are shown: those that meet every term. */
export type Filter = readonly FilterTerm[];

export type FilterTerm = Term<StateWord>;

/** The words that `is:` takes: those of nodes, then those of watchers. */
export const STATE_WORDS = [
  'online',
  'stale',
  'offline',
  'connecting',
  'ready',
  'running',
  'not-ready',
  'starting',
  'stopping',
  'stopped',
  'done',
  'exited',
  'killed',
  'flapping',
  'orphan',
  'removing',
  'unknown',
] as const;
type StateWord = (typeof STATE_WORDS)[number];

/** The states that only nodes have. */
const NODE_WORDS: ReadonlySet<StateWord> = new Set(['online', 'stale', 'offline', 'connecting']);

const STATES: FilterLanguage<StateWord> = {
  what: 'a state',
  ofWatcher: "a watcher's state",
  words: STATE_WORDS,
  watcherWords: STATE_WORDS.filter(word => !NODE_WORDS.has(word)),
  figures: figureFilters,
};

/**
 * Reads `graph !is:stopped neo4j:ready cpu>80 mem>=1.5G`: words are parts of a node's or watcher's name, and `!` negates a
 * term. In quotes everything is a name: `"my web":stopped`, `"a:stopped"`.
 */
export function parseFilter(text: string): FilterResult<StateWord> {
  return parseTerms(text, STATES);
}

/** Reads one term of a filter, with its quotes; spaces in it are part of it. */
export function parseFilterWord(word: string): FilterResult<StateWord> {
  return parseWord(word, STATES);
}

/** What filters can compare, in alphabetical order. */
function figureFilters(): readonly FigureFilter[] {
  const filters = NODE_COLUMNS.flatMap(({filter}) => (filter === null ? [] : [filter]));
  return filters.sort((one, other) => (one.name < other.name ? -1 : 1));
}
