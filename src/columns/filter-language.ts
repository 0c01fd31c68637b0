import {isGlob} from '../model/glob.js';
import {isNear} from '../model/near.js';
import {quotedWords, unquote} from '../model/quotes.js';
import type {FigureFilter} from './column.js';

/** What the filters of one list can ask for. Parts of names, `!` and quotes are the same in all of them. */
export interface FilterLanguage<Word extends string> {
  /** What its words name: "a state". */
  readonly what: string;
  /** What those name that stand behind a watcher: "a watcher's state". */
  readonly ofWatcher: string;
  /** The words that `is:` takes. */
  readonly words: readonly Word[];
  /** Those that a watcher can have: `neo4j:stopped`. */
  readonly watcherWords: readonly Word[];
  /** What can be compared, in alphabetical order; none: `a>b` is text. */
  readonly figures: () => readonly ComparedFigure[];
  /** What of a watcher, `neo4j:cpu>80`. */
  readonly watcherFigures: () => readonly ComparedFigure[];
}

/** What filters have to know of a figure to read them. */
type ComparedFigure = Pick<FigureFilter<never>, 'name' | 'alias' | 'example' | 'read'>;

/** One word of a filter: what is shown meets it, or, `isInverse`, does not. */
export type Term<Word extends string> = {readonly isInverse: boolean} & TermBody<Word>;

type TermBody<Word extends string> =
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'is'; readonly word: Word}
  /** `isPattern`: the watcher's name is one, such as neo*. */
  | {readonly type: 'watcher'; readonly watcher: string; readonly word: Word; readonly isPattern?: boolean}
  | FigureTerm;

/** `figure`: as the table of columns names it for filters. `watcher`, and `isPattern`, as above; absent: of the node, or of any service of it. */
export interface FigureTerm {
  readonly type: 'figure';
  readonly watcher?: string;
  readonly isPattern?: boolean;
  readonly figure: string;
  readonly operator: Operator;
  readonly value: number;
}

export type Operator = '>' | '<' | '>=' | '<=' | '=';

/** `at`: the place (UTF-16 index) in the text where it goes wrong. */
interface FilterProblem {
  readonly message: string;
  readonly at: number;
}

export type FilterResult<Word extends string> =
  | {readonly ok: true; readonly filter: readonly Term<Word>[]}
  | {readonly ok: false; readonly problem: FilterProblem};

/** Reads the words of a filter; one that is there twice counts once. */
export function parseTerms<Word extends string>(text: string, language: FilterLanguage<Word>): FilterResult<Word> {
  const terms: Term<Word>[] = [];
  const seen = new Set(['!']);
  for (const {word, at} of quotedWords(text)) {
    if (seen.has(word)) continue;
    seen.add(word);
    const read = parseWord(word, language);
    if (!read.ok) return {ok: false, problem: {message: read.problem.message, at: at + read.problem.at}};
    terms.push(...read.filter);
  }
  return {ok: true, filter: terms};
}

/** Reads one term of a filter, with its quotes; spaces in it are part of it. */
export function parseWord<Word extends string>(word: string, language: FilterLanguage<Word>): FilterResult<Word> {
  const {text, plain, places} = unquote(word);
  const isInverse = plain.startsWith('!');
  const start = isInverse ? 1 : 0;
  const term = parseTerm(text.slice(start), plain.slice(start), language);
  if ('message' in term) return {ok: false, problem: {message: term.message, at: places[start + term.at] ?? 0}};
  return {ok: true, filter: [{...term, isInverse}]};
}

/** Whether a word asks for a word of the language or a figure, valid or not, and not for part of a name. */
export function isCondition(word: string): boolean {
  const {plain} = unquote(word);
  return /^!?is:/i.test(plain) || /^!?(.+:)?[a-z]+[<>=]/i.test(plain) || colonIn(plain.replace(/^!/, '')) !== null;
}

function parseTerm<Word extends string>(
  text: string,
  plain: string,
  language: FilterLanguage<Word>,
): TermBody<Word> | FilterProblem {
  if (/^is:/i.test(plain)) {
    const word = wordIn(language.words, text.slice(3), `is: takes ${language.what}`);
    return 'problem' in word ? {message: word.problem, at: 3} : {type: 'is', word: word.found};
  }
  const colon = colonIn(plain);
  if (colon !== null) return parseWatcherTerm(text, plain, colon, language);
  return parseFigure(text, plain, language) ?? {type: 'text', text: text.toLowerCase()};
}

/** `cpu>80`, `neo4j:cpu>80`; null: it compares nothing. */
function parseFigure<Word extends string>(
  text: string,
  plain: string,
  {figures, watcherFigures}: FilterLanguage<Word>,
): FigureTerm | FilterProblem | null {
  const compared = /^(?:(.+):)?([a-z]+)(>=|<=|>|<|=)(.*)$/is.exec(plain);
  if (compared === null) return null;
  const [, watcher, name = '', operator = ''] = compared;
  const all = watcher === undefined ? figures() : watcherFigures();
  const sign = OPERATORS.find(each => each === operator);
  if (all.length === 0 || sign === undefined) return null;
  const begin = watcher === undefined ? 0 : watcher.length + 1;
  const typed = name.toLowerCase();
  const known = all.find(each => each.name === typed || each.alias === typed);
  if (known === undefined) return {message: unknownFigure(typed, watcher !== undefined, all), at: begin};
  const place = begin + name.length + operator.length;
  const value = known.read(text.slice(place));
  if (value === null) return {message: `a number belongs here, such as ${known.example}`, at: place};
  const term = {type: 'figure', figure: known.name, operator: sign, value} as const;
  if (watcher === undefined) return term;
  return {...term, watcher: text.slice(0, watcher.length).toLowerCase(), ...(isGlob(watcher) ? {isPattern: true} : {})};
}

function unknownFigure(name: string, isOfWatcher: boolean, all: readonly ComparedFigure[]): string {
  const near = all.find(each => isNear(each.name, name));
  if (near !== undefined) return `${name} is no figure: did you mean ${near.name}?`;
  return `only ${listed(all.map(each => each.name))} are figures${isOfWatcher ? ' of a watcher' : ''}`;
}

/** Where the colon stands before a watcher's word; null: there is none. Addresses, sets of them, ports and the names of circus's plugins have colons, too. */
function colonIn(plain: string): number | null {
  const colon = plain.lastIndexOf(':');
  if (colon < 1 || !/^[a-z-]*$/i.test(plain.slice(colon + 1))) return null;
  return /^([\da-f:.[\]]+|(?=.*:.*:)[\da-f:.[\]*?,!-]+|plugin:[a-z-]*)$/i.test(plain) ? null : colon;
}

/** `neo4j:stopped`, `neo*:stopped`. */
function parseWatcherTerm<Word extends string>(
  text: string,
  plain: string,
  colon: number,
  {watcherWords, ofWatcher}: FilterLanguage<Word>,
): TermBody<Word> | FilterProblem {
  const word = wordIn(watcherWords, text.slice(colon + 1), `behind the colon stands ${ofWatcher}`);
  if ('problem' in word) {
    return {message: `${word.problem}; a name that has a colon goes in quotes`, at: colon + 1};
  }
  const isPattern = isGlob(plain.slice(0, colon));
  const watcher = text.slice(0, colon).toLowerCase();
  return {type: 'watcher', watcher, word: word.found, ...(isPattern ? {isPattern} : {})};
}

function wordIn<Word extends string>(
  words: readonly Word[],
  typed: string,
  takes: string,
): {readonly found: Word} | {readonly problem: string} {
  const wanted = typed.toLowerCase();
  const found = words.find(each => each === wanted);
  if (found !== undefined) return {found};
  const near = words.find(each => isNear(each, wanted));
  return {problem: `${takes}: ${near === undefined ? words.join(', ') : `did you mean ${near}?`}`};
}

/** "cpu, mem and rtt". */
function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const OPERATORS: readonly Operator[] = ['>=', '<=', '>', '<', '='];
