import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {readPlainSet} from '../../src/model/plain-set.js';
import type {Instant} from '../../src/model/time.js';
import type {WatcherState} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import {EMPTY_STATE, type State} from '../../src/store/state.js';

/** The moment `seconds` after an arbitrary start. */
export function at(seconds: number): Instant {
  return {monotonic: seconds * 1_000, wall: Date.UTC(2026, 0, 1, 12) + seconds * 1_000};
}

/** A cluster as facts would make it: each node is online with these watchers, a stock circusd; null: it never answered. */
export function clusterState(nodes: Readonly<Record<string, Readonly<Record<string, WatcherState>> | null>>): State {
  const specs = Object.keys(nodes).map(
    name => readPlainSet(name)?.find(({id}) => id === name) ?? nodeSpec({host: name}),
  );
  const state = reduce(EMPTY_STATE, [{type: 'cluster-changed', at: at(0), nodes: specs}]);
  return reduce(
    state,
    Object.entries(nodes).flatMap(([node, watchers]): readonly Fact[] => {
      if (watchers === null) {
        return [{type: 'node-lost', at: at(3), node, reason: 'no answer within 3 s'}];
      }
      return [
        {type: 'epoch-began', at: at(1), node},
        {type: 'ping-answered', at: at(1), node, rtt: 0.4},
        {type: 'node-info-read', at: at(1), node, info: null},
        {type: 'statuses-read', at: at(1), node, nodeTime: 100, statuses: new Map(Object.entries(watchers))},
      ];
    }),
  );
}
