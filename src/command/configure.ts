import type {Outcome, Target} from '../model/job.js';
import type {ConfigureReply, ConfigureRequest} from '../model/service.js';
import {foldName} from '../model/watcher.js';
import {shownNodes} from '../store/selectors.js';
import {serviceOf} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';
import type {Arguments, Token} from './arguments.js';
import {type CommandOption, preparing, type Run, type TargetCommand} from './command.js';
import {dryRunOption, isDryRun} from './dry-run.js';
import {type PlacedMember, placeMembers, unreportedMembers} from './members.js';
import {readNodes} from './node-operands.js';
import {findOutLater, mayBeService, withoutPackage} from './node-package.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import type {Plan, PlanContext, Result} from './plan.js';
import {type Homes, homesOf, otherService} from './same-service.js';
import {WATCHERS, withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';

/** Milliseconds: rendering may take 10 s, and a slow disk some more. */
const RENDERING = 30_000;
/** Used until clusters can be saved under a name. */
const CLUSTER = 'circusman';

const OPTIONS: readonly CommandOption[] = [
  dryRunOption('Only show what would change in which file'),
  {name: 'set', value: 'NAME=VALUE', isMany: true, summary: "A variable of the service's templates"},
  {
    name: 'members',
    value: 'WATCHER=SET',
    isMany: true,
    summary: 'The members of its cluster, instead of all nodes that have it',
  },
  {
    name: 'templates',
    value: 'FOLDER',
    valueKind: 'file',
    isMany: false,
    summary: "Templates from here, instead of the node's own",
  },
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
export const configure: TargetCommand = preparing<PreparedConfigure>({
  name: 'configure',
  summary: "Write services' configuration files for the cluster as it is now",
  args: [WATCHERS],
  options: OPTIONS,
  takesOn: true,
  scope: 'watcher',
  effect: 'change',
  circus: 'configure',
  plan: planConfigure,
  run: run => withWatcher(run, configureWatcher),
});

/** What planning finds out for the run. */
interface PreparedConfigure extends Homes {
  /** By service, the nodes that its cluster consists of; empty for `--undo`. */
  readonly members: ReadonlyMap<string, readonly PlacedMember[]>;
  readonly variables: Readonly<Record<string, string>>;
}

function planConfigure(args: Arguments, context: PlanContext): Result<Plan<PreparedConfigure>> {
  const {state} = context;
  const plan = planWatchers(configure, args, context, target => mayBeService(target, state));
  if (!plan.ok) return plan;
  const {targets} = plan.value;
  const homes = homesOf(targets, state);
  const variables = readVariables(args);
  if (!variables.ok) return variables;
  const members = new Map<string, readonly PlacedMember[]>();
  const prepared = {members, homes, variables: variables.value};
  if (isGiven(args, 'undo')) return {ok: true, value: {...plan.value, prepared}};
  const watchers = new Set(targets.flatMap(target => target.watcher ?? []));
  const stated = readMembers(
    args,
    watchers,
    targets.every(({watcher}) => watcher !== null),
    context,
  );
  if (!stated.ok) return stated;
  // A service's watcher may have another name on some nodes: members stated for one of the names apply to all of them.
  for (const watcher of [...watchers].sort((one, other) => rank(one, stated.value) - rank(other, stated.value))) {
    const nodes = stated.value.get(watcher) ?? null;
    const unreported = nodes === null ? unreportedMembers(state, watcher) : null;
    if (unreported !== null) return problem(unreported, 0, 'no-target');
    for (const service of servicesNamed(watcher, targets, state)) {
      if (members.has(service) && nodes !== null)
        return problem(`the members of ${service} are said twice`, 0, 'usage');
      if (members.has(service)) continue;
      const found = placeMembers(state, service, nodes);
      if ('problem' in found) return problem(found.problem, 0, 'no-target');
      members.set(service, found.members);
    }
  }
  return {ok: true, value: {...plan.value, prepared}};
}

function rank(watcher: string, stated: ReadonlyMap<string, unknown>): number {
  return stated.has(watcher) ? 0 : 1;
}

/** The services that the watcher is on its targets, nearly always one; if these have not reported it, those that it is on other nodes. */
function servicesNamed(watcher: string, targets: readonly Target[], state: State): ReadonlySet<string> {
  const nodes = new Set(targets.flatMap(target => (target.watcher === watcher ? [target.node] : [])));
  const namesOf = (rows: readonly NodeRow[]) => new Set(rows.flatMap(row => serviceOf(row, watcher)?.service ?? []));
  const own = namesOf(shownNodes(state).filter(row => nodes.has(row.spec.id)));
  return own.size > 0 ? own : namesOf(shownNodes(state));
}

async function configureWatcher(run: Run<PreparedConfigure>, watcher: string): Promise<Outcome> {
  const {ports, target, signal} = run;
  const lacking = await withoutPackage(run);
  if (lacking !== null) return lacking;
  const service = serviceOf(ports.state().nodes.get(target.node), watcher);
  if (service === null) {
    return failed(`${watcher} names no service here: say which in its circus.ini, as service = NAME`, {sent: false});
  }
  const request = await requestFor(run, watcher, service.service);
  if (typeof request === 'string') return failed(request, {sent: false});
  const other = await otherService(run, watcher);
  if (other !== null) return other;
  const timeout = ports.timeout ?? RENDERING;
  const result = await ports.call(target.node, 'configure', {watcher, request}, {timeout, signal});
  if (result.kind === 'lost') return findOut(run, watcher, request, result.reason);
  if (result.kind !== 'reply') return withoutReply(result, signal);
  const {files, identifier} = result.reply;
  const address = request.undo ? null : request.address;
  const data = {files, address, identifier, dryRun: request.isDryRun};
  run.report({type: 'answer', answer: {kind: 'files', data}});
  const changed = result.reply.files.some(file => file.state !== 'unchanged');
  return ok({changed: result.reply.isApplied && changed, state: null, reason: summary(result.reply)});
}

/** After a configure whose answer was lost: `ok` if all files are as they were to be. */
function findOut(run: Run, watcher: string, request: ConfigureRequest, reason: string): Promise<Outcome> | Outcome {
  if (request.isDryRun) return failed(reason, {sent: true});
  return findOutLater(run, reason, async () => {
    if (request.undo) return null;
    const {ports, target, signal} = run;
    const asked = {watcher, request: {...request, isDryRun: true}};
    const result = await ports.call(target.node, 'configure', asked, {timeout: RENDERING, signal});
    if (result.kind !== 'reply') return null;
    const left = result.reply.files.filter(file => file.state !== 'unchanged').length;
    if (left === 0) return ok({changed: null, state: null, reason: 'every file is as it was to be'});
    return unknown(`${reason}; ${left} ${left === 1 ? 'file is' : 'files are'} not as they were to be`);
  });
}

/** @returns why there is none, for people */
async function requestFor(
  {plan, target, ports}: Run<PreparedConfigure>,
  watcher: string,
  service: string,
): Promise<ConfigureRequest | string> {
  const {args} = plan;
  const common = {isDryRun: isDryRun(args), isForced: isGiven(args, 'force')};
  if (isGiven(args, 'undo')) return {...common, undo: true};
  const members = plan.prepared.members.get(service) ?? [];
  const own = members.find(member => member.node === target.node);
  if (own === undefined) return `it is not among the members of ${watcher}: add it to --members, or do not name it`;
  const folder = args.options.get('templates')?.[0]?.text;
  const templates = folder === undefined ? null : await ports.files.templates(folder, service);
  if (typeof templates === 'string') return templates;
  return {
    ...common,
    undo: false,
    address: own.address,
    cluster: CLUSTER,
    members: members.map(({address, identifier}) => ({address, identifier})),
    variables: plan.prepared.variables,
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
  watchers: ReadonlySet<string>,
  areAllKnown: boolean,
  {sets, state}: PlanContext,
): Result<ReadonlyMap<string, readonly string[]>> {
  const stated = new Map<string, readonly string[]>();
  for (const word of args.options.get('members') ?? []) {
    const pair = splitPair(word);
    if (pair === null)
      return problem('--members wants WATCHER=SET, such as --members titan=192.168.0.1-3', word.at, 'usage');
    const watcher = watchers.has(pair.name)
      ? pair.name
      : [...watchers].find(each => foldName(each) === foldName(pair.name));
    if (watcher === undefined) {
      // A node may not have reported its watchers yet: `exec` plans again when it has.
      const message = `${pair.name} is none of the watchers to configure`;
      return problem(message, word.at, areAllKnown ? 'usage' : 'no-target');
    }
    if (stated.has(watcher)) return problem(`the members of ${watcher} are said twice`, word.at, 'usage');
    const nodes = readNodes([pair.value], sets);
    if (!nodes.ok) return nodes;
    const stranger = nodes.value.find(node => !state.nodes.has(node.id));
    if (stranger !== undefined) return problem(`${stranger.id} is not in the cluster`, pair.value.at, 'usage');
    stated.set(
      watcher,
      nodes.value.map(node => node.id),
    );
  }
  return {ok: true, value: stated};
}

function splitPair({text, at}: Token): {readonly name: string; readonly value: Token} | null {
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

function problem(message: string, at: number, kind: 'usage' | 'no-target'): Result<never> {
  return {ok: false, problem: {message, at, kind}};
}
