import type {Outcome} from '../model/job.js';
import {clusterNameProblem, type NamedCluster, type NamedClusters} from '../model/named-cluster.js';
import {isNear} from '../model/near.js';
import type {NodeSpec} from '../model/node.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Arguments, Token} from './arguments.js';
import {planSet, showAnswer, specs} from './cluster-edit.js';
import type {PreparedCluster, WayPlan} from './cluster-plan.js';
import type {CommandOption, Run} from './command.js';
import {failed, ok} from './outcomes.js';
import {misused, type PlanContext, type Result} from './plan.js';

export const SAVED_AS_DEFAULT: CommandOption = {
  name: 'default',
  value: null,
  isMany: false,
  way: 'save',
  summary: 'With save: circusman starts on this cluster where no SET is named',
};

/** `cluster save NAME`: keeps the cluster as it is now under a name. */
export function planSave(words: readonly Token[], args: Arguments, context: PlanContext): Result<WayPlan> {
  const named = namesOf(words, ['NAME']);
  if (!named.ok) return named;
  const [name] = named.value;
  const problem = clusterNameProblem(name.text);
  if (problem !== null) return misused(problem, name.at);
  const nodes = specs(context.state);
  if (nodes.length === 0) return misused('the cluster is empty: there is nothing to save', name.at);
  const before = context.clusters().all.find(each => each.name === name.text);
  if (before?.isSaved === false) return misused(`${name.text} is in ${before.place}: choose another name`, name.at);
  const isDefault = args.options.has(SAVED_AS_DEFAULT.name);
  const was = before === undefined ? '' : replaced(before, nodes);
  return onName(`cluster save ${name.text}${isDefault ? ' --default' : ''}`, name.text, {
    names: [{name: name.text, nodes}],
    description: `${name.text}${isDefault ? ', the default' : ''}: ${sizeOf(nodes)}`,
    ...(was === '' ? {} : {warnings: [`${name.text} is saved already, and gets other nodes: it ${was}`]}),
    act: async ({ports}) => {
      const refusal = await ports.clusters.save(name.text, nodes, isDefault);
      if (refusal !== null) return refused(refusal);
      ports.clusters.call({name: name.text, nodes: nodes.map(({id}) => id)});
      return done(
        [sizeOf(nodes), ...(isDefault ? [defaultNow(name.text, context)] : []), ...(was === '' ? [] : [was])].join(
          '; ',
        ),
      );
    },
  });
}

/** The configuration may name another one, which counts more; or another program saved one meanwhile. */
function defaultNow(name: string, {clusters}: PlanContext): string {
  const standard = clusters().all.find(({isDefault}) => isDefault)?.name ?? 'another one';
  return standard === name ? 'the default' : `saved as the default, but that is ${standard}: circusman config says why`;
}

/** `cluster load NAME`: the same as `cluster @NAME`. */
export function planLoad(words: readonly Token[], _: Arguments, context: PlanContext): Result<WayPlan> {
  const found = findNamed(words, context);
  if (!found.ok) return found;
  const {name} = found.value;
  const nodes = found.value.nodes();
  const at = words[1]?.at ?? 0;
  if (typeof nodes === 'string') return misused(nodes, at);
  if (nodes.length === 0) return misused(`${name} has no node`, at);
  const edit = {before: specs(context.state), after: nodes, origin: {name, nodes: nodes.map(({id}) => id)}};
  return planSet(`cluster load ${name}`, edit, {isEdit: false, at, context});
}

/** `cluster list`: all clusters that have a name. */
export function planList(words: readonly Token[], _: Arguments, {clusters}: PlanContext): Result<WayPlan> {
  const [list, extra] = words;
  if (extra !== undefined) return misused(`"${extra.text}" is one word too many: cluster list`, extra.at);
  const {all, unread} = clusters();
  if (unread !== null) return {ok: false, problem: {message: unread, at: list?.at ?? 0, kind: 'refused'}};
  if (all.length === 0) {
    const message = 'no cluster has a name yet: cluster save NAME keeps the one that is open';
    return {ok: false, problem: {message, at: list?.at ?? 0, kind: 'no-target'}};
  }
  const act = async ({target, plan, ports}: Run): Promise<Outcome> => {
    if (target === plan.targets[0]) showAnswer(ports);
    const [found, other] = clusters().all.filter(({name}) => referenceTo(name) === target.node);
    if (found === undefined) return failed('it was forgotten meanwhile', {sent: false});
    if (other !== undefined) return failed(inTwoPlaces(found, other), {sent: false});
    const nodes = found.nodes();
    return typeof nodes === 'string' ? failed(nodes, {sent: false}) : done(describeNamed(found, nodes));
  };
  const description = all.map(({name, isDefault}) => (isDefault ? `${name} (the default)` : name)).join(', ');
  return {
    ok: true,
    value: {
      text: 'cluster list',
      targets: [...new Set(all.map(({name}) => referenceTo(name)))].map(node => ({node, watcher: null})),
      prepared: {after: null, description, act},
    },
  };
}

/** `cluster rename NAME NEW` */
export function planRename(words: readonly Token[], _: Arguments, context: PlanContext): Result<WayPlan> {
  const named = namesOf(words, ['NAME', 'NEW']);
  if (!named.ok) return named;
  const [, next] = named.value;
  const found = findSaved(words.slice(0, 2), context);
  if (!found.ok) return found;
  const {name} = found.value;
  const problem = clusterNameProblem(next.text);
  if (problem !== null) return misused(problem, next.at);
  const other = context.clusters().all.find(each => each.name === next.text);
  if (other !== undefined) return misused(`there is a ${next.text} already: ${other.place}`, next.at);
  return onName(`cluster rename ${name} ${next.text}`, name, {
    names: [
      {name, nodes: null},
      {name: next.text, nodes: found.value.nodes()},
    ],
    description: `${name} becomes ${next.text}`,
    act: async ({ports}) => {
      const refusal = await ports.clusters.rename(name, next.text);
      if (refusal !== null) return refused(refusal);
      const {origin} = ports.state();
      if (origin?.name === name) ports.clusters.call({...origin, name: next.text});
      return done(`it is ${next.text} now`);
    },
  });
}

/** `cluster forget NAME`: its outcome says which nodes it had, so that nothing is lost by it. */
export function planForget(words: readonly Token[], _: Arguments, context: PlanContext): Result<WayPlan> {
  const named = namesOf(words, ['NAME']);
  if (!named.ok) return named;
  const found = findSaved(words, context);
  if (!found.ok) return found;
  const {name, isDefault} = found.value;
  const nodes = found.value.nodes();
  const had = typeof nodes === 'string' ? 'it could not be read' : `it was ${formatNodeSet(nodes)}`;
  const was = isDefault ? `${had}; it was the default: without a SET circusman does not start on it any more` : had;
  return onName(`cluster forget ${name}`, name, {
    names: [{name, nodes: null}],
    description: `${name} will be forgotten: ${typeof nodes === 'string' ? nodes : sizeOf(nodes)}`,
    act: async ({ports}) => {
      const refusal = await ports.clusters.forget(name);
      if (refusal !== null) return refused(refusal);
      if (ports.state().origin?.name === name) ports.clusters.call(null);
      return done(was);
    },
  });
}

/** What a cluster by name is called where nodes are named, too. */
function referenceTo(name: string): string {
  return `@${name}`;
}

function onName(
  text: string,
  name: string,
  {
    warnings,
    ...prepared
  }: Pick<PreparedCluster, 'act' | 'names' | 'description'> & {readonly warnings?: readonly string[]},
): Result<WayPlan> {
  const targets = [{node: referenceTo(name), watcher: null}];
  return {
    ok: true,
    value: {text, targets, ...(warnings === undefined ? {} : {warnings}), prepared: {after: null, ...prepared}},
  };
}

type Names<Wanted extends readonly string[]> = {readonly [Index in keyof Wanted]: Token};

/** The words behind the way's own: exactly as many as are wanted. */
function namesOf<const Wanted extends readonly string[]>(
  [way, ...names]: readonly Token[],
  wanted: Wanted,
): Result<Names<Wanted>> {
  const shown = `cluster ${way?.text ?? ''} ${wanted.join(' ')}`;
  const extra = names[wanted.length];
  if (extra !== undefined) return misused(`"${extra.text}" is one word too many: ${shown}`, extra.at);
  if (names.length < wanted.length) {
    const last = names.at(-1) ?? way;
    return misused(`${wanted[names.length]} is missing: ${shown}`, (last?.at ?? 0) + (last?.text.length ?? 0));
  }
  return {ok: true, value: names as unknown as Names<Wanted>};
}

function findNamed(words: readonly Token[], {clusters}: PlanContext): Result<NamedCluster> {
  const read = namesOf(words, ['NAME']);
  if (!read.ok) return read;
  const [{text, at}] = read.value;
  const named = clusters();
  const [found, other] = named.all.filter(({name}) => name === text);
  if (found === undefined) return misused(noSuchCluster(text, named), at);
  return other === undefined ? {ok: true, value: found} : misused(inTwoPlaces(found, other), at);
}

function findSaved(words: readonly Token[], context: PlanContext): Result<NamedCluster> {
  // One that is in the configuration file, too, can be renamed or forgotten: that is what helps then.
  const saved = context.clusters().all.find(({name, isSaved}) => isSaved && name === words[1]?.text);
  if (saved !== undefined) return {ok: true, value: saved};
  const found = findNamed(words, context);
  return found.ok
    ? misused(`${found.value.name} is in ${found.value.place}: change it there`, words[1]?.at ?? 0)
    : found;
}

/** A sentence about a name that two clusters have. */
export function inTwoPlaces({name, place}: NamedCluster, other: NamedCluster): string {
  return `${name} is in ${place}, and saved in ${other.place}, too: cluster rename or cluster forget, or another name in the file`;
}

/** A sentence about a name that none of these has. */
export function noSuchCluster(name: string, {all, unread}: NamedClusters): string {
  if (name.includes('/')) return `${name} is a file, no cluster's name: a set of nodes can be @${name}`;
  if (unread !== null) return unread;
  const names = all.map(each => each.name);
  const near = names.find(each => each.toLowerCase() === name.toLowerCase() || isNear(each, name));
  if (near !== undefined) return `there is no cluster ${name}: did you mean ${near}?`;
  const others =
    names.length === 0 ? 'none has a name yet' : `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
  return `there is no cluster ${name}: ${others}${name.includes('.') ? `; a file is @./${name}` : ''}`;
}

function replaced(cluster: NamedCluster, next: readonly NodeSpec[]): string {
  const nodes = cluster.nodes();
  if (typeof nodes === 'string') return 'could not be read';
  const before = formatNodeSet(nodes);
  return before === formatNodeSet(next) ? '' : `was ${before}`;
}

function describeNamed({isDefault, isSaved, place}: NamedCluster, nodes: readonly NodeSpec[]): string {
  return [...(isDefault ? ['the default'] : []), sizeOf(nodes), ...(isSaved ? [] : [`in ${place}`])].join('; ');
}

/** "32 nodes: 192.168.0.1-32" */
function sizeOf(nodes: readonly NodeSpec[]): string {
  return `${nodes.length} node${nodes.length === 1 ? '' : 's'}: ${formatNodeSet(nodes)}`;
}

function done(reason: string): Outcome {
  return ok({changed: null, sent: false, state: null, reason});
}

/** Nothing is changed: this machine does not take it. */
function refused(reason: string): Outcome {
  return {...failed(reason, {sent: false}), isRefused: true};
}
