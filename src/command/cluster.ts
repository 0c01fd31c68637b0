import {parseFilterWord} from '../columns/filter.js';
import {isCondition} from '../columns/filter-language.js';
import {isNear} from '../model/near.js';
import {DEFAULT_COMMAND_PORT} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Token} from './arguments.js';
import {planEdit} from './cluster-edit.js';
import {planForget, planList, planLoad, planRename, planSave, SAVED_AS_DEFAULT} from './cluster-names.js';
import {type PlanWay, type PreparedCluster, wayOf} from './cluster-plan.js';
import {type Argument, preparing, type TargetCommand} from './command.js';
import {meansMembers, readOn} from './on-clause.js';
import {misused, type PlanContext, type Problem, type Result} from './plan.js';
import {typedText} from './tokens.js';
import {planTrust} from './trust.js';

const SET: Argument = {name: 'set', kind: 'nodes', isOptional: false, isMany: true};
const NAME: Argument = {name: 'name', kind: 'cluster', isOptional: false, isMany: false};
const NEW_NAME: Argument = {...NAME, name: 'new name', kind: 'text'};

/**
 * Shows which nodes are in the cluster, changes them, keeps them under a name, or trusts the machines that answer there. It sends
 * nothing to a node: it only opens or closes the connection.
 */
export const cluster: TargetCommand = preparing<PreparedCluster>({
  name: 'cluster',
  summary:
    'Say which nodes are in the cluster: SET, NETWORK COUNT, add SET, remove SET, +SET, -SET, trust SET; by name: save, load, rename, forget, list',
  args: [{name: 'set', kind: 'nodes', isOptional: true, isMany: true}],
  ways: [
    {word: 'add', args: [SET], summary: 'Add nodes'},
    {word: 'remove', args: [SET], summary: 'Take nodes out; they run on'},
    {word: 'trust', args: [SET], summary: 'Take the machines that answer there now for the right ones'},
    {word: 'save', args: [NAME], summary: 'Keep the cluster as it is under a name'},
    {word: 'load', args: [NAME], summary: 'Make this the cluster'},
    {word: 'list', args: [], summary: 'Say which clusters have a name'},
    {word: 'rename', args: [NAME, NEW_NAME], summary: 'Give a saved cluster another name'},
    {word: 'forget', args: [NAME], summary: 'Delete a saved cluster'},
  ],
  options: [SAVED_AS_DEFAULT],
  takesOn: false,
  scope: 'cluster',
  effect: 'none',
  plan: (args, context) => {
    const resolved = resolveMembers(args.operands.get('set') ?? [], context);
    if (!resolved.ok) return resolved;
    const words = resolved.value;
    const way = wayOf(words[0]);
    const [given] = args.options.get(SAVED_AS_DEFAULT.name) ?? [];
    if (given !== undefined && way !== 'save') return misused('--default goes with cluster save NAME', given.at);
    const typo = typoOf(words);
    if (typo !== null) return {ok: false, problem: typo};
    const planned = (WAYS.get(way ?? '') ?? planEdit)(words, args, context);
    return planned.ok ? {ok: true, value: {command: cluster, args, warnings: [], ...planned.value}} : planned;
  },
  run: run => run.plan.prepared.act(run),
  clusterAfter: plan => plan.prepared.after,
  namesAfter: plan => plan.prepared.names ?? [],
  describe: plan => plan.prepared.description,
});

/** What the first operand may be, instead of a set that is all of the cluster. */
const WAYS: ReadonlyMap<string, PlanWay> = new Map([
  ['add', planEdit],
  ['remove', planEdit],
  ['trust', planTrust],
  ['save', planSave],
  ['load', planLoad],
  ['list', planList],
  ['rename', planRename],
  ['forget', planForget],
]);

/** Whether a command asks its nodes anything, as all do but those that only say which nodes are in the cluster. */
export function asksNodes(words: readonly Token[]): boolean {
  const [command, ...operands] = words;
  return command?.text !== cluster.name || wayOf(operands[0]) === 'trust' || operands.some(meansMembers);
}

/** The operands, with node names in place of what only means something within the cluster: a number, `marked`, a filter. */
function resolveMembers(words: readonly Token[], context: PlanContext): Result<readonly Token[]> {
  const [first, ...rest] = words;
  const way = wayOf(first);
  if (first !== undefined && (way === 'remove' || way === 'trust') && rest.some(meansMembers)) {
    const named = readOn(rest, first.at + first.text.length, context);
    return named.ok ? {ok: true, value: [first, {text: formatNodeSet(named.value), at: rest[0]?.at ?? 0}]} : named;
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
      return misused(message, word.at);
    } else resolved.push(word);
  }
  return {ok: true, value: resolved};
}

/** A first operand that may be a way to change the cluster; if nothing follows it, it is a host's name. */
function typoOf([first, second]: readonly Token[]): Problem | null {
  if (first === undefined || second === undefined || first.isLiteral === true || WAYS.has(first.text)) return null;
  const near = [...WAYS.keys()].find(way => isNear(way, first.text));
  if (near === undefined) return null;
  const message = `"${first.text}": did you mean cluster ${near}? (a node of that name: ${first.text}:${DEFAULT_COMMAND_PORT})`;
  return {message, at: first.at, kind: 'usage'};
}
