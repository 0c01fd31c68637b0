import type {EventFact, Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {isCircusOwn, type WatcherState} from '../model/watcher.js';
import {createEventOwners} from './event-owners.js';
import {createEventSorter} from './event-sorter.js';
import type {SpeltEvent} from './event-topic.js';
import {createExpectedEnds} from './expected-ends.js';
import type {NodeClient} from './node-client.js';
import type {WatcherNames} from './watcher-names.js';
import {createWatcherReads} from './watcher-reads.js';

/** Keeps options and processes of a node's watchers true: reads again what events and pings leave in doubt. */
interface WatcherSync {
  /** The streams of a new connection are open, or cannot be: all is read. */
  readonly begin: () => void;
  /** A ping has been answered. */
  readonly handleStatuses: (statuses: ReadonlyMap<string, WatcherState>) => void;
  readonly handleEvent: (event: SpeltEvent) => void;
  /** What was known may be wrong: all is read again with the next ping, which is sent now. Before `begin` it does nothing. */
  readonly readAll: () => void;
  /** The connection is gone. */
  readonly end: () => void;
}

interface WatcherSyncOptions {
  readonly node: NodeId;
  readonly client: NodeClient;
  readonly names: WatcherNames;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly pingNow: () => void;
  /** Whether events flow now. */
  readonly hasEvents: () => boolean;
  /** Gets each event once it is known which watcher it is of. */
  readonly onEvent: (fact: EventFact) => void;
}

export function createWatcherSync(options: WatcherSyncOptions): WatcherSync {
  const {node, client, names, clock, emit, pingNow, hasEvents, onEvent} = options;
  const expectedEnds = createExpectedEnds();
  const reads = createWatcherReads({node, client, clock, emit, onProcesses: expectedEnds.keepOnly});
  const owners = createEventOwners({
    client,
    names,
    clock,
    pass,
    onProcesses: (watcher, pids, nodeTime) => {
      emit([{type: 'processes-read', at: clock(), node, watcher, nodeTime, pids}]);
      expectedEnds.keepOnly(watcher, pids);
    },
    onUndecided: watchers => {
      for (const watcher of watchers) readBy(reads.readSoon, watcher);
      pingNow();
    },
  });
  const sorter = createEventSorter({names, owners, pass, pingNow});
  /** The last ping's states, with what events changed since; null: `begin` has not been called yet. */
  let known: Map<string, WatcherState> | null = null;

  function pass(fact: EventFact): void {
    onEvent(fact);
    const {watcher} = fact;
    if (fact.type === 'watcher-started') known?.set(watcher, 'running');
    if (fact.type === 'watcher-stopped') known?.set(watcher, 'stopped');
    // The watcher may be stopping now, or only reload: no event says which.
    if (fact.type === 'process-killed') pingNow();
    const isInDoubt = expectedEnds.handleEvent(fact);
    if (isInDoubt && !isCircusOwn(watcher)) readBy(reads.readSoon, watcher);
  }

  /** A watcher whose name circus takes for another one's, too, cannot be read by its name. */
  function readBy(read: (watcher: string) => void, watcher: string): void {
    if (names.isShared(watcher)) owners.ask([watcher]);
    else read(watcher);
  }

  function readAll(): void {
    if (known === null) return;
    known.clear();
    expectedEnds.clear();
    pingNow();
  }

  return {
    begin: () => {
      known = new Map();
      readAll();
    },
    handleStatuses: statuses => {
      if (known === null) return;
      if (known.size === 0) owners.ask(names.alike());
      for (const [watcher, state] of statuses) {
        if (isCircusOwn(watcher)) continue;
        // Without events, nothing says that a process was replaced: it is read with each ping.
        const isUnwatched = state === 'running' && !hasEvents();
        if (known.get(watcher) !== state || expectedEnds.has(watcher) || isUnwatched) readBy(reads.read, watcher);
      }
      known = new Map(statuses);
      sorter.handleNames();
    },
    handleEvent: sorter.take,
    readAll,
    end: () => {
      known = null;
      reads.stop();
      owners.stop();
      sorter.stop();
      expectedEnds.clear();
    },
  };
}
