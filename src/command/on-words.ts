import {type FilterTerm, parseFilter} from '../model/filter.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Instant} from '../model/time.js';
import {visibleNodes} from '../store/rows.js';
import {shownNodes} from '../store/selectors.js';
import type {State} from '../store/state.js';
import type {Result, Word} from './command.js';
import {readNodes} from './node-words.js';

/** What the words after `on` are understood against. */
export interface OnContext {
  readonly state: State;
  readonly defaultPort: number;
  readonly now: Instant;
  /** The nodes with a mark; null: there are no marks here. */
  readonly marked: readonly NodeId[] | null;
}

/**
 * The nodes of the cluster that the words after `on` mean: sets, `marked`, and filters, which narrow what the others mean (or
 * else the whole cluster). A number alone is the node that ends in it.
 *
 * @param end the place (UTF-16 index) behind the last word
 */
export function readOn(words: readonly Word[], end: number, context: OnContext): Result<readonly NodeId[]> {
  if (words.length === 0) return usage('on wants nodes, such as on 192.168.0.1-8, on marked or on is:flapping', end);
  const sets: Word[] = [];
  const marks: NodeId[] = [];
  const filter: FilterTerm[] = [];
  for (const word of words) {
    const terms = termsOf(word);
    if (terms !== null && !terms.ok) return terms;
    if (terms !== null) filter.push(...terms.value);
    else if (word.text === 'marked' && word.isLiteral !== true) {
      if (context.marked === null) return usage('there are no marks here: name the nodes', word.at);
      if (context.marked.length === 0) return usage('nothing is marked', word.at);
      marks.push(...context.marked);
    } else sets.push(word);
  }
  const named = sets.length === 0 ? {ok: true as const, value: []} : readSets(sets, context);
  if (!named.ok) return named;
  const isAll = sets.length === 0 && marks.length === 0;
  const meant = new Set(isAll ? shownNodes(context.state).map(row => row.spec.id) : [...named.value, ...marks]);
  if (filter.length === 0) return {ok: true, value: [...meant]};
  const fitting = visibleNodes(context.state, {filter, sort: null}, context.now).filter(row => meant.has(row.spec.id));
  if (fitting.length > 0) return {ok: true, value: fitting.map(row => row.spec.id)};
  return {ok: false, problem: {message: 'no node fits', at: words[0]?.at ?? end, kind: 'no-target'}};
}

/** The terms of a word that is a filter; null: it is none. A name or an address is no filter here. */
function termsOf({text, at, isLiteral}: Word): Result<readonly FilterTerm[]> | null {
  if (isLiteral === true) return null;
  const parsed = parseFilter(text);
  const isFigure = /^!?(cpu|mem|rtt)[<>=]/i.test(text);
  if (!parsed.ok)
    return isFigure || /^!?is:/i.test(text) ? usage(parsed.problem.message, at + parsed.problem.at) : null;
  return parsed.filter.some(term => term.type === 'text') || parsed.filter.length === 0
    ? null
    : {ok: true, value: parsed.filter};
}

function readSets(sets: readonly Word[], {state, defaultPort}: OnContext): Result<readonly NodeId[]> {
  const whole = sets.map(word => inFull(word, state));
  const wrong = whole.find(word => !word.ok);
  if (wrong !== undefined && !wrong.ok) return wrong;
  const operands = whole.flatMap(word => (word.ok ? [word.value] : []));
  // Where nodes are only taken out, it is out of the cluster.
  const isRest = operands.every(({text}) => text.split(',').every(part => part.startsWith('!')));
  const all = [...state.nodes.values()].map(row => row.spec);
  const base = isRest ? [{text: formatNodeSet(all), at: sets[0]?.at ?? 0}] : [];
  const named = readNodes([...base, ...operands], defaultPort);
  if (!named.ok) return named;
  const stranger = named.value.find(node => !state.nodes.has(node.id));
  if (stranger === undefined) return {ok: true, value: named.value.map(node => node.id)};
  return usage(`${stranger.id} is not in the cluster (${formatNodeSet([...state.nodes.keys()])})`, sets[0]?.at ?? 0);
}

const NUMBERS = /^(!?)(\d{1,3})(?:-(\d{1,3}))?$/;

/** The word with the nodes' names in the place of numbers that stand for them; one behind an address belongs to that. */
function inFull(word: Word, state: State): Result<Word> {
  const parts: string[] = [];
  let isOfAddress = false;
  for (const part of word.text.split(',')) {
    const [, sign = '', first = '', last = first] = NUMBERS.exec(part) ?? [];
    isOfAddress ||= first === '';
    if (isOfAddress) {
      parts.push(part);
      continue;
    }
    for (let number = Number(first); number <= Number(last); number += 1) {
      const [only, ...others] = endingIn(number, state);
      if (only === undefined || others.length > 0) return usage(numberProblem(number, only, others), word.at);
      parts.push(`${sign}${formatNodeSet([only])}`);
    }
  }
  return {ok: true, value: {...word, text: parts.join(',')}};
}

/** The nodes whose address ends in the number; where none does, those with just that number in their name. */
function endingIn(number: number, state: State): readonly NodeSpec[] {
  const all = [...state.nodes.values()].map(row => row.spec);
  const byAddress = all.filter(({host}) => /^[\d.]+$/.test(host) && Number(host.split('.').at(-1)) === number);
  if (byAddress.length > 0) return byAddress;
  return all.filter(({host}) => {
    const numbers = host.match(/\d+/g) ?? [];
    return !/^[\d.]+$/.test(host) && !host.includes(':') && numbers.length === 1 && Number(numbers[0]) === number;
  });
}

function numberProblem(number: number, one: NodeSpec | undefined, [other, ...rest]: readonly NodeSpec[]): string {
  if (one === undefined) return `no node of the cluster ends in ${number}: write its address or name whole`;
  const more = rest.length === 0 ? '' : `, and ${rest.length} more`;
  return `${number} may be ${one.id} or ${other?.id}${more}: write it whole`;
}

function usage(
  message: string,
  at: number,
): {readonly ok: false; readonly problem: {message: string; at: number; kind: 'usage'}} {
  return {ok: false, problem: {message, at, kind: 'usage'}};
}
