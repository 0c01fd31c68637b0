import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import {isCircusOwn} from '../model/watcher.js';
import type {WatcherRules} from '../model/watcher-rules.js';
import {inAll, leftOutOfAll} from '../store/in-all.js';
import type {NodeRow, State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import type {Command} from './command.js';
import {typedAgain} from './options.js';
import {misused, type Plan, type PlanContext, type Problem, type Result} from './plan.js';
import {quoteName} from './tokens.js';
import {isKnown, readWatcherOperands, type WatcherOperand} from './watcher-operands.js';

type IsMeant = (target: Target) => boolean;

/**
 * The plan of a command on watchers. Cells chosen on the screen are its targets as they are; typed operands mean
 * each named watcher (none named: all that are not circus's own) on each node, in the cluster's order.
 *
 * @param isMeant which watchers are meant if none is named; absent: all
 */
export function planWatchers(
  command: Command,
  args: Arguments,
  context: PlanContext,
  isMeant: IsMeant = () => true,
): Result<Plan> {
  const {state} = context;
  const node = watcherWords(args).find(word => word.isLiteral !== true && state.nodes.has(word.text));
  if (node !== undefined) {
    const message = `${node.text} is a node, no watcher: did you mean "on ${node.text}"?`;
    return misused(message, node.at);
  }
  const rows = args.cells === null ? meantRows(args, state) : [];
  const words = readWatcherOperands(watcherWords(args), rows, command.meansRemoved);
  const stranger = args.cells === null && state.nodes.size > 0 ? strangerProblem(words, rows) : null;
  if (stranger !== null) return {ok: false, problem: stranger};
  const targets =
    args.cells === null ? typedTargets(words, rows, state, isMeant) : cellTargets(args.cells, state, isMeant);
  const leftOut =
    args.cells === null
      ? words.length === 0
        ? leftOutOf(rows, state, isMeant)
        : []
      : leftOutOf(namedRows(args.cells, state), state, isMeant);
  if (targets.length === 0)
    return {ok: false, problem: {message: nobody(command, args, state, leftOut), at: 0, kind: 'no-target'}};
  const isAsTyped = args.cells === null && !words.some(word => word.isPattern);
  const text = isAsTyped ? typedText(command, args, targets) : cellsText(command, args, targets);
  return {
    ok: true,
    value: {command, args, text, targets, leftOut, warnings: warnings(command, targets, state), prepared: null},
  };
}

/** What is wrong with the first operand that no node in question has a watcher for, as far as they are known; null: nothing. */
function strangerProblem(words: readonly WatcherOperand[], rows: readonly NodeRow[]): Problem | null {
  if (rows.some(row => !isKnown(row))) return null;
  const stranger = words.find(word => !word.isAnywhere);
  if (stranger === undefined) return null;
  const {word, isPattern} = stranger;
  const names = [...new Set(rows.flatMap(row => [...row.watchers.keys()]))].filter(name => !isCircusOwn(name));
  const message = isPattern
    ? `no watcher fits ${word.text}: there ${names.length === 1 ? 'is' : 'are'} ${names.map(quoteName).join(', ') || 'none'}`
    : `no node has a watcher ${quoteName(word.text)}`;
  return {message, at: word.at, kind: 'no-target'};
}

/** The nodes that a typed command means; if one circusd has several names, only the row that stands for it. */
function meantRows(args: Arguments, state: State): readonly NodeRow[] {
  const rows = (args.on ?? [...state.nodes.keys()]).flatMap(node => row(state, node));
  return [...new Set(rows.flatMap(each => (each.sameAs === null ? [each] : row(state, each.sameAs))))];
}

function typedTargets(
  words: readonly WatcherOperand[],
  rows: readonly NodeRow[],
  {rules}: State,
  isMeant: IsMeant,
): readonly Target[] {
  if (words.length === 0) return rows.flatMap(each => allWatchers(each, rules).filter(isMeant));
  const hasPattern = words.some(word => word.isPattern);
  return rows.flatMap((each): readonly Target[] => {
    if (!isKnown(each) && hasPattern) return [{node: each.spec.id, watcher: null}];
    const names = new Set<string>();
    for (const {word, isPattern, on} of words) {
      const own = on(each);
      for (const name of own) names.add(name);
      // A name that the node does not have is a target, too: its outcome says so.
      if (own.length === 0 && !isPattern) names.add(word.text);
    }
    return [...names].map(watcher => ({node: each.spec.id, watcher}));
  });
}

function watcherWords(args: Arguments): readonly Token[] {
  return args.operands.get('watcher') ?? [];
}

function cellTargets(cells: readonly Target[], state: State, isMeant: IsMeant): readonly Target[] {
  return cells.flatMap(cell => {
    if (cell.watcher !== null) return state.nodes.has(cell.node) && isMeant(cell) ? [cell] : [];
    return row(state, cell.node)
      .flatMap(each => allWatchers(each, state.rules))
      .filter(isMeant);
  });
}

/** A node whose watchers are not known yet is a target, too: its outcome says why. */
function allWatchers(row: NodeRow, rules: WatcherRules): readonly Target[] {
  if (!isKnown(row)) return [{node: row.spec.id, watcher: null}];
  return inAll(row, rules).map(watcher => ({node: row.spec.id, watcher}));
}

/** The rows of cells that mean all watchers of their node. */
function namedRows(cells: readonly Target[], state: State): readonly NodeRow[] {
  return cells.flatMap(cell => (cell.watcher === null ? row(state, cell.node) : []));
}

/** The watchers that "all" does not mean there, each once. */
function leftOutOf(rows: readonly NodeRow[], {rules}: State, isMeant: IsMeant): readonly string[] {
  const names = rows.flatMap(each =>
    leftOutOfAll(each, rules).filter(watcher => isMeant({node: each.spec.id, watcher})),
  );
  return [...new Set(names)];
}

function row(state: State, node: NodeId): readonly NodeRow[] {
  const found = state.nodes.get(node);
  return found === undefined ? [] : [found];
}

function typedText(command: Command, args: Arguments, targets: readonly Target[]): string {
  return typedOn(command, args, formatNodeSet(nodesOf(targets)));
}

/** A command as it was typed, with its operands and options, on these nodes. @param nodes as a set; null: it names none */
export function typedOn(command: Command, args: Arguments, nodes: string | null): string {
  const words = command.args.flatMap(arg => args.operands.get(arg.name) ?? []).map(typedName);
  return typedAgain(command, words, nodes, args.options);
}

function typedName({text, raw}: Token): string {
  return raw ?? quoteName(text);
}

/** Marks may have any shape: one command for each set of nodes, with all watchers that are marked on it. */
function cellsText(command: Command, args: Arguments, targets: readonly Target[]): string {
  const others = command.args.filter(arg => arg.kind !== 'watcher').flatMap(arg => args.operands.get(arg.name) ?? []);
  const rest = others.map(typedName);
  const nodesByWatcher = new Map<string, NodeId[]>();
  for (const {node, watcher} of targets) {
    const name = watcher ?? '';
    nodesByWatcher.set(name, [...(nodesByWatcher.get(name) ?? []), node]);
  }
  const watchersByNodes = new Map<string, string[]>();
  for (const [watcher, nodes] of nodesByWatcher) {
    const set = formatNodeSet(nodes);
    watchersByNodes.set(set, [...(watchersByNodes.get(set) ?? []), watcher]);
  }
  return [...watchersByNodes]
    .map(([set, watchers]) =>
      typedAgain(command, [...watchers.filter(name => name !== '').map(quoteName), ...rest], set, args.options),
    )
    .join('; ');
}

/** The nodes of the targets, each once, in order. */
export function nodesOf(targets: readonly Target[]): readonly NodeId[] {
  return [...new Set(targets.map(target => target.node))];
}

function warnings(command: Command, targets: readonly Target[], state: State): readonly string[] {
  const away = nodesOf(targets).filter(node => {
    const link = state.nodes.get(node)?.link;
    return link === 'offline' || link === 'stale';
  });
  const silent = away.length === 0 ? [] : [`${formatNodeSet(away)} ${away.length === 1 ? 'does' : 'do'} not answer`];
  return command.effect === 'destroy' ? [...silent, ...lackingWarnings(targets, state)] : silent;
}

/** Where a named watcher is on some of the nodes alone: the others are targets, too, are counted, and will fail. */
function lackingWarnings(targets: readonly Target[], {nodes}: State): readonly string[] {
  const lacking = targets.filter(({node, watcher}) => {
    const row = nodes.get(node);
    return row?.isRead === true && watcher !== null && !row.watchers.has(watcher);
  });
  return [...Map.groupBy(lacking, ({watcher}) => watcher)].map(([watcher, targets]) => {
    const without = nodesOf(targets);
    return `${formatNodeSet(without)} ${without.length === 1 ? 'has' : 'have'} no watcher ${quoteName(watcher ?? '')}`;
  });
}

function nobody(command: Command, args: Arguments, state: State, leftOut: readonly string[]): string {
  if (state.nodes.size === 0) return 'the cluster is empty: cluster SET says which nodes are in it';
  const but = leftOut.length === 0 ? '' : `, but ${leftOut.map(quoteName).join(', ')}, which has to be named`;
  if (args.cells !== null) return `there is nothing to ${command.name} here${but}`;
  return `no node has a watcher to ${command.name}${but}`;
}
