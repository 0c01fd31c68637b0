import type {ServiceInfo} from '../model/service.js';
import type {NodeRow} from './state.js';

/** How the watcher is described on that node; null: it is not, or nothing is known of it. circus does not tell capitals apart. */
export function serviceOf(row: NodeRow | undefined, watcher: string): ServiceInfo | null {
  const wanted = watcher.toLowerCase();
  return row?.info?.services.find(service => service.watcher.toLowerCase() === wanted) ?? null;
}

/** The address that the node's peers use; null: nobody said it. */
export function clusterAddressOf(row: NodeRow): string | null {
  return row.info?.address ?? row.spec.clusterAddress;
}

/** Whether the node has told all that a command may depend on: its watchers, and where these are services their health, too. */
export function isTold(row: NodeRow): boolean {
  if (!row.isRead || row.hasPackage === null) return false;
  if (row.info === null || row.info.services.length === 0) return true;
  return row.watchers.size === 0 || [...row.watchers.values()].some(({health}) => health !== null);
}
