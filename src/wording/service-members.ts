import type {ServiceMember} from '../store/services.js';

/** Why members of a service are no cluster, two of them being on one node. */
export function twiceOnNodeText([one, other]: readonly [ServiceMember, ServiceMember]): string {
  const watchers = `${one.declared.watcher} and ${other.declared.watcher}`;
  return `${watchers} on ${other.row.spec.id} are both ${other.declared.service}: a node can have a service only once`;
}
