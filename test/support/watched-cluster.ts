import type {Fact} from '../../src/model/facts.js';
import type {NodeSpec} from '../../src/model/node.js';
import {type Cluster, openCluster, type PingOptions} from '../../src/wire/cluster.js';

/** The members of the union `Fact` that may have that type, also those that have several types. */
type FactOf<Type> = Fact extends infer One
  ? One extends {type: infer Types}
    ? Type extends Types
      ? One
      : never
    : never
  : never;

/** A cluster that keeps its facts in order, for tests to read and to wait for. */
export interface WatchedCluster extends Cluster {
  readonly facts: readonly Fact[];
  /** The first fact of that type that satisfies `isIt`, from now on, or from the fact number `since` on. */
  readonly fact: <Type extends Fact['type']>(
    type: Type,
    isIt?: (fact: FactOf<Type>) => boolean,
    since?: number,
  ) => Promise<FactOf<Type>>;
}

interface WatchOptions {
  readonly isReadOnly?: () => boolean;
  readonly connectTimeout?: number;
  readonly wantsStatistics?: boolean;
  readonly pings?: PingOptions;
  /** Milliseconds; absent: nothing that was missed is asked for. */
  readonly recallAfter?: number;
  /** Also receives the facts, for example for a store. */
  readonly onFacts?: (facts: readonly Fact[]) => void;
}

export function watchCluster(nodes: readonly NodeSpec[], {onFacts, ...options}: WatchOptions = {}): WatchedCluster {
  const facts: Fact[] = [];
  const listeners = new Set<(fact: Fact) => void>();
  const cluster = openCluster({
    emit: batch => {
      onFacts?.(batch);
      for (const fact of batch) {
        facts.push(fact);
        for (const listener of [...listeners]) listener(fact);
      }
    },
    clock: () => ({monotonic: performance.now(), wall: Date.now()}),
    isReadOnly: () => false,
    connectTimeout: 3_000,
    wantsStatistics: false,
    pings: {every: null, patience: 1_000, offlineAfter: 10_000},
    ...options,
  });
  cluster.set(nodes);
  return {
    ...cluster,
    facts,
    fact: (type, isIt = () => true, since = facts.length) => {
      type Wanted = FactOf<typeof type>;
      const isWanted = (fact: Fact): fact is Wanted => fact.type === type && isIt(fact as Wanted);
      const before = facts.slice(since).find(isWanted);
      if (before !== undefined) return Promise.resolve(before);
      const {promise, resolve} = Promise.withResolvers<Wanted>();
      const listener = (fact: Fact) => {
        if (isWanted(fact)) resolve(fact);
      };
      listeners.add(listener);
      return promise.finally(() => listeners.delete(listener));
    },
  };
}

export function spec(host: string, commandPort = 5555): NodeSpec {
  return {id: host, host, commandPort, eventsPort: null, statisticsPort: null, clusterAddress: null};
}
