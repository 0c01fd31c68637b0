import {isCondition, parseFilterWord} from '../columns/filter.js';
import {DEFAULT_COMMAND_PORT, type NodeId, type NodeSpec} from '../model/node.js';
import {formatNodeSet, MOST_NAMED, NAMES_TOO_MANY} from '../model/node-set.js';
import type {State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import {preparing, type TargetCommand} from './command.js';
import {isNear} from './near.js';
import {readNodes} from './node-operands.js';
import {meansMembers, readOn} from './on-clause.js';
import {failed, ok} from './outcomes.js';
import type {PlanContext, Problem, Result} from './plan.js';
import {typedText} from './tokens.js';
import {isTrust, planTrust, trustNode} from './trust.js';

/**
 * Shows which nodes are in the cluster, changes them, or trusts the machines that answer there. It sends nothing to a node: it only
 * opens or closes the connection.
 */
export const cluster: TargetCommand = preparing<PreparedCluster>({
  name: 'cluster',
  summary: 'Say which nodes are in the cluster: SET, NETWORK COUNT, add SET, remove SET, +SET, -SET, trust SET',
  args: [{name: 'set', kind: 'nodes', isOptional: true, isMany: true}],
  takesOn: false,
  scope: 'cluster',
  effect: 'none',
  plan: (args, context) => {
    const resolved = resolveMembers(wordsOf(args), context);
    if (!resolved.ok) return resolved;
    const words = resolved.value;
    if (isTrust(words)) return planTrust(cluster, words, args, context, {before: [], after: []});
    const before = specs(context.state);
    const after = edit(words, before, context);
    if (!after.ok) return after;
    const targets = touched(isRelative(words), before, after.value).map(node => ({node, watcher: null}));
    const refusal = after.value.length > before.length ? (context.roomFor?.(after.value.length) ?? null) : null;
    if (refusal !== null) return {ok: false, problem: {message: refusal, at: words[0]?.at ?? 0, kind: 'refused'}};
    if (targets.length > 0) {
      const text = isRelative(words) ? `cluster ${texts(words).join(' ')}` : `cluster ${formatNodeSet(after.value)}`;
      const prepared = {before, after: after.value};
      return {ok: true, value: {command: cluster, args, text, targets, warnings: [], prepared}};
    }
    const message =
      words.length === 0 ? 'the cluster is empty: cluster SET says which nodes are in it' : NOTHING_CHANGES;
    return {ok: false, problem: {message, at: words[0]?.at ?? 0, kind: 'no-target'}};
  },
  run: async run => {
    const {target, plan, ports} = run;
    if (isTrust(wordsOf(plan.args))) return trustNode(run);
    const {before, after} = plan.prepared;
    const stranger = await ports.cluster.strangeHost(after.filter(node => !before.includes(node)));
    if (stranger !== null) return failed(noHost(stranger), {sent: false});
    if (before !== after) ports.cluster.set(after);
    const isIn = (nodes: readonly NodeSpec[]) => nodes.some(node => node.id === target.node);
    return ok({changed: isIn(before) !== isIn(after), sent: false, state: null});
  },
  clusterAfter: plan => (isTrust(wordsOf(plan.args)) ? null : plan.prepared.after),
  describe: plan => (isTrust(wordsOf(plan.args)) ? null : changeText(plan.prepared)),
});

/** The nodes of the cluster before and after, in order. */
interface PreparedCluster {
  readonly before: readonly NodeSpec[];
  readonly after: readonly NodeSpec[];
}

/** "9 nodes then: +1 -4"; where nothing changes, which nodes are in it. */
function changeText({before, after}: PreparedCluster): string {
  const had = new Set(before.map(node => node.id));
  const has = new Set(after.map(node => node.id));
  const come = after.filter(node => !had.has(node.id)).length;
  const gone = before.filter(node => !has.has(node.id)).length;
  const size = `${after.length} node${after.length === 1 ? '' : 's'}`;
  if (come === 0 && gone === 0) return `${size}: ${formatNodeSet(after)}`;
  return `${size} then:${come === 0 ? '' : ` +${come}`}${gone === 0 ? '' : ` -${gone}`}`;
}

/** Why nothing was changed: a word was taken for a host, but is none. */
function noHost(word: string): string {
  return `the cluster is as it was: ${word} is no host that this machine knows, and no word of cluster (add, remove, trust)`;
}

function wordsOf({operands: words}: Arguments): readonly Token[] {
  return words.get('set') ?? [];
}

const NOTHING_CHANGES = 'this changes nothing: add takes nodes that are not in the cluster, remove those that are';

/** The operands, with node names in place of what only means something within the cluster: a number, `marked`, a filter. */
function resolveMembers(words: readonly Token[], context: PlanContext): Result<readonly Token[]> {
  const [way, ...rest] = words;
  if (way !== undefined && (wayOf(way) === 'remove' || isTrust(words)) && rest.some(meansMembers)) {
    const named = readOn(rest, way.at + way.text.length, context);
    return named.ok ? {ok: true, value: [way, {text: formatNodeSet(named.value), at: rest[0]?.at ?? 0}]} : named;
  }
  const resolved: Token[] = [];
  for (const word of words) {
    const member = {text: word.text.slice(1), at: word.at + 1};
    if (word.text.startsWith('-') && meansMembers(member)) {
      const named = readOn([member], word.at, context);
      if (!named.ok) return named;
      resolved.push({text: `-${formatNodeSet(named.value)}`, at: word.at});
    } else if (isCondition(typedText(word)) && parseFilterWord(typedText(word)).ok) {
      const message = `${word.text} is a filter, no node: on takes one, and so does cluster remove`;
      return {ok: false, problem: {message, at: word.at, kind: 'usage'}};
    } else resolved.push(word);
  }
  return {ok: true, value: resolved};
}

/** Reads each form of the command; `before`: the current cluster. */
function edit(words: readonly Token[], before: readonly NodeSpec[], context: PlanContext): Result<readonly NodeSpec[]> {
  if (words.length === 0) return {ok: true, value: before};
  const typo = typoOf(words);
  if (typo !== null) return {ok: false, problem: typo};
  if (!isRelative(words)) return readNodes(words, context.defaultPort);
  let nodes = before;
  let count = 0;
  for (const {sign, word} of signed(words)) {
    const named = readNodes([word], context.defaultPort);
    if (!named.ok) return named;
    count += named.value.length;
    if (count > MOST_NAMED) return {ok: false, problem: {message: NAMES_TOO_MANY, at: word.at, kind: 'usage'}};
    nodes = sign === '+' ? add(nodes, named.value) : remove(nodes, named.value);
  }
  return {ok: true, value: nodes};
}

const WAYS = ['add', 'remove', 'trust'];

/** A first operand that may be a way to change the cluster; if nothing follows it, it is a host's name. */
function typoOf([first, second]: readonly Token[]): Problem | null {
  if (first === undefined || second === undefined || first.isLiteral === true || WAYS.includes(first.text)) return null;
  const near = WAYS.find(way => isNear(way, first.text));
  if (near === undefined) return null;
  const message = `"${first.text}": did you mean cluster ${near}? (a node of that name: ${first.text}:${DEFAULT_COMMAND_PORT})`;
  return {message, at: first.at, kind: 'usage'};
}

/** Whether the operands change the current cluster (`add`, `remove`, +SET, -SET) instead of giving all of it. */
function isRelative(words: readonly Token[]): boolean {
  const first = wayOf(words[0]);
  return first === 'add' || first === 'remove' || (words.length > 0 && words.every(word => /^[+-]./.test(word.text)));
}

/** A quoted operand is a host. */
function wayOf(word: Token | undefined): string | null {
  return word === undefined || word.isLiteral === true ? null : word.text;
}

function signed(words: readonly Token[]): readonly {readonly sign: '+' | '-'; readonly word: Token}[] {
  const [first, ...rest] = words;
  const way = wayOf(first);
  if (way === 'add' || way === 'remove') return rest.map(word => ({sign: way === 'add' ? '+' : '-', word}));
  return words.map(({text, at}) => ({sign: text.startsWith('+') ? '+' : '-', word: {text: text.slice(1), at: at + 1}}));
}

function add(before: readonly NodeSpec[], named: readonly NodeSpec[]): readonly NodeSpec[] {
  const known = new Set(before.map(node => node.id));
  return [...before, ...named.filter(node => !known.has(node.id))];
}

function remove(before: readonly NodeSpec[], named: readonly NodeSpec[]): readonly NodeSpec[] {
  const gone = new Set(named.map(node => node.id));
  return before.filter(node => !gone.has(node.id));
}

/** The nodes that the command is about: those added and removed, or, if it gives the whole cluster, all of them. */
function touched(isEdit: boolean, before: readonly NodeSpec[], after: readonly NodeSpec[]): readonly NodeId[] {
  const was = new Set(before.map(node => node.id));
  const is = new Set(after.map(node => node.id));
  const gone = [...was].filter(id => !is.has(id));
  return [...(isEdit ? [...is].filter(id => !was.has(id)) : is), ...gone];
}

function texts(words: readonly Token[]): readonly string[] {
  return words.map(typedText);
}

function specs(state: State): readonly NodeSpec[] {
  return [...state.nodes.values()].map(row => row.spec);
}
