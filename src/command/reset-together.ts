import type {Target} from '../model/job.js';
import {formatNodeSet} from '../model/node-set.js';
import {shownNodes} from '../store/selectors.js';
import {serviceOf} from '../store/services.js';
import type {NodeRow, State} from '../store/state.js';
import type {Plan} from './command.js';

/** Whether a reset of these targets is one of all members of the target's service. */
export function isOfAllMembers(target: Target, targets: readonly Target[], state: State): boolean {
  const service = serviceOfTarget(target, state);
  return service !== null && membersOf(service.service, state).every(member => isAmong(member, targets));
}

/**
 * Why a service that is reset on all members or on none would be reset on a part of them; null: nothing is known that speaks
 * against it. A member that would refuse its turn counts, too: the others would be empty by then.
 */
export function partialReset({targets, args}: Pick<Plan, 'targets' | 'args'>, state: State): string | null {
  for (const target of targets) {
    const service = serviceOfTarget(target, state);
    if (service?.resetsTogether !== true) continue;
    const members = membersOf(service.service, state);
    const left = members.filter(member => !isAmong(member, targets));
    if (left.length > 0) return `${allOrNone(service.service)}: ${onNodes(left)} would be left out`;
    if (args.options.has('dry-run')) continue;
    const silent = silentMembers(service.service, service.watcher, state);
    if (silent.length > 0) {
      const verb = silent.length === 1 ? 'does' : 'do';
      return `${allOrNone(service.service)}, and ${formatNodeSet(silent)} ${verb} not answer`;
    }
    const orphaned = members.filter(member => (watcherOf(member, state)?.health?.orphans.length ?? 0) > 0);
    if (orphaned.length > 0) {
      return `${allOrNone(service.service)}, and an earlier circusd's process still runs on ${onNodes(orphaned)}`;
    }
    const running = members.filter(member => !isStopped(member, state));
    if (running.length > 0 && !args.options.has('stop')) {
      return `${allOrNone(service.service)}: stop it on ${onNodes(running)} first, or say --stop`;
    }
  }
  return null;
}

/** The members of the target's service that still run, where it is reset on all members or on none. */
export function runningMembers(target: Target, state: State): readonly Target[] {
  const service = serviceOfTarget(target, state);
  if (service?.resetsTogether !== true) return [];
  return membersOf(service.service, state).filter(member => !isStopped(member, state));
}

export function onNodes(targets: readonly Target[]): string {
  return formatNodeSet(targets.map(({node}) => node));
}

function allOrNone(service: string): string {
  return `${service} is reset on all its members or on none`;
}

function isAmong(member: Target, targets: readonly Target[]): boolean {
  return targets.some(({node, watcher}) => node === member.node && watcher === member.watcher);
}

function isStopped(member: Target, state: State): boolean {
  const row = watcherOf(member, state);
  return row === null || row.state === 'stopped';
}

function watcherOf({node, watcher}: Target, state: State) {
  return state.nodes.get(node)?.watchers.get(watcher ?? '') ?? null;
}

/** How the target's watcher is described on its node; null: it is not, or the node has not said. */
function serviceOfTarget({node, watcher}: Target, state: State) {
  return watcher === null ? null : serviceOf(state.nodes.get(node), watcher);
}

/** Every watcher in the cluster that its node declares to be this service, in the cluster's order. */
function membersOf(service: string, state: State): readonly Target[] {
  return shownNodes(state).flatMap(row =>
    (row.info?.services ?? [])
      .filter(declared => declared.service === service)
      .map(declared => ({node: row.spec.id, watcher: declared.watcher})),
  );
}

/** Nodes that do not answer, or have not told yet what they are, where nothing rules out that they are members: in the cluster's order. */
function silentMembers(service: string, watcher: string, state: State): readonly string[] {
  return shownNodes(state)
    .filter(row => (row.link !== 'online' || row.hasPackage === null) && mayBeMember(row, service, watcher))
    .map(row => row.spec.id);
}

function mayBeMember({hasPackage, info, watchers}: NodeRow, service: string, watcher: string): boolean {
  if (hasPackage === false) return false;
  if (info !== null) return info.services.some(declared => declared.service === service);
  return watchers.size === 0 || watchers.has(watcher);
}
