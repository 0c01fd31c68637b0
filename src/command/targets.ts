import type {Target} from '../model/job.js';
import type {NodeId} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import {isCircusOwn} from '../model/watcher.js';
import type {NodeRow, State} from '../store/state.js';
import type {Arguments, Command, Plan, PlanContext, Result} from './command.js';
import {quoteWord} from './words.js';

/**
 * The plan of a command on watchers. Cells that were chosen on the screen are its targets as they are; typed words mean
 * each named watcher (none named: all that are not circus's own) on each node, in the cluster's order.
 */
export function planWatchers(command: Command, args: Arguments, context: PlanContext): Result<Plan> {
  const targets = args.cells === null ? typedTargets(args, context.state) : cellTargets(args.cells, context.state);
  if (targets.length === 0) {
    const at = args.words.get('watcher')?.[0]?.at ?? 0;
    return {ok: false, problem: {message: nobody(command, args, context.state), at, kind: 'no-target'}};
  }
  const text = args.cells === null ? typedText(command, args, targets) : cellsText(command, targets);
  return {ok: true, value: {command, args, text, targets, warnings: warnings(targets, context.state)}};
}

function typedTargets(args: Arguments, state: State): readonly Target[] {
  const nodes = args.on === null ? [...state.nodes.keys()] : args.on;
  const rows = nodes.flatMap(node => row(state, node)).filter(isOwnRow);
  const named = watcherWords(args);
  if (named.length === 0) return rows.flatMap(allWatchers);
  const isAnywhere = (watcher: string) => rows.some(each => !isKnown(each) || spell(each, watcher) !== null);
  const sought = named.filter(isAnywhere);
  return rows.flatMap(each => sought.map(watcher => ({node: each.spec.id, watcher: spell(each, watcher) ?? watcher})));
}

function watcherWords(args: Arguments): readonly string[] {
  return (args.words.get('watcher') ?? []).map(word => word.text);
}

function cellTargets(cells: readonly Target[], state: State): readonly Target[] {
  return cells.flatMap(cell => {
    if (cell.watcher !== null) return state.nodes.has(cell.node) ? [cell] : [];
    return row(state, cell.node).filter(isOwnRow).flatMap(allWatchers);
  });
}

/** A node of which nothing is known yet is a target all the same: its outcome says why. */
function allWatchers(row: NodeRow): readonly Target[] {
  if (!isKnown(row)) return [{node: row.spec.id, watcher: null}];
  return [...row.watchers.keys()]
    .filter(watcher => !isCircusOwn(watcher))
    .map(watcher => ({node: row.spec.id, watcher}));
}

function isKnown(row: NodeRow): boolean {
  return row.isRead || row.watchers.size > 0;
}

/** A row behind which an earlier row's circusd answers would be acted on twice. */
function isOwnRow(row: NodeRow): boolean {
  return row.sameAs === null;
}

function row(state: State, node: NodeId): readonly NodeRow[] {
  const found = state.nodes.get(node);
  return found === undefined ? [] : [found];
}

/** The watcher's name as the node spells it: circus does not tell capitals from small letters. */
function spell(row: NodeRow, watcher: string): string | null {
  if (row.watchers.has(watcher)) return watcher;
  const wanted = watcher.toLowerCase();
  return [...row.watchers.keys()].find(name => name.toLowerCase() === wanted) ?? null;
}

function typedText(command: Command, args: Arguments, targets: readonly Target[]): string {
  const words = command.args.flatMap(arg => args.words.get(arg.name) ?? []).map(word => quoteWord(word.text));
  return [command.name, ...words, 'on', formatNodeSet(nodesOf(targets))].join(' ');
}

/** Marks need not be a rectangle: one command for each watcher, those on the same nodes together. */
function cellsText(command: Command, targets: readonly Target[]): string {
  const nodesByWatcher = new Map<string, NodeId[]>();
  for (const {node, watcher} of targets) {
    const name = watcher === null ? '' : quoteWord(watcher);
    nodesByWatcher.set(name, [...(nodesByWatcher.get(name) ?? []), node]);
  }
  const watchersByNodes = new Map<string, string[]>();
  for (const [watcher, nodes] of nodesByWatcher) {
    const set = formatNodeSet(nodes);
    watchersByNodes.set(set, [...(watchersByNodes.get(set) ?? []), watcher]);
  }
  return [...watchersByNodes]
    .map(([set, watchers]) => [command.name, ...watchers.filter(name => name !== ''), 'on', set].join(' '))
    .join('; ');
}

/** The nodes of the targets, each once, in order. */
export function nodesOf(targets: readonly Target[]): readonly NodeId[] {
  return [...new Set(targets.map(target => target.node))];
}

function warnings(targets: readonly Target[], state: State): readonly string[] {
  const away = nodesOf(targets).filter(node => {
    const link = state.nodes.get(node)?.link;
    return link === 'offline' || link === 'stale';
  });
  return away.length === 0 ? [] : [`${formatNodeSet(away)} ${away.length === 1 ? 'does' : 'do'} not answer`];
}

function nobody(command: Command, args: Arguments, state: State): string {
  const named = watcherWords(args);
  if (state.nodes.size === 0) return 'the cluster is empty: cluster SET says which nodes are in it';
  if (args.cells !== null) return `there is nothing to ${command.name} here`;
  if (named.length > 0) return `no node has a watcher ${named.map(quoteWord).join(' or ')}`;
  return `no node has a watcher to ${command.name}`;
}
