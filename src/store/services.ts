import {PACKAGE_API, type ServiceInfo} from '../model/service.js';
import {foldName} from '../model/watcher.js';
import {remember} from './remember.js';
import {shownNodes} from './selectors.js';
import type {NodeRow, State} from './state.js';

/**
 * How the watcher is described on that node; null: it is not, or nothing is known of it. circus ignores capitals, but what
 * describes another watcher does not describe this one.
 */
export function serviceOf(row: NodeRow | undefined, watcher: string): ServiceInfo | null {
  const services = row?.info?.services ?? [];
  const own = services.find(service => service.watcher === watcher);
  if (own !== undefined) return own;
  const wanted = foldName(watcher);
  return services.find(each => foldName(each.watcher) === wanted && row?.watchers.has(each.watcher) !== true) ?? null;
}

/** A watcher that its node declares to be a service. */
export interface ServiceMember {
  readonly row: NodeRow;
  readonly declared: ServiceInfo;
}

const membersByService = remember((state: State): ReadonlyMap<string, readonly ServiceMember[]> => {
  const members = new Map<string, ServiceMember[]>();
  for (const row of shownNodes(state)) {
    for (const declared of row.info?.services ?? []) {
      const known = members.get(declared.service);
      if (known === undefined) members.set(declared.service, [{row, declared}]);
      else known.push({row, declared});
    }
  }
  return members;
});

/** Every watcher in the cluster that its node declares to be this service, in the cluster's order. */
export function membersOf(state: State, service: string): readonly ServiceMember[] {
  return membersByService(state).get(service) ?? [];
}

/** The node's watchers that it declares to be this service: one, unless its description is wrong. */
export function declaredOn(row: NodeRow, service: string): readonly ServiceMember[] {
  return (row.info?.services ?? []).flatMap(declared => (declared.service === service ? [{row, declared}] : []));
}

/** Two members on one node, which can be one member only: such members are no cluster. Null: no node is there twice. */
export function twiceOnNode(members: readonly ServiceMember[]): readonly [ServiceMember, ServiceMember] | null {
  const first = new Map<NodeRow, ServiceMember>();
  for (const member of members) {
    const other = first.get(member.row);
    if (other !== undefined) return [other, member];
    first.set(member.row, member);
  }
  return null;
}

/** Why a service of the node cannot be used, or nothing is known of it, in the node's own text; null: it can. */
export function serviceError(row: NodeRow, watcher: string): string | null {
  const service = serviceOf(row, watcher);
  if (service !== null && service.disk === null && service.error !== null) return service.error;
  // Health is reported all the time, the other only now and then.
  const health = row.watchers.get(watcher)?.health ?? null;
  return health === null ? (service?.error ?? null) : health.error;
}

/** The address that the node's peers use; null: it is not known. */
export function clusterAddressOf(row: NodeRow): string | null {
  return row.info?.address ?? row.spec.clusterAddress;
}

/** Whether the node has reported all that a command may depend on: its watchers, and where it has the package their health, too. */
export function hasReported(row: NodeRow): boolean {
  if (!row.isRead || row.hasPackage === null) return false;
  // Another version of the package may describe them in another way.
  if (row.info === null || row.info.api !== PACKAGE_API) return true;
  return row.watchers.size === 0 || [...row.watchers.values()].some(({health}) => health !== null);
}
