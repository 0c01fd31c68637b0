import type {NodeInfo, ServiceInfo, WatcherHealth} from '../../src/model/service.js';
import {RowMap} from '../../src/store/row-map.js';
import type {State} from '../../src/store/state.js';

/** A service as a node with our package describes it; its watcher has its name unless told otherwise. */
export function serviceInfo(service: string, over: Partial<ServiceInfo> = {}): ServiceInfo {
  return {
    watcher: service,
    service,
    isInAll: true,
    startsTogether: false,
    resetsTogether: false,
    readyWithin: null,
    identifier: null,
    disk: {total: 1_000_000, free: 500_000},
    error: null,
    ...over,
  };
}

/** The state when these nodes have told that they have our package, with these services. */
export function withServices(state: State, services: Readonly<Record<string, readonly ServiceInfo[]>>): State {
  const rows = [...state.nodes].map(([node, row]) => {
    const declared = services[node];
    return [node, declared === undefined ? row : {...row, hasPackage: true, info: nodeInfo(declared)}] as const;
  });
  return {...state, nodes: RowMap.of(rows)};
}

/** The state when a node has told of processes that an earlier circusd left behind. */
export function withOrphans(state: State, node: string, watcher: string, orphans: readonly number[]): State {
  const rows = [...state.nodes].map(([id, row]) => {
    const found = row.watchers.get(watcher);
    if (id !== node || found === undefined) return [id, row] as const;
    return [
      id,
      {...row, watchers: new Map(row.watchers).set(watcher, {...found, health: healthWith(orphans)})},
    ] as const;
  });
  return {...state, nodes: RowMap.of(rows)};
}

/** How a watcher is that has these orphans and nothing else to tell. */
export function healthWith(orphans: readonly number[]): WatcherHealth {
  return {
    isReady: null,
    since: null,
    answer: null,
    isStarting: false,
    restarts: 0,
    lastExit: null,
    orphans,
    configured: null,
    edited: [],
    error: null,
    removing: null,
    log: [],
  };
}

function nodeInfo(services: readonly ServiceInfo[]): NodeInfo {
  return {
    package: '0.1.0',
    api: 1,
    circus: '0.19.0',
    machine: 'm',
    address: null,
    load: 0,
    cores: 1,
    memory: {total: 1, available: 1},
    services,
  };
}
