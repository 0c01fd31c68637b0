import type {Target} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import {isOtherMachine} from '../store/machines.js';
import {remember} from '../store/remember.js';
import {shownNodes} from '../store/selectors.js';
import {membersOf, serviceOf, twiceOnNode} from '../store/services.js';
import type {NodeRow, State, WatcherRow} from '../store/state.js';
import {twiceOnNodeText} from '../wording/service-members.js';
import {isDryRun} from './dry-run.js';
import type {Plan} from './plan.js';
import type {Homes} from './same-service.js';

/** A service when a command on it was planned. */
interface PlannedService {
  readonly name: string;
  /** Whether it is reset on all its members or on none. */
  readonly resetsTogether: boolean;
  /** All of them, whether they are targets or not. */
  readonly members: readonly Target[];
}

/** What planning a reset finds out for its run. */
export interface PreparedReset extends Homes {
  /** The targets' services as they were when they were shown to be confirmed. */
  readonly services: readonly PlannedService[];
}

/** The services of these targets, each with all members that are known now. */
export function servicesOf(targets: readonly Target[], state: State): readonly PlannedService[] {
  const names = new Set(targets.flatMap(target => serviceOfTarget(target, state)?.service ?? []));
  return [...names].map(name => {
    const members = membersOf(state, name);
    return {
      name,
      resetsTogether: members.some(({declared}) => declared.resetsTogether),
      members: members.map(({row, declared}) => ({node: row.spec.id, watcher: declared.watcher})),
    };
  });
}

/** The service in the plan that the target is a member of; null: none was known when it was planned. */
export function plannedService(target: Target, plan: Plan<PreparedReset>): PlannedService | null {
  return servicesByMember(plan).get(keyOf(target)) ?? null;
}

const servicesByMember = remember((plan: Plan<PreparedReset>): ReadonlyMap<string, PlannedService> => {
  return new Map(plan.prepared.services.flatMap(service => service.members.map(member => [keyOf(member), service])));
});

/** The all-or-none service that decides about the target; null: it is reset by itself, or this is a dry run. */
export function groupOf(target: Target, plan: Plan<PreparedReset>): string | null {
  const service = isDryRun(plan.args) ? null : plannedService(target, plan);
  return service?.resetsTogether === true ? service.name : null;
}

/** Whether all members of the target's service are targets. */
export function isOfAllMembers(target: Target, plan: Plan<PreparedReset>): boolean {
  const service = plannedService(target, plan);
  return service !== null && without(service.members, plan.targets).length === 0;
}

/** Why an all-or-none service must not be reset as planned; null: no reason is known. */
export function refusal(plan: Plan<PreparedReset>, state: State): string | null {
  for (const service of plan.prepared.services) {
    const reason = service.resetsTogether ? refusalOf(service, plan, state) : null;
    if (reason !== null) return reason;
  }
  return null;
}

/** The same for one service. A member that would refuse counts, too: the others would be empty by then. */
export function refusalOf(service: PlannedService, {targets, args}: Plan, state: State): string | null {
  const members = membersOf(state, service.name);
  const twice = twiceOnNode(members);
  if (twice !== null) return twiceOnNodeText(twice);
  const now = members.map(({row, declared}) => ({node: row.spec.id, watcher: declared.watcher}));
  // The operator has not seen members that came after the plan was made.
  const left = [...without(service.members, targets), ...without(now, service.members)];
  if (left.length > 0) return `${allOrNone(service.name)}: ${onNodes(left)} would be left out; reset them together`;
  if (isDryRun(args)) return null;
  const silent = silentMembers(service, state);
  if (silent.length > 0) {
    const verb = silent.length === 1 ? 'does' : 'do';
    return `${allOrNone(service.name)}, and ${formatNodeSet(silent)} ${verb} not answer`;
  }
  const orphaned = service.members.filter(member => (watcherOf(member, state)?.health?.orphans.length ?? 0) > 0);
  if (orphaned.length > 0) {
    return `${allOrNone(service.name)}, and an orphan still runs on ${onNodes(orphaned)}`;
  }
  const running = service.members.filter(member => !isKnownStopped(member, state));
  if (running.length === 0 || args.options.has('stop')) return null;
  return `${allOrNone(service.name)}: stop it on ${onNodes(running)} first, or say --stop`;
}

/** Why it is not certain that all members are stopped; null: it is. */
export function notStopped(service: PlannedService, state: State): string | null {
  const running = service.members.filter(member => !isKnownStopped(member, state));
  return running.length === 0
    ? null
    : `${allOrNone(service.name)}, and is not known to be stopped on ${onNodes(running)}`;
}

/** Whether the member is certainly stopped: not if its node is away, is another machine, or has not reported what it is. */
export function isKnownStopped(member: Target, state: State): boolean {
  const row = state.nodes.get(member.node);
  if (row?.link !== 'online' || row.info === null || isOtherMachine(row)) return false;
  return watcherOf(member, state)?.state === 'stopped';
}

export function allOrNone(name: string): string {
  return `${name} is reset on all its members or on none`;
}

function onNodes(targets: readonly Target[]): string {
  return formatNodeSet(targets.map(({node}) => node));
}

/** circus ignores case in names. */
function keyOf({node, watcher}: Target): string {
  return `${node} ${(watcher ?? '').toLowerCase()}`;
}

function without(targets: readonly Target[], others: readonly Target[]): readonly Target[] {
  const keys = new Set(others.map(keyOf));
  return targets.filter(target => !keys.has(keyOf(target)));
}

function watcherOf({node, watcher}: Target, state: State): WatcherRow | null {
  return state.nodes.get(node)?.watchers.get(watcher ?? '') ?? null;
}

/** The service that the target's watcher is on its node; null: it is none, or the node has not reported it. */
export function serviceOfTarget({node, watcher}: Target, state: State) {
  return watcher === null ? null : serviceOf(state.nodes.get(node), watcher);
}

/** Nodes that may be members: they do not answer, or have not reported what they are. In the cluster's order. */
function silentMembers(service: PlannedService, state: State): readonly string[] {
  return shownNodes(state)
    .filter(row => (row.link !== 'online' || row.hasPackage === null) && mayBeMember(row, service))
    .map(row => row.spec.id);
}

function mayBeMember({hasPackage, info, watchers}: NodeRow, {name, members}: PlannedService): boolean {
  if (hasPackage === false) return false;
  if (info !== null) return info.services.some(declared => declared.service === name);
  return watchers.size === 0 || members.some(({watcher}) => watcher !== null && watchers.has(watcher));
}
