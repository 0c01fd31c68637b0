import {STATE_WORDS} from '../columns/filter.js';
import {globMatcher} from '../model/glob.js';
import {isNear} from '../model/near.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import {unquote} from '../model/quotes.js';
import {shownNodes, watcherColumns} from '../store/selectors.js';
import type {State} from '../store/state.js';
import type {Token} from './arguments.js';
import {readNodes} from './node-operands.js';
import {misused, type PlanContext, type Problem, type Result} from './plan.js';

/** The part of a set between two commas. */
export interface Part {
  readonly text: string;
  /** With a blank for each quoted character. */
  readonly plain: string;
  readonly isRemoval: boolean;
  /** Whether it is the first of its word. */
  readonly isFirst: boolean;
  /** Where it begins in the line (UTF-16 index). */
  readonly at: number;
}

/** The parts of a word that is a set; a comma at the end is ignored. */
export function partsOf(word: Token): readonly Part[] {
  const {text, plain, places} = unquote(word.raw ?? word.text);
  const parts: Part[] = [];
  let from = 0;
  for (const own of plain.split(',')) {
    const isRemoval = own.startsWith('!');
    const start = from + (isRemoval ? 1 : 0);
    const end = from + own.length;
    const at = word.at + (places[start] ?? 0);
    const part = {text: text.slice(start, end), plain: plain.slice(start, end), isRemoval, at};
    if (own !== '') parts.push({...part, isFirst: parts.length === 0});
    from = end + 1;
  }
  return parts.length > 0 ? parts : [{text: '', plain: '', isRemoval: false, isFirst: true, at: word.at}];
}

const MARKED = 'marked';
const NUMBERS = /^(\d{1,3})(?:-(\d{1,3}))?$/;

/** Whether a part only means something within the cluster. */
export function isOfCluster({plain, isFirst}: Part): boolean {
  return plain === MARKED || (isFirst && NUMBERS.test(plain)) || /[*?]/.test(plain);
}

/** What a number behind an address takes from it: "10.0.0." and ":5565" of "10.0.0.1:5565". Null: it is no IPv4 address. */
export interface Behind {
  readonly network: string;
  readonly ports: string;
}

/** What a number behind this part of the same word would take from it. */
export function behind({plain, isFirst}: Part, before: Behind | null): Behind | null {
  const [, network, ports = ''] = /^(\d+\.\d+\.\d+\.)\d+(?:-\d+)?(:[\d/]+)?$/.exec(plain) ?? [];
  if (network !== undefined) return {network, ports};
  return !isFirst && NUMBERS.test(plain) ? before : null;
}

/** The nodes that a part means, which do not have to be in the cluster; `before`: what it takes from the address before it, where it is a number. */
export function inSet(part: Part, before: Behind | null, context: PlanContext): Result<readonly NodeId[]> {
  const {state, marked} = context;
  const {text, plain, at} = part;
  if (plain === MARKED) {
    if (marked === null) return misused('there are no marks here: name the nodes', at);
    return marked.length === 0 ? misused('nothing is marked', at) : {ok: true, value: marked};
  }
  const [, first, last] = NUMBERS.exec(plain) ?? [];
  if (first !== undefined) {
    if (before === null || part.isFirst) return endingIn(Number(first), Number(last ?? first), part, state);
    return named({...part, text: `${before.network}${text}${before.ports}`}, context);
  }
  if (!/[*?]/.test(plain)) return named(part, context);
  const fits = globMatcher(text);
  const nodes = shownNodes(state).flatMap(row => (fits(row.spec.id) ? [row.spec.id] : []));
  return nodes.length > 0 ? {ok: true, value: nodes} : misused(`no node fits ${text}${inCluster(state)}`, at);
}

function named({text, at}: Part, {state, sets}: PlanContext): Result<readonly NodeId[]> {
  const read = readNodes([{text, at}], sets);
  if (read.ok) return {ok: true, value: read.value.map(node => node.id)};
  const hint = hintFor(text, state);
  return hint === null ? read : misused(hint, at);
}

/** What is wrong with a part that names a node which is not in the cluster. */
export function strangerProblem(stranger: NodeId, {text, at}: Part, state: State): Problem {
  const message = hintFor(text, state) ?? `${stranger} is not in the cluster${inCluster(state)}`;
  return {message, at, kind: 'usage'};
}

/** What a word that is no node was probably meant to be; null: no guess. */
function hintFor(text: string, state: State): string | null {
  const [, begin] = /^(\d+)-$/.exec(text) ?? [];
  if (begin !== undefined) return `the range ${text} lacks its end, such as ${begin}-${Number(begin) + 7}`;
  const word = text.toLowerCase();
  const states = STATE_WORDS.find(each => each === word);
  if (states !== undefined) return `${text} is no node: did you mean is:${states}?`;
  if (word === 'all') return 'all is no node: without on, and with nothing marked, all of them are meant';
  if (watcherColumns(state).some(watcher => watcher.toLowerCase() === word)) {
    return `${text} is a watcher, no node: a filter would be ${text}:running`;
  }
  return isNear(MARKED, word) ? `${text} is no node: did you mean marked?` : null;
}

/** The nodes whose address ends in these numbers: exactly one for each number. */
function endingIn(first: number, last: number, {at}: Part, state: State): Result<readonly NodeId[]> {
  if (last < first) return misused(`the range ${first}-${last} runs backwards`, at);
  const nodes: NodeId[] = [];
  for (let number = first; number <= last; number += 1) {
    const [one, other, ...rest] = nodesEndingIn(number, state);
    if (one === undefined) return misused(`no node of the cluster ends in ${number}${inCluster(state)}`, at);
    if (other !== undefined) {
      const more = rest.length === 0 ? '' : `, and ${rest.length} more`;
      return misused(`${number} may be ${one.id} or ${other.id}${more}: write it whole`, at);
    }
    nodes.push(one.id);
  }
  return {ok: true, value: nodes};
}

/** The nodes whose address ends in the number, as one reads it; if there are none, those with exactly that number in their name. */
function nodesEndingIn(number: number, state: State): readonly NodeSpec[] {
  const all = shownNodes(state).map(row => row.spec);
  const byAddress = all.filter(({host}) => isAddress(host) && host.split(/[.:]/).at(-1) === String(number));
  if (byAddress.length > 0) return byAddress;
  return all.filter(({host}) => {
    const numbers = host.match(/\d+/g) ?? [];
    return !isAddress(host) && numbers.length === 1 && Number(numbers[0]) === number;
  });
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

function inCluster(state: State): string {
  return ` (${formatNodeSet([...state.nodes.keys()])})`;
}
