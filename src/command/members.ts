import type {Target} from '../model/job.js';
import type {ServiceInfo} from '../model/service.js';
import {shownNodes} from '../store/selectors.js';
import type {NodeRow, State} from '../store/state.js';

/** What the target's node says of the service of its watcher; null: it has none, or the node has not said. */
export function serviceOf({node, watcher}: Target, state: State): ServiceInfo | null {
  return state.nodes.get(node)?.info?.services.find(service => service.watcher === watcher) ?? null;
}

/** Every watcher in the cluster that its node declares to be this service, in the cluster's order. */
export function membersOf(service: string, state: State): readonly Target[] {
  return shownNodes(state).flatMap(row =>
    (row.info?.services ?? [])
      .filter(declared => declared.service === service)
      .map(declared => ({node: row.spec.id, watcher: declared.watcher})),
  );
}

/** Nodes that do not answer, and of which nothing rules out that they are members: in the cluster's order. */
export function silentMembers(service: string, watcher: string, state: State): readonly string[] {
  return shownNodes(state)
    .filter(row => row.link !== 'online' && mayBeMember(row, service, watcher))
    .map(row => row.spec.id);
}

function mayBeMember({info, watchers}: NodeRow, service: string, watcher: string): boolean {
  if (info !== null) return info.services.some(declared => declared.service === service);
  return watchers.size === 0 || watchers.has(watcher);
}
