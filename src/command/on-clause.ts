import {type FilterTerm, parseFilterWord} from '../columns/filter.js';
import {isCondition} from '../columns/filter-language.js';
import {visibleNodes} from '../columns/visible-nodes.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import {shownNodes} from '../store/selectors.js';
import type {Token} from './arguments.js';
import {readNodes} from './node-operands.js';
import {type Behind, behind, inSet, isOfCluster, type Part, partsOf, strangerProblem} from './on-parts.js';
import {misused, type PlanContext, type Result} from './plan.js';
import {typedText} from './tokens.js';

/**
 * The nodes of the cluster that the words after `on` mean: sets, `marked`, and filters, which narrow what the others mean (if
 * there are no others, the whole cluster). A number alone is the node that ends in it.
 *
 * @param end the place (UTF-16 index) behind the last word
 */
export function readOn(words: readonly Token[], end: number, context: PlanContext): Result<readonly NodeId[]> {
  if (words.length === 0) return misused('on wants nodes, such as on 192.168.0.1-8, on marked or on is:flapping', end);
  const conditions = words.filter(word => isCondition(source(word)));
  const filter = readConditions(conditions);
  if (!filter.ok) return filter;
  const named = readSets(
    words.filter(word => !conditions.includes(word)),
    context,
  );
  if (!named.ok || filter.value.length === 0) return named;
  const meant = new Set(named.value);
  const {state, now} = context;
  const fitting = visibleNodes(state, {filter: filter.value, sort: null}, now).filter(row => meant.has(row.spec.id));
  if (fitting.length > 0) return {ok: true, value: fitting.map(row => row.spec.id)};
  const typed = conditions.map(typedText).join(' ');
  const of = conditions.length === words.length ? 'no node fits' : `of ${formatNodeSet(named.value)} none fits`;
  return {
    ok: false,
    problem: {message: `${of} ${typed}`, at: conditions[0]?.at ?? end, kind: 'no-target', mayPass: true},
  };
}

/** In all; a node that is named twice counts twice. */
const MOST_NODES = 65_536;

/** Whether the words are a network, or its first address, and how many nodes of it. */
function isCounted([network, count, more]: readonly Token[]): boolean {
  if (network === undefined || count === undefined || more !== undefined) return false;
  return /^[^,]*[.:][^,]*$/.test(network.text) && /^\d+$/.test(count.text);
}

/** Whether a command names its nodes by a filter: then the nodes must have reported what the filter asks about. */
export function hasFilter(words: readonly Token[]): boolean {
  const onAt = words.findIndex(word => word.text === 'on' && word.isLiteral !== true);
  const isOfCluster = words[0]?.text === 'cluster';
  return (onAt > 0 || isOfCluster) && words.slice(isOfCluster ? 1 : onAt + 1).some(word => isCondition(source(word)));
}

/** Whether the word only means something within the cluster, as a filter or a number does, and a name does not. */
export function meansMembers(word: Token): boolean {
  return isCondition(source(word)) || partsOf(word).some(isOfCluster);
}

function readConditions(words: readonly Token[]): Result<readonly FilterTerm[]> {
  const terms: FilterTerm[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    const typed = source(word);
    if (seen.has(typed)) continue;
    seen.add(typed);
    // A watcher's name may have a comma, but only in quotes.
    const comma = typed.indexOf(',');
    if (comma !== -1 && partsOf(word).length > 1) {
      return misused('a filter is a word of its own, such as on 10.0.0.1-4 is:stopped', word.at + comma);
    }
    const read = parseFilterWord(typed);
    if (!read.ok) return misused(read.problem.message, word.at + read.problem.at);
    terms.push(...read.filter);
  }
  return {ok: true, value: terms};
}

/** The nodes of the cluster that sets mean; without any, all of them. */
function readSets(words: readonly Token[], context: PlanContext): Result<readonly NodeId[]> {
  const {state, sets} = context;
  const all = shownNodes(state).map(row => row.spec.id);
  const counted = isCounted(words) ? readNodes(words, sets) : null;
  if (counted !== null) {
    if (!counted.ok) return counted;
    const stranger = counted.value.find(node => !state.nodes.has(node.id));
    if (stranger === undefined) return {ok: true, value: counted.value.map(node => node.id)};
    return misused(`${stranger.id} is not in the cluster (${formatNodeSet(all)})`, words[0]?.at ?? 0);
  }
  const parts = words.flatMap(partsOf);
  const meant = new Map<NodeId, Part>();
  const gone = new Map<NodeId, Part>();
  let before: Behind | null = null;
  let count = 0;
  for (const part of parts) {
    const nodes = inSet(part, before, context);
    if (!nodes.ok) return nodes;
    count += nodes.value.length;
    if (count > MOST_NODES) return misused('these are more than 65,536 nodes', part.at);
    for (const node of nodes.value) (part.isRemoval ? gone : meant).set(node, part);
    before = behind(part, before);
  }
  // What is taken out of a range does not have to be in the cluster; a node that takes nothing out is a typing error.
  const strangers = [...meant, ...gone].filter(([id]) => !state.nodes.has(id) && !(meant.has(id) && gone.has(id)));
  const [stranger] = strangers;
  if (stranger !== undefined) return {ok: false, problem: strangerProblem(...stranger, state)};
  // If nodes are only taken out, they are taken out of the whole cluster.
  const base = parts.every(part => part.isRemoval) ? all : [...meant.keys()];
  const left = base.filter(node => !gone.has(node));
  if (left.length > 0 || parts.length === 0) return {ok: true, value: left};
  return {ok: false, problem: {message: 'this leaves no node', at: parts[0]?.at ?? 0, kind: 'no-target'}};
}

/** The word with its quotes; a word from a shell has none, and its spaces belong to it. */
function source({raw, text}: Token): string {
  return raw ?? text;
}
