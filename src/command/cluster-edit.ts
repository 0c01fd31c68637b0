import {type ClusterOrigin, changesSince, originOf} from '../model/cluster-origin.js';
import {isBareWord} from '../model/host-name.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import {formatNodeSet, MOST_NAMED, NAMES_TOO_MANY} from '../model/node-set.js';
import type {State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import {type PreparedCluster, type WayPlan, wayOf} from './cluster-plan.js';
import {readNodes} from './node-operands.js';
import {failed, ok} from './outcomes.js';
import type {PlanContext, Problem, Result} from './plan.js';
import type {Ports} from './ports.js';
import {typedText} from './tokens.js';

/** The nodes of the cluster before and after, in order. */
interface Edit {
  readonly before: readonly NodeSpec[];
  readonly after: readonly NodeSpec[];
  /** What the cluster is made from then; absent: what it was. */
  readonly origin?: ClusterOrigin | null;
}

/** `cluster`, `cluster SET`, `cluster add SET` and the like: which nodes are in the cluster. */
export function planEdit(words: readonly Token[], _: Arguments, context: PlanContext): Result<WayPlan> {
  const before = specs(context.state);
  const after = edited(words, before, context);
  if (!after.ok) return after;
  const isEdit = isRelative(words);
  const problem = isEdit ? unchanged(words, before, after.value, context) : null;
  if (problem !== null) return {ok: false, problem};
  const origin = isEdit
    ? undefined
    : originOf(
        words.map(({text}) => text),
        after.value,
      );
  const text = isEdit || origin != null ? `cluster ${texts(words).join(' ')}` : `cluster ${formatNodeSet(after.value)}`;
  return planSet(
    text,
    {before, after: after.value, ...(origin === undefined || words.length === 0 ? {} : {origin})},
    {
      isEdit,
      at: words[0]?.at ?? 0,
      context,
    },
  );
}

/** Makes the plan that puts these nodes in the place of those. */
export function planSet(
  text: string,
  edit: Edit,
  {isEdit, at, context}: {readonly isEdit: boolean; readonly at: number; readonly context: PlanContext},
): Result<WayPlan> {
  const {before, after} = edit;
  const targets = touched(isEdit, before, after).map(node => ({node, watcher: null}));
  const refusal = after.length > before.length ? (context.roomFor?.(after.length) ?? null) : null;
  if (refusal !== null) return {ok: false, problem: {message: refusal, at, kind: 'refused'}};
  if (targets.length > 0) return {ok: true, value: {text, targets, prepared: prepared(edit, context.state)}};
  const message = isEdit ? 'this changes nothing' : 'the cluster is empty: cluster SET says which nodes are in it';
  return {ok: false, problem: {message, at, kind: 'no-target'}};
}

/** Why an edit that changes nothing does not; null: it does. */
function unchanged(
  words: readonly Token[],
  before: readonly NodeSpec[],
  after: readonly NodeSpec[],
  {sets}: PlanContext,
): Problem | null {
  const [first] = words;
  const way = wayOf(first);
  if (first !== undefined && words.length === 1 && (way === 'add' || way === 'remove')) {
    return {message: `${way} wants nodes: cluster ${way} 192.168.0.7`, at: first.at + first.text.length, kind: 'usage'};
  }
  if (touched(true, before, after).length > 0) return null;
  const named = signed(words).map(({sign, word}) => ({sign, nodes: readNodes([word], sets)}));
  const reasons = named.flatMap(({sign, nodes}) =>
    nodes.ok && nodes.value.length > 0
      ? [
          `${formatNodeSet(nodes.value)} ${nodes.value.length === 1 ? 'is' : 'are'} ${sign === '+' ? 'in the cluster already' : 'not in the cluster'}`,
        ]
      : [],
  );
  return {message: `this changes nothing: ${reasons.join(', ')}`, at: first?.at ?? 0, kind: 'no-target'};
}

function prepared(edit: Edit, state: State): PreparedCluster {
  const {before, after, origin} = edit;
  return {
    after,
    description: changeText(edit, state),
    act: async ({target, plan, ports}) => {
      if (before === after && target === plan.targets[0]) showAnswer(ports);
      const stranger = await ports.cluster.strangeHost(after.filter(node => !before.includes(node)));
      if (stranger !== null) return failed(noHost(stranger), {sent: false});
      if (before !== after) ports.cluster.set(after, origin);
      const isIn = (nodes: readonly NodeSpec[]) => nodes.some(node => node.id === target.node);
      const name = before === after ? nameOf(state.origin, after) : null;
      return ok({
        changed: isIn(before) !== isIn(after),
        sent: false,
        state: null,
        ...(name === null ? {} : {reason: name}),
        ...(isIn(before) === isIn(after) ? {} : {reason: isIn(after) ? 'added' : 'taken out'}),
      });
    },
  };
}

/** What was asked is answered by the outcomes of the job that began last: the screen that has them is shown. */
export function showAnswer({screen, state}: Ports): void {
  screen.show('jobs', state().jobs.at(-1)?.id);
}

/** Why nothing was changed: a word was taken for a host, but is none. */
function noHost(word: string): string {
  return `the cluster is as it was: ${word} is no host that this machine knows, and no word of cluster (add, remove, trust, save, load, rename, forget, list)`;
}

/** "9 nodes then: +1 -4"; where nothing changes, what it is made of: "lab +2 -1, 33 nodes: 192.168.0.1-33". */
function changeText({before, after}: Edit, {origin}: State): string {
  const had = new Set(before.map(node => node.id));
  const has = new Set(after.map(node => node.id));
  const come = after.filter(node => !had.has(node.id)).length;
  const gone = before.filter(node => !has.has(node.id)).length;
  const size = `${after.length} node${after.length === 1 ? '' : 's'}`;
  const name = nameOf(origin, after);
  if (come === 0 && gone === 0) return `${name === null ? '' : `${name}, `}${size}: ${formatNodeSet(after)}`;
  const word = after.find(({id, host}) => !had.has(id) && isBareWord(host))?.host;
  return `${size} then:${signedCounts({come, gone})}${word === undefined ? '' : `; ${word} is taken for a host's name`}`;
}

/** "lab +2 -1"; null: the cluster has no name. */
function nameOf(origin: ClusterOrigin | null, nodes: readonly NodeSpec[]): string | null {
  if (origin === null) return null;
  const changes = changesSince(
    origin,
    nodes.map(({id}) => id),
  );
  return `${origin.name}${signedCounts(changes)}`;
}

function signedCounts(changes: {readonly come: number; readonly gone: number} | null): string {
  if (changes === null) return '';
  const {come, gone} = changes;
  return `${come === 0 ? '' : ` +${come}`}${gone === 0 ? '' : ` -${gone}`}`;
}

/** Reads each form of the command; `before`: the current cluster. */
function edited(
  words: readonly Token[],
  before: readonly NodeSpec[],
  {sets}: PlanContext,
): Result<readonly NodeSpec[]> {
  if (words.length === 0) return {ok: true, value: before};
  if (!isRelative(words)) return readNodes(words, sets);
  let nodes = before;
  let count = 0;
  for (const {sign, word} of signed(words)) {
    const named = readNodes([word], sets);
    if (!named.ok) return named;
    count += named.value.length;
    if (count > MOST_NAMED) return {ok: false, problem: {message: NAMES_TOO_MANY, at: word.at, kind: 'usage'}};
    nodes = sign === '+' ? add(nodes, named.value) : remove(nodes, named.value);
  }
  return {ok: true, value: nodes};
}

/** Whether the operands change the current cluster (`add`, `remove`, +SET, -SET) instead of giving all of it. */
function isRelative(words: readonly Token[]): boolean {
  const first = wayOf(words[0]);
  return first === 'add' || first === 'remove' || (words.length > 0 && words.every(word => /^[+-]./.test(word.text)));
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

/** The nodes of the cluster as they were named, in order. */
export function specs(state: State): readonly NodeSpec[] {
  return [...state.nodes.values()].map(row => row.spec);
}
