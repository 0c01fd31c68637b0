import type {NodeId} from '../../src/model/node.js';
import type {Configured, NodeInfo, ServiceInfo, WatcherHealth} from '../../src/model/service.js';
import {draftOf, withWatcher} from '../../src/store/draft.js';
import type {State} from '../../src/store/state.js';
import {at} from './cluster-state.js';

const SERVICE: ServiceInfo = {
  watcher: 'neo4j',
  service: 'neo4j-ha',
  isInAll: true,
  startsTogether: false,
  resetsTogether: false,
  readyWithin: null,
  needsConfigure: null,
  identifier: null,
  disk: {total: 1_000, free: 500},
  error: null,
};

export const INFO: NodeInfo = {
  package: '0.1.0',
  api: 1,
  circus: '0.19.0',
  machine: '0123456789abcdef',
  address: null,
  load: 0.5,
  cores: 2,
  memory: {total: 1_000, available: 500},
  startsMissing: true,
  samplesEvery: null,
  services: [],
};

export const HEALTH: WatcherHealth = {
  service: null,
  isReady: null,
  since: null,
  answer: null,
  isStarting: false,
  restarts: 0,
  lastExit: null,
  orphans: [],
  configured: null,
  edited: [],
  error: null,
  removing: null,
  log: [],
};

/** The state in which the node has our package, and these watchers are services. */
export function withServices(
  state: State,
  node: NodeId,
  services: readonly (Partial<ServiceInfo> & {readonly watcher: string})[],
  address: string | null = null,
): State {
  const draft = draftOf(state);
  const row = draft.node(node);
  if (row === null) throw new Error(`there is no node ${node}`);
  draft.setNode({
    ...row,
    hasPackage: true,
    infoAt: at(1),
    info: {...INFO, address, services: services.map(service => ({...SERVICE, ...service}))},
  });
  return draft.result();
}

/** The state in which the node said this of itself. */
export function withInfo(state: State, node: NodeId, info: Partial<NodeInfo>): State {
  const draft = draftOf(state);
  const row = draft.node(node);
  if (row === null) throw new Error(`there is no node ${node}`);
  draft.setNode({...row, hasPackage: true, infoAt: at(1), info: {...INFO, ...info}});
  return draft.result();
}

/** The state in which the node reported this machine, while `known` is remembered for its address (another one or the same). */
export function withMachine(state: State, node: NodeId, machine: string, known: string): State {
  const draft = draftOf(state);
  const row = draft.node(node);
  if (row === null) throw new Error(`there is no node ${node}`);
  draft.setNode({...row, hasPackage: true, info: {...INFO, machine}, knownMachine: known});
  return draft.result();
}

/** The state in which the watcher is configured for these members, numbered from 1; `identifier` is its own number. */
export function withConfigured(
  state: State,
  node: NodeId,
  watcher: string,
  {identifier, members}: {readonly identifier: number; readonly members: readonly string[]},
): State {
  const draft = draftOf(state);
  const row = draft.node(node);
  const watched = row?.watchers.get(watcher);
  if (row === null || watched === undefined) throw new Error(`there is no ${watcher} on ${node}`);
  const configured: Configured = {
    at: 100,
    address: members[identifier - 1] ?? node,
    cluster: 'circusman',
    identifier,
    members: members.map((address, index) => ({address, identifier: index + 1})),
  };
  draft.setNode(withWatcher(row, {...watched, health: {...HEALTH, configured}}));
  return draft.result();
}

/** A service as a node with our package describes it; its watcher has the same name unless `over` changes that. */
export function serviceInfo(service: string, over: Partial<ServiceInfo> = {}): ServiceInfo {
  return {...SERVICE, watcher: service, service, ...over};
}

/** The state in which these nodes reported our package, with these services. */
export function withServicesOn(state: State, services: Readonly<Record<NodeId, readonly ServiceInfo[]>>): State {
  return Object.entries(services).reduce((so, [node, declared]) => withServices(so, node, declared), state);
}

/** The state in which a node reported processes that an earlier circusd left behind. */
export function withOrphans(state: State, node: NodeId, watcher: string, orphans: readonly number[]): State {
  const draft = draftOf(state);
  const row = draft.node(node);
  const watched = row?.watchers.get(watcher);
  if (row === null || watched === undefined) throw new Error(`there is no ${watcher} on ${node}`);
  draft.setNode(withWatcher(row, {...watched, health: {...HEALTH, orphans}}));
  return draft.result();
}

/** What a node with our package reports about itself. */
export function serviceNodeInfo(over: Partial<NodeInfo> = {}): NodeInfo {
  return {...INFO, ...over};
}
