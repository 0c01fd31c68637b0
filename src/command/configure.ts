import type {Outcome, Target} from '../model/job.js';
import type {ConfigureReply, ConfigureRequest} from '../model/service.js';
import {serviceOf} from '../store/services.js';
import type {State} from '../store/state.js';
import type {Arguments, CommandOption, Plan, PlanContext, Result, Run, TargetCommand, Word} from './command.js';
import {membersOf, type PlacedMember} from './members.js';
import {readNodes} from './node-words.js';
import {beyondReach, failed, ok, withoutReply} from './outcomes.js';
import {planWatchers} from './targets.js';

/** Milliseconds: rendering may take 10 s, and a slow disk some more. */
const ANSWER = 30_000;
/** Until clusters can be saved under a name. */
const CLUSTER = 'circusman';

const OPTIONS: readonly CommandOption[] = [
  {name: 'dry-run', value: null, isMany: false, summary: 'Only show what would change in which file', effect: 'read'},
  {name: 'set', value: 'NAME=VALUE', isMany: true, summary: "A variable of the service's templates"},
  {
    name: 'members',
    value: 'WATCHER=SET',
    isMany: true,
    summary: 'The members of its cluster, instead of all nodes that have it',
  },
  {name: 'templates', value: 'FOLDER', isMany: false, summary: "Templates from here, instead of the node's own"},
  {
    name: 'force',
    value: null,
    isMany: false,
    summary: 'Also while it runs: it takes effect at its restart',
    effect: 'destroy',
  },
  {name: 'undo', value: null, isMany: false, summary: 'Bring back the files that were there before'},
];

/**
 * The package's `configure`: each node is sent its own address, those of all members in order, its number and the
 * variables, renders its templates, and installs all files of the service or none.
 */
export const configure: TargetCommand = {
  name: 'configure',
  summary: "Write services' configuration files for the cluster as it is now",
  args: [{name: 'watcher', kind: 'watcher', isOptional: true, isMany: true}],
  options: OPTIONS,
  takesOn: true,
  scope: 'watcher',
  effect: 'change',
  plan: planConfigure,
  run: configureTarget,
};

function planConfigure(args: Arguments, context: PlanContext): Result<Plan> {
  const {state} = context;
  const plan = planWatchers(configure, args, context);
  if (!plan.ok) return plan;
  const isImplied = args.cells === null && (args.words.get('watcher') ?? []).length === 0;
  const targets = isImplied ? plan.value.targets.filter(target => mayHaveService(target, state)) : plan.value.targets;
  const first = targets[0];
  if (first === undefined) return problem('no node has a service to configure', 0, 'no-target');
  const variables = readVariables(args);
  if (!variables.ok) return variables;
  if (isGiven(args, 'undo')) return {ok: true, value: {...plan.value, targets}};
  const stated = readMembers(args, context);
  if (!stated.ok) return stated;
  const members = new Map<string, readonly PlacedMember[]>();
  for (const watcher of new Set(targets.flatMap(target => target.watcher ?? []))) {
    const found = membersOf(state, watcher, stated.value.get(watcher) ?? null);
    if ('problem' in found) return problem(found.problem, 0, 'refused');
    members.set(watcher, found.members);
  }
  return {ok: true, value: {...plan.value, targets, members}};
}

/** A node of which nothing is known is a target all the same: its outcome says why. */
function mayHaveService({node, watcher}: Target, state: State): boolean {
  return watcher === null || (serviceOf(state.nodes.get(node), watcher)?.isInAll ?? false);
}

async function configureTarget(run: Run): Promise<Outcome> {
  const {ports, target, signal, plan} = run;
  const beyond = beyondReach(target, ports.state());
  if (beyond !== null) return beyond;
  const {node, watcher} = target;
  const row = ports.state().nodes.get(node);
  if (watcher === null) return failed('no watcher was named', {sent: false});
  if (row?.info === null) return failed(NO_PACKAGE, {sent: false});
  const service = serviceOf(row, watcher);
  if (service === null) {
    return failed(`${watcher} names no service here: say which in its circus.ini, as service = NAME`, {sent: false});
  }
  const request = await requestFor(run, watcher, service.service);
  if (typeof request === 'string') return failed(request, {sent: false});
  const result = await ports.call(node, 'configure', {watcher, request}, {timeout: ports.timeout ?? ANSWER, signal});
  if (result.kind === 'lost') return {kind: 'unknown', changed: null, sent: true, state: null, reason: result.reason};
  if (result.kind !== 'reply') return withoutReply(result, signal);
  run.report({type: 'data', data: dataOf(result.reply, plan)});
  const changed = result.reply.files.some(file => file.state !== 'unchanged');
  return ok({changed: result.reply.isApplied && changed, state: null, reason: summary(result.reply)});
}

export const NO_PACKAGE =
  'its circusd is a stock one: configure and reset need circusman-node there (circus/README.md)';

/** @returns why there is none, for people */
async function requestFor(
  {plan, target, ports}: Run,
  watcher: string,
  service: string,
): Promise<ConfigureRequest | string> {
  const {args} = plan;
  const common = {isDryRun: isGiven(args, 'dry-run'), isForced: isGiven(args, 'force')};
  if (isGiven(args, 'undo')) return {...common, undo: true};
  const members = plan.members?.get(watcher) ?? [];
  const own = members.find(member => member.node === target.node);
  if (own === undefined) return `it is not among the members of ${watcher}: add it to --members, or do not name it`;
  const variables = readVariables(args);
  const folder = args.options.get('templates')?.[0]?.text;
  const templates = folder === undefined ? null : await ports.files.templates(folder, service);
  if (typeof templates === 'string') return templates;
  return {
    ...common,
    undo: false,
    address: own.address,
    cluster: CLUSTER,
    members: members.map(({address, identifier}) => ({address, identifier})),
    variables: variables.ok ? variables.value : {},
    templates,
  };
}

function readVariables(args: Arguments): Result<Readonly<Record<string, string>>> {
  const variables: Record<string, string> = {};
  for (const word of args.options.get('set') ?? []) {
    const pair = splitPair(word);
    if (pair === null) return problem('--set wants NAME=VALUE, such as --set heap=1g', word.at, 'usage');
    variables[pair.name] = pair.value.text;
  }
  return {ok: true, value: variables};
}

/** Stated members by watcher, in the order in which they were stated. */
function readMembers(
  args: Arguments,
  {defaultPort, state}: PlanContext,
): Result<ReadonlyMap<string, readonly string[]>> {
  const stated = new Map<string, readonly string[]>();
  for (const word of args.options.get('members') ?? []) {
    const pair = splitPair(word);
    if (pair === null)
      return problem('--members wants WATCHER=SET, such as --members titan=192.168.0.1-3', word.at, 'usage');
    const nodes = readNodes([pair.value], defaultPort);
    if (!nodes.ok) return nodes;
    const stranger = nodes.value.find(node => !state.nodes.has(node.id));
    if (stranger !== undefined) return problem(`${stranger.id} is not in the cluster`, pair.value.at, 'usage');
    stated.set(
      pair.name,
      nodes.value.map(node => node.id),
    );
  }
  return {ok: true, value: stated};
}

function splitPair({text, at}: Word): {readonly name: string; readonly value: Word} | null {
  const equals = text.indexOf('=');
  if (equals < 1) return null;
  return {name: text.slice(0, equals), value: {text: text.slice(equals + 1), at: at + equals + 1}};
}

function isGiven(args: Arguments, option: string): boolean {
  return args.options.has(option);
}

/** "2 files: 1 changed, 1 new; takes effect at its restart". */
function summary({files, isApplied, waitsForRestart}: ConfigureReply): string {
  const counts = (['new', 'changed', 'removed'] as const).flatMap(state => {
    const count = files.filter(file => file.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const all = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  if (counts.length === 0) return `${all}, nothing to change`;
  const effect = isApplied && waitsForRestart ? '; takes effect at its restart' : '';
  return `${all}: ${counts.join(', ')}${isApplied ? '' : ' (dry run: nothing was written)'}${effect}`;
}

function dataOf({files, identifier}: ConfigureReply, plan: Plan): object {
  const isDryRun = isGiven(plan.args, 'dry-run');
  return {files, identifier, dryRun: isDryRun};
}

function problem(message: string, at: number, kind: 'usage' | 'no-target' | 'refused'): Result<never> {
  return {ok: false, problem: {message, at, kind}};
}
