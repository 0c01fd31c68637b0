import {networkInterfaces} from 'node:os';
import type {DetectPort} from '../command/ports.js';
import {readHostNames} from '../files/host-names.js';
import type {DetectionId, DetectionSearch, FoundNode} from '../model/detection.js';
import type {NodeSpec} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {isCircusOwn} from '../model/watcher.js';
import type {NodeRow} from '../store/state.js';
import type {Store} from '../store/store.js';
import {ownNetworks} from '../wire/own-networks.js';

interface DetectingOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How many descriptors a search may open, beside those of the cluster's nodes. */
  readonly spareDescriptors: () => number;
}

/** Searches for nodes, one at a time. */
export interface Detecting extends DetectPort {
  /** Resolves when the last search that began is over. */
  readonly ended: () => Promise<void>;
  /** Breaks off what is under way, names that are still looked up among it; nothing is begun any more. */
  readonly close: () => Promise<void>;
}

/** Connects searches to the store. Nodes that are connected are put among what was found as they are, and left alone. */
export function createDetecting({store, clock, spareDescriptors}: DetectingOptions): Detecting {
  let last: DetectionId = 0;
  let lastSearch: DetectionSearch | null = null;
  let running = new AbortController();
  let ended: Promise<void> = Promise.resolve();

  async function run(options: {
    readonly detection: DetectionId;
    readonly places: readonly NodeSpec[];
    readonly connected: readonly FoundNode[];
    readonly isMulticast: boolean;
    readonly signal: AbortSignal;
  }): Promise<void> {
    // ZeroMQ takes 10 ms to load.
    const [{detect}, hostNames] = await Promise.all([import('../wire/detect.js'), readHostNames()]);
    await detect({...options, hostNames, descriptors: spareDescriptors(), clock, emit: store.dispatch});
  }

  function begin(search: DetectionSearch): DetectionId {
    running.abort();
    running = new AbortController();
    lastSearch = search;
    const detection = ++last;
    const {places, of, notes} = placesOf(search);
    const rows = store.state().nodes;
    const connected = places.flatMap(({id}) => asFound(rows.get(id)));
    const left = new Set(connected.map(({spec}) => spec.id));
    const progress = {tried: left.size, of: places.length, found: left.size, others: 0, leftMs: null};
    store.dispatch([
      {type: 'detection-began', at: clock(), detection, of, progress, notes},
      {type: 'detection-found', at: clock(), detection, nodes: connected},
    ]);
    ended = run({
      detection,
      places: places.filter(({id}) => !left.has(id)),
      connected,
      isMulticast: search.isMulticast,
      signal: running.signal,
    });
    return detection;
  }

  return {
    begin,
    again: () => {
      if (lastSearch !== null) begin(lastSearch);
    },
    end: () => running.abort(),
    ended: () => ended,
    close: async () => {
      running.abort();
      await ended;
    },
  };
}

function placesOf({nodes, ports, typed}: DetectionSearch): {
  readonly places: readonly NodeSpec[];
  readonly of: string;
  readonly notes: readonly string[];
} {
  if (nodes !== null) return {places: nodes, of: typed ?? '', notes: []};
  const {places, text, notes} = ownNetworks(networkInterfaces(), ports);
  return {places, of: text, notes};
}

/** A node that is connected, as a search would have found it; none: it is not. */
function asFound(row: NodeRow | undefined): readonly FoundNode[] {
  if (row === undefined || (row.link !== 'online' && row.link !== 'stale')) return [];
  const {spec, info, circusd, watchers, roundTrips} = row;
  return [
    {
      spec,
      name: null,
      circus: info?.circus ?? null,
      package: info?.package ?? null,
      watchers: [...watchers.keys()].filter(name => !isCircusOwn(name)).length,
      rtt: roundTrips.at(-1) ?? 0,
      via: 'cluster',
      machine: info?.machine ?? null,
      identity: circusd,
    },
  ];
}
