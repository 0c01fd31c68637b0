import type {CallPort} from '../model/calls.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {Fact} from '../model/facts.js';
import {isSameWay, type NodeId, type NodeSpec} from '../model/node.js';
import type {FollowPort} from '../model/stream.js';
import type {Clock} from '../model/time.js';
import type {UsageFact} from '../model/usage-facts.js';
import {createEventMemory, type EventMemory} from './event-memory.js';
import {createFollow} from './follow.js';
import {type NodeLink, openNodeLink} from './node-link.js';
import {createPace} from './pace.js';
import {prepareZeroMQ} from './prepare-zeromq.js';
import {createReadingTime} from './reading-time.js';
import {createKeepStream, type KeepStream} from './stream-facts.js';
import {createTurns} from './turns.js';

/** The connections to all nodes of the cluster. */
export interface Cluster {
  readonly call: CallPort;
  readonly follow: FollowPort;
  /** Fills the store's part for a stream while the signal is not aborted. */
  readonly keep: KeepStream;
  /** Makes these nodes the cluster; connections of nodes that stay are not touched. `origin`: as in the fact that it emits. */
  readonly set: (nodes: readonly NodeSpec[], origin?: ClusterOrigin | null) => void;
  /** Closes everything, at once; emits nothing more. Calls under way end as lost or unsent. */
  readonly close: () => Promise<void>;
}

/** How nodes are asked whether they are there, in ms. */
export interface PingOptions {
  /** Null: by the number of nodes. */
  readonly every: number | null;
  /** Until a node that owes an answer is called stale. */
  readonly patience: number;
  /** Of silence, until it is called offline. */
  readonly offlineAfter: number;
}

interface ClusterOptions {
  /** Takes facts in the order in which they happened. */
  readonly emit: (facts: readonly Fact[]) => void;
  readonly clock: Clock;
  /** Whether only messages that change nothing are sent, now. */
  readonly isReadOnly: () => boolean;
  /** Milliseconds until a node that has not answered yet is called offline. */
  readonly connectTimeout: number;
  readonly wantsStatistics: boolean;
  /** Milliseconds between two times at which what has come in of these is taken in; absent: each second, as a screen changes. */
  readonly drainEvery?: number;
  readonly pings: PingOptions;
  /** Milliseconds from a connection until the node is asked for the events that were missed; null, or absent: it is not asked. */
  readonly recallAfter?: number | null;
  /** Milliseconds of CPU that this program has used; floods are slowed down by it. Absent: by the time they take. */
  readonly cpuTime?: () => number;
}

const GONE = 'not in the cluster any more';
/** Milliseconds. */
const DRAIN = 1_000;
/** Nodes. */
const DRAINED_AT_ONCE = 32;
const RECALLED_AT_ONCE = 32;

export function openCluster({
  emit,
  clock,
  wantsStatistics,
  drainEvery = DRAIN,
  cpuTime,
  pings,
  recallAfter = null,
  ...options
}: ClusterOptions): Cluster {
  prepareZeroMQ();
  let links: ReadonlyMap<NodeId, NodeLink> = new Map();
  let isClosed = false;
  /** The endpoint at which each node says that it listens. */
  const endpoints = new Map<NodeId, string>();
  /** Also of nodes that have left: their events are still in the list, should they come back. */
  const memories = new Map<NodeId, EventMemory>();

  const linkOptions = {
    ...options,
    emit,
    clock,
    wantsStatistics,
    isDoubled,
    readingTime: createReadingTime(() => performance.now(), cpuTime),
    recallAfter,
    eventMemory,
    takeRecallTurn: createTurns(RECALLED_AT_ONCE),
    pingPatience: pings.patience,
    offlineAfter: pings.offlineAfter,
    ...createPace({
      size: () => links.size,
      now: () => clock().monotonic,
      random: Math.random,
      pingEvery: pings.every,
    }),
  };

  function eventMemory(node: NodeId): EventMemory {
    const memory = memories.get(node) ?? createEventMemory();
    memories.set(node, memory);
    return memory;
  }

  function isDoubled(node: NodeId, endpoint: string): boolean {
    endpoints.set(node, endpoint);
    const others = [...links.values()].filter(({spec}) => spec.id !== node && endpoints.get(spec.id) === endpoint);
    for (const other of others) other.identify();
    return others.length > 0;
  }

  /** One clock for all nodes, so that the screen changes once. */
  async function drain(): Promise<void> {
    const all = [...links.values()];
    const received: UsageFact[] = [];
    for (let first = 0; first < all.length; first += DRAINED_AT_ONCE) {
      // Keys come in between: ten thousand messages in one go would hold them up for a tenth of a second.
      if (first > 0) await new Promise(resolve => setImmediate(resolve));
      const turn = all.slice(first, first + DRAINED_AT_ONCE);
      const facts = await Promise.all(turn.map(link => link.drain()));
      // What a node used is nothing that is known of another one of that name, which has come meanwhile.
      const isHere = (_: unknown, index: number) => turn[index] === links.get(turn[index]?.spec.id ?? '');
      received.push(...facts.filter(isHere).flat());
    }
    if (received.length > 0 && !isClosed) emit(received);
  }
  const ticker = wantsStatistics ? setInterval(() => void drain(), drainEvery) : undefined;

  const call: CallPort = async (node, name, args, callOptions) => {
    const link = links.get(node);
    if (link === undefined) return {kind: 'unsent', reason: GONE};
    return link.call(name, args, callOptions);
  };
  const followUntilAborted = createFollow({call});
  const over = new AbortController();
  const follow: FollowPort = (node, stream, signal) =>
    followUntilAborted(node, stream, AbortSignal.any([signal, over.signal]));

  return {
    call,
    follow,
    keep: createKeepStream({
      follow,
      clock,
      emit: facts => {
        if (!isClosed) emit(facts);
      },
    }),
    set: (nodes, origin) => {
      if (isClosed) return;
      emit([{type: 'cluster-changed', at: clock(), nodes, ...(origin === undefined ? {} : {origin})}]);
      const before = links;
      const stay = (spec: NodeSpec) => {
        const link = before.get(spec.id);
        return link !== undefined && isSameWay(link.spec, spec) ? link : undefined;
      };
      const staying = new Set(nodes.map(stay));
      for (const link of before.values()) if (!staying.has(link)) link.close();
      links = new Map(nodes.map(spec => [spec.id, stay(spec) ?? openNodeLink(spec, linkOptions)]));
    },
    close: async () => {
      isClosed = true;
      clearInterval(ticker);
      over.abort();
      for (const link of links.values()) link.close();
      links = new Map();
    },
  };
}
