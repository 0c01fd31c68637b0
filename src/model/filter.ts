/** What of the grid is shown: every term must hold. */
export type Filter = readonly FilterTerm[];

export type FilterTerm = {readonly isInverse: boolean} & (
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'is'; readonly word: StateWord}
  | {readonly type: 'watcher'; readonly watcher: string; readonly word: StateWord}
  | {readonly type: 'figure'; readonly figure: Figure; readonly operator: Operator; readonly value: number}
);

/** cpu: percent of one core, of all services of the node · mem: bytes · rtt: milliseconds. */
export type Figure = 'cpu' | 'mem' | 'rtt';
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
export type StateWord = (typeof STATE_WORDS)[number];

export type FilterResult =
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
 * Reads `graph !is:stopped neo4j:ready cpu>80 mem>=1.5G`: words are parts of a node's or watcher's name, `!` turns a term round,
 * and "…" keeps the spaces of a name together.
 */
export function parseFilter(text: string): FilterResult {
  const terms: FilterTerm[] = [];
  for (const match of text.matchAll(/(?:"[^"]*"|\S)+/g)) {
    const isInverse = match[0].startsWith('!');
    const word = isInverse ? match[0].slice(1) : match[0];
    const at = match.index + (isInverse ? 1 : 0);
    if (word === '') continue;
    const term = parseTerm(word);
    if ('message' in term) return {ok: false, problem: {message: term.message, at: at + term.at}};
    terms.push({...term, isInverse});
  }
  return {ok: true, filter: terms};
}

type Term =
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'is'; readonly word: StateWord}
  | {readonly type: 'watcher'; readonly watcher: string; readonly word: StateWord}
  | {readonly type: 'figure'; readonly figure: Figure; readonly operator: Operator; readonly value: number};

function parseTerm(word: string): Term | {readonly message: string; readonly at: number} {
  if (word.startsWith('is:')) {
    const wanted = word.slice(3).toLowerCase();
    const known = STATE_WORDS.find(each => each === wanted);
    if (known !== undefined) return {type: 'is', word: known};
    return {message: `is: takes a state: ${STATE_WORDS.join(', ')}`, at: 3};
  }
  const ofWatcher = parseWatcherTerm(word);
  if (ofWatcher !== null) return ofWatcher;
  const figure = /^([a-z]+)(>=|<=|>|<|=)(.*)$/i.exec(word);
  if (figure === null) return {type: 'text', text: unquoted(word).toLowerCase()};
  const [, name = '', operator = '', number = ''] = figure;
  const known = FIGURES.find(each => each === name.toLowerCase());
  const sign = OPERATORS.find(each => each === operator);
  if (known === undefined || sign === undefined) return {message: 'only cpu, mem and rtt are figures', at: 0};
  const value = parseValue(known, number);
  if (value === null)
    return {message: `a number belongs here, such as ${EXAMPLES[known]}`, at: name.length + operator.length};
  return {type: 'figure', figure: known, operator: sign, value};
}

/** `neo4j:stopped`; null: it is none. An address has colons, too, but nothing that reads like a word behind them. */
function parseWatcherTerm(word: string): Term | {readonly message: string; readonly at: number} | null {
  const colon = word.lastIndexOf(':');
  const wanted = word.slice(colon + 1).toLowerCase();
  if (colon < 1 || !/^(?=.*[g-z])[a-z-]{3,}$/.test(wanted)) return null;
  const known = WATCHER_WORDS.find(each => each === wanted);
  if (known === undefined) {
    return {message: `behind the colon stands a watcher's state: ${WATCHER_WORDS.join(', ')}`, at: colon + 1};
  }
  return {type: 'watcher', watcher: unquoted(word.slice(0, colon)).toLowerCase(), word: known};
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}

/** The words that are said of nodes alone. */
const NODE_WORDS: ReadonlySet<StateWord> = new Set(['online', 'stale', 'offline', 'connecting']);
const WATCHER_WORDS = STATE_WORDS.filter(word => !NODE_WORDS.has(word));

const FIGURES: readonly Figure[] = ['cpu', 'mem', 'rtt'];
const OPERATORS: readonly Operator[] = ['>=', '<=', '>', '<', '='];
const EXAMPLES: Readonly<Record<Figure, string>> = {cpu: 'cpu>80', mem: 'mem>1.5G', rtt: 'rtt>10'};
const SUFFIXES: Readonly<Record<Figure, RegExp>> = {cpu: /%$/, mem: /(?:i?b)$/i, rtt: /ms$/i};

function parseValue(figure: Figure, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kmgt]?)$/i.exec(text.replace(SUFFIXES[figure], ''));
  const unit = UNITS.get(match?.[2]?.toLowerCase() ?? '');
  if (match === null || unit === undefined || (figure !== 'mem' && unit !== 1)) return null;
  return Number(match[1]) * unit;
}
