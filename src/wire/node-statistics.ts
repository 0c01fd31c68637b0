import type {EventFact} from '../model/facts.js';
import type {NodeInfo} from '../model/service.js';
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
  /** The node was asked what it is; null: it did not say. circusd-stats is not heard before, nor where our package is to send samples. */
  readonly handleInfo: (info: NodeInfo | null) => void;
  /** A sample of our package came: circusd-stats is heard no more. */
  readonly leave: () => void;
  /** None of those comes any more, or none ever came: circusd-stats is heard, where it runs. */
  readonly takeOver: () => void;
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
  let watchers: ReadonlyMap<string, WatcherState> = new Map();
  let toldBy: 'nobody yet' | 'circusd-stats' | 'samples' = 'nobody yet';

  function follow(): void {
    const endpoint = expected;
    if (feed === null && endpoint !== null && toldBy === 'circusd-stats' && watchers.get(WATCHER) === 'running') {
      feed = problems.attempt(STREAM, () => openStatisticsFeed(endpoint, reason => problems.report(STREAM, reason)));
    }
    feed?.follow(watchers.keys());
  }

  function leave(): void {
    toldBy = 'samples';
    feed?.close();
    feed = null;
  }

  function takeOver(): void {
    toldBy = 'circusd-stats';
    follow();
  }

  return {
    expectAt: endpoint => {
      expected = endpoint;
      follow();
    },
    handleStatuses: statuses => {
      watchers = statuses;
      follow();
    },
    handleEvent: fact => {
      if (fact.watcher === WATCHER && fact.type === 'watcher-started') pingNow();
    },
    handleInfo: info => {
      // From then on it is the samples that tell: they may have ceased, and the node says still that it sends them.
      if (toldBy !== 'nobody yet') return;
      if (info !== null && info.samplesEvery !== null) leave();
      else takeOver();
    },
    leave,
    takeOver,
    drain: async () => (await feed?.drain()) ?? [],
    end: () => {
      leave();
      toldBy = 'nobody yet';
      expected = null;
      watchers = new Map();
    },
  };
}
