import type {NodeRow} from '../store/state.js';
import type {CellFigure, FigureFilter} from './column.js';
import {type FilterLanguage, type FilterResult, parseTerms, parseWord, type Term} from './filter-language.js';
import {CELL_COLUMNS, NODE_COLUMNS} from './table.js';

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

/** The words that stand behind a watcher, `neo4j:stopped`. */
export const WATCHER_STATE_WORDS: readonly StateWord[] = STATE_WORDS.filter(word => !NODE_WORDS.has(word));

const STATES: FilterLanguage<StateWord> = {
  what: 'a state',
  ofWatcher: "a watcher's state",
  words: STATE_WORDS,
  watcherWords: WATCHER_STATE_WORDS,
  figures: () => inOrder([...nodeFigures(), ...cellFigures().filter(({name}) => nodeFigure(name) === null)]),
  watcherFigures: () => inOrder(cellFigures()),
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

/** The names of all that filters compare, of nodes and of watchers, in alphabetical order. */
export function comparedFigures(): readonly string[] {
  return STATES.figures().map(({name}) => name);
}

/** What filters compare of a node by that name; null: nothing. */
export function nodeFigure(name: string): FigureFilter<NodeRow> | null {
  return nodeFigures().find(figure => figure.name === name) ?? null;
}

/** What they compare of a watcher; null: nothing. */
export function cellFigure(name: string): CellFigure | null {
  return cellFigures().find(figure => figure.name === name) ?? null;
}

function nodeFigures(): readonly FigureFilter<NodeRow>[] {
  return NODE_COLUMNS.flatMap(({filter}) => filter ?? []);
}

function cellFigures(): readonly CellFigure[] {
  return CELL_COLUMNS.flatMap(({figure}) => figure ?? []);
}

function inOrder<Figure extends {readonly name: string}>(figures: readonly Figure[]): readonly Figure[] {
  return figures.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
