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
import {placesOfNodes} from '../wire/places-of-nodes.js';

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
  /** Breaks off what is under way, names that are still looked up among it; nothing may be begun any more. */
  readonly close: () => Promise<void>;
}

/** Connects searches to the store. Nodes that are connected are put among what was found as they are, and left alone. */
export function createDetecting({store, clock, spareDescriptors}: DetectingOptions): Detecting {
  let last: DetectionId = 0;
  let lastSearch: DetectionSearch | null = null;
  let running = new AbortController();
  let ended: Promise<void> = Promise.resolve();

  async function run(
    detection: DetectionId,
    places: readonly NodeSpec[],
    {isMulticast}: DetectionSearch,
    signal: AbortSignal,
  ): Promise<void> {
    const rows = store.state().nodes;
    const online = [...rows.values()].filter(({link}) => link === 'online' || link === 'stale');
    // ZeroMQ takes 10 ms to load.
    const [{detect}, hostNames, leftAlone] = await Promise.all([
      import('../wire/late.js'),
      readHostNames(),
      placesOfNodes(
        online.map(({spec}) => spec),
        signal,
      ),
    ]);
    const ids = new Set(places.flatMap(({id}) => leftAlone.get(id) ?? []));
    const connected = online.filter(({spec}) => ids.has(spec.id)).map(asFound);
    store.dispatch([{type: 'detection-found', at: clock(), detection, nodes: connected}]);
    await detect({
      detection,
      places: places.filter(({id}) => !leftAlone.has(id)),
      connected,
      leftAlone: new Set(leftAlone.keys()),
      isMulticast,
      hostNames,
      signal,
      descriptors: spareDescriptors(),
      clock,
      emit: store.dispatch,
    });
  }

  function begin(search: DetectionSearch): DetectionId {
    running.abort();
    running = new AbortController();
    lastSearch = search;
    const detection = ++last;
    const {places, of, notes} = placesOf(search);
    const progress = {tried: 0, of: places.length, found: 0, others: 0, leftMs: null};
    store.dispatch([{type: 'detection-began', at: clock(), detection, of, progress, notes}]);
    ended = Promise.all([ended, run(detection, places, search, running.signal)]).then(() => {});
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

/** A node that is connected, as a search would have found it. */
function asFound({spec, info, circusd, endpoints, watchers, roundTrips}: NodeRow): FoundNode {
  return {
    spec,
    name: null,
    circus: info?.circus ?? null,
    package: info?.package ?? null,
    watchers: [...watchers.keys()].filter(name => !isCircusOwn(name)).length,
    rtt: roundTrips.at(-1) ?? 0,
    via: 'cluster',
    machine: info?.machine ?? null,
    identity: circusd,
    bind: endpoints?.commands ?? null,
  };
}
