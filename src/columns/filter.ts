import {isGlob} from '../model/glob.js';
import {quotedWords, unquote} from '../model/quotes.js';
import type {FigureFilter} from './column.js';
import {NODE_COLUMNS} from './table.js';

/** Which nodes are shown: those that meet every term. */
export type Filter = readonly FilterTerm[];

export type FilterTerm = {readonly isInverse: boolean} & (
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'is'; readonly word: StateWord}
  /** `isPattern`: the watcher's name is one, such as neo*. */
  | {readonly type: 'watcher'; readonly watcher: string; readonly word: StateWord; readonly isPattern?: boolean}
  /** `figure`: as the table of columns names it for filters. */
  | {readonly type: 'figure'; readonly figure: string; readonly operator: Operator; readonly value: number}
);

export type Operator = '>' | '<' | '>=' | '<=' | '=';

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

type FilterResult =
  | {readonly ok: true; readonly filter: Filter}
  /** `at`: the place (UTF-16 index) in the text where it goes wrong. */
  | {readonly ok: false; readonly problem: {readonly message: string; readonly at: number}};

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 2 ** 10],
  ['m', 2 ** 20],
  ['g', 2 ** 30],
  ['t', 2 ** 40],
]);

/**
 * Reads `graph !is:stopped neo4j:ready cpu>80 mem>=1.5G`: words are parts of a node's or watcher's name, and `!` negates a
 * term. In quotes everything is a name: `"my web":stopped`, `"a:stopped"`.
 */
export function parseFilter(text: string): FilterResult {
  const terms: FilterTerm[] = [];
  const seen = new Set(['!']);
  for (const {word, at} of quotedWords(text)) {
    if (seen.has(word)) continue;
    seen.add(word);
    const read = parseFilterWord(word);
    if (!read.ok) return {ok: false, problem: {message: read.problem.message, at: at + read.problem.at}};
    terms.push(...read.filter);
  }
  return {ok: true, filter: terms};
}

/** Reads one term of a filter, with its quotes; spaces in it are part of it. */
export function parseFilterWord(word: string): FilterResult {
  const {text, plain, places} = unquote(word);
  const isInverse = plain.startsWith('!');
  const start = isInverse ? 1 : 0;
  const term = parseTerm(text.slice(start), plain.slice(start));
  if ('message' in term) return {ok: false, problem: {message: term.message, at: places[start + term.at] ?? 0}};
  return {ok: true, filter: [{...term, isInverse}]};
}

/** Whether a word asks for a state or a figure, valid or not, and not for part of a name. */
export function isCondition(word: string): boolean {
  const {plain} = unquote(word);
  return /^!?is:/i.test(plain) || /^!?[a-z]+[<>=]/i.test(plain) || stateAt(plain.replace(/^!/, '')) !== null;
}

type Term =
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'is'; readonly word: StateWord}
  | {readonly type: 'watcher'; readonly watcher: string; readonly word: StateWord; readonly isPattern?: boolean}
  | {readonly type: 'figure'; readonly figure: string; readonly operator: Operator; readonly value: number};

function parseTerm(text: string, plain: string): Term | {readonly message: string; readonly at: number} {
  if (/^is:/i.test(plain)) {
    const wanted = text.slice(3).toLowerCase();
    const known = STATE_WORDS.find(each => each === wanted);
    if (known !== undefined) return {type: 'is', word: known};
    return {message: `is: takes a state: ${STATE_WORDS.join(', ')}`, at: 3};
  }
  const colon = stateAt(plain);
  if (colon !== null) return parseWatcherTerm(text, plain, colon);
  const figure = /^([a-z]+)(>=|<=|>|<|=)(.*)$/is.exec(plain);
  if (figure === null) return {type: 'text', text: text.toLowerCase()};
  const [, name = '', operator = ''] = figure;
  const known = figureFilters().find(each => each.name === name.toLowerCase());
  const sign = OPERATORS.find(each => each === operator);
  if (known === undefined || sign === undefined)
    return {message: `only ${listed(figureFilters().map(each => each.name))} are figures`, at: 0};
  const place = name.length + operator.length;
  const value = parseValue(known, text.slice(place));
  if (value === null) return {message: `a number belongs here, such as ${known.example}`, at: place};
  return {type: 'figure', figure: known.name, operator: sign, value};
}

/** Where the colon stands before a watcher's state; null: there is none. Addresses, sets of them, ports and the names of circus's plugins have colons, too. */
function stateAt(plain: string): number | null {
  const colon = plain.lastIndexOf(':');
  if (colon < 1 || !/^[a-z-]*$/i.test(plain.slice(colon + 1))) return null;
  return /^([\da-f:.[\]]+|(?=.*:.*:)[\da-f:.[\]*?,!-]+|plugin:[a-z-]*)$/i.test(plain) ? null : colon;
}

/** `neo4j:stopped`, `neo*:stopped`. */
function parseWatcherTerm(
  text: string,
  plain: string,
  colon: number,
): Term | {readonly message: string; readonly at: number} {
  const wanted = text.slice(colon + 1).toLowerCase();
  const known = WATCHER_WORDS.find(each => each === wanted);
  const watcher = text.slice(0, colon).toLowerCase();
  if (known !== undefined) {
    return {type: 'watcher', watcher, word: known, ...(isGlob(plain.slice(0, colon)) ? {isPattern: true} : {})};
  }
  const states = `behind the colon stands a watcher's state: ${WATCHER_WORDS.join(', ')}`;
  return {message: `${states}; a name that has a colon goes in quotes`, at: colon + 1};
}

/** The states that only nodes have. */
const NODE_WORDS: ReadonlySet<StateWord> = new Set(['online', 'stale', 'offline', 'connecting']);
const WATCHER_WORDS = STATE_WORDS.filter(word => !NODE_WORDS.has(word));

/** What filters can compare, in alphabetical order. */
function figureFilters(): readonly FigureFilter[] {
  const filters = NODE_COLUMNS.flatMap(({filter}) => (filter === null ? [] : [filter]));
  return filters.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** "cpu, mem and rtt". */
function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const OPERATORS: readonly Operator[] = ['>=', '<=', '>', '<', '='];

function parseValue({suffix, hasByteUnits}: FigureFilter, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kmgt]?)$/i.exec(text.replace(suffix, ''));
  const unit = UNITS.get(match?.[2]?.toLowerCase() ?? '');
  if (match === null || unit === undefined || (!hasByteUnits && unit !== 1)) return null;
  return Number(match[1]) * unit;
}
