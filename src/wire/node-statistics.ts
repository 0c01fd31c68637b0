import type {EventFact} from '../model/facts.js';
import type {ProcessSample} from '../model/usage-facts.js';
import type {WatcherState} from '../model/watcher.js';
import type {ReadProblems} from './read-problems.js';
import {openStatisticsFeed, type StatisticsFeed} from './statistics-feed.js';
import type {Endpoint} from './way.js';

/** The statistics of a node, from when its circusd-stats runs, which may be later than circusd, or never. */
interface NodeStatistics {
  /** Where they are sent, should they be; null: nowhere. `globaloptions` names a port even without circusd-stats. */
  readonly expectAt: (endpoint: Endpoint | null) => void;
  readonly handleStatuses: (statuses: ReadonlyMap<string, WatcherState>) => void;
  readonly handleEvent: (fact: EventFact) => void;
  /** The node tells them by our package: circusd-stats is heard no more. */
  readonly leave: () => void;
  /** Takes the samples that have come in. Never rejects. */
  readonly drain: () => Promise<readonly ProcessSample[]>;
  /** The connection is gone. */
  readonly end: () => void;
}

interface NodeStatisticsOptions {
  readonly problems: ReadProblems;
  readonly pingNow: () => void;
}

const WATCHER = 'circusd-stats';
const STREAM = 'statistics stream';

export function createNodeStatistics({problems, pingNow}: NodeStatisticsOptions): NodeStatistics {
  let expected: Endpoint | null = null;
  let feed: StatisticsFeed | null = null;

  return {
    expectAt: endpoint => {
      expected = endpoint;
    },
    handleStatuses: statuses => {
      const endpoint = expected;
      if (feed === null && endpoint !== null && statuses.get(WATCHER) === 'running') {
        feed = problems.attempt(STREAM, () => openStatisticsFeed(endpoint, reason => problems.report(STREAM, reason)));
      }
      feed?.follow(statuses.keys());
    },
    handleEvent: fact => {
      if (fact.watcher === WATCHER && fact.type === 'watcher-started') pingNow();
    },
    leave: () => {
      feed?.close();
      feed = null;
      expected = null;
    },
    drain: async () => (await feed?.drain()) ?? [],
    end: () => {
      feed?.close();
      feed = null;
      expected = null;
    },
  };
}
