import type {EventFact, Fact} from '../model/facts.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {UsageFact} from '../model/usage-facts.js';
import type {WatcherState} from '../model/watcher.js';
import type {OutOfDate} from './codec.js';
import type {EventMemory} from './event-memory.js';
import {createEventRecall} from './event-recall.js';
import {findStreams} from './find-streams.js';
import type {NodeClient} from './node-client.js';
import {createNodeEvents} from './node-events.js';
import {createNodeHealth} from './node-health.js';
import {createNodeIdentity} from './node-identity.js';
import {createNodeSamples} from './node-samples.js';
import {createNodeStatistics} from './node-statistics.js';
import {createReadProblems} from './read-problems.js';
import type {ReadingTime} from './reading-time.js';
import type {TakeTurn} from './turns.js';
import type {WatcherNames} from './watcher-names.js';
import {createWatcherSync} from './watcher-sync.js';
import type {Way} from './way.js';

/** Keeps what is known of a connected node true: puts together its streams, and what is read because of them and of pings. */
interface NodeSync {
  /** The first answer on a connection has come. */
  readonly begin: (way: Way) => void;
  /** A ping has been answered. */
  readonly handleStatuses: (statuses: ReadonlyMap<string, WatcherState>) => void;
  /** All that is known may be wrong, and is read again. */
  readonly readAll: () => void;
  /** Asks now which circusd answers. */
  readonly identify: () => void;
  /** Reads again what a call has made out of date; resolves once that is read. Never rejects. */
  readonly refresh: (outdated: readonly OutOfDate[]) => Promise<void>;
  /** The connection is gone. */
  readonly end: () => void;
  /** Takes what has come in of what processes use. Never rejects. */
  readonly drain: () => Promise<readonly UsageFact[]>;
}

/** How what happened while nothing was connected is recalled. */
export interface RecallOptions {
  /** Milliseconds from a connection until the node is asked what was missed; null: it is not asked. */
  readonly recallAfter: number | null;
  /** What is known of a node's events; it outlives the connections. */
  readonly eventMemory: (node: NodeId) => EventMemory;
  /** Waits until it is this node's turn to be asked. */
  readonly takeRecallTurn: TakeTurn;
}

interface NodeSyncOptions extends RecallOptions {
  readonly spec: NodeSpec;
  readonly client: NodeClient;
  readonly names: WatcherNames;
  readonly clock: Clock;
  readonly wantsStatistics: boolean;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly pingNow: () => void;
  readonly readingTime: ReadingTime;
  /** Whether another node of the cluster says that it listens there, too; that one is asked which circusd it is then. */
  readonly isDoubled: (endpoint: string) => boolean;
}

/** Milliseconds. Which circusd answers is asked once the operator has seen the states: the question blocks circusd. */
const IDENTIFY = 1_000;
const AFTER_STATES = 300;
/** How old, in ms, what a node said of its machine may become; it is shown with its age not much later. */
const ASK_AGAIN = 15_000;

export function createNodeSync(options: NodeSyncOptions): NodeSync {
  const {spec, client, names, clock, wantsStatistics, emit, pingNow, readingTime, isDoubled, recallAfter} = options;
  const node = spec.id;
  const problems = createReadProblems({node, clock, emit});
  const identity = createNodeIdentity({node, client, clock, emit, problems});
  const statistics = createNodeStatistics({problems, pingNow});
  const samples = createNodeSamples({node, clock, problems});
  const health = createNodeHealth({
    node,
    client,
    clock,
    emit,
    onInfo: info => {
      if (wantsStatistics && info !== null && info.samplesEvery !== null) samples.expect();
      statistics.handleInfo(info);
    },
    onProblem: problems.report,
    // A screen shows the states first; a single command waits for nothing else.
    askAfter: wantsStatistics ? AFTER_STATES : 0,
    askAgain: ASK_AGAIN,
  });
  const events = createNodeEvents({
    node,
    clock,
    emit,
    problems,
    readingTime,
    onEvent: event => watchers.handleEvent(event),
    onSample: handleSample,
    onGap: () => watchers.readAll(),
    onMissed: isSaid => recall?.catchUp(isSaid),
  });
  const recall =
    recallAfter === null
      ? null
      : createEventRecall({
          node,
          client,
          clock,
          emit,
          memory: options.eventMemory(node),
          after: recallAfter,
          takeTurn: options.takeRecallTurn,
        });
  const watchers = createWatcherSync({
    node,
    client,
    names,
    clock,
    emit,
    pingNow,
    hasEvents: events.isConnected,
    onEvent: handleEvent,
  });
  let connection = 0;

  function handleEvent(fact: EventFact): void {
    emit([recall?.take(fact) ?? fact]);
    health.handleEvent(fact);
    statistics.handleEvent(fact);
  }

  function handleSample(frames: readonly Buffer[]): void {
    if (wantsStatistics) samples.take(frames);
  }

  async function begin(way: Way): Promise<void> {
    const own = ++connection;
    const isOver = () => own !== connection;
    const onCommands = (endpoint: string | null) =>
      identity.askIn(endpoint === null || isDoubled(endpoint) ? 0 : IDENTIFY);
    const found = findStreams({node, client, clock, emit, problems, wantsStatistics, way, isOver, onCommands});
    health.begin();
    const streams = await found;
    if (isOver()) return;
    statistics.expectAt(streams.statistics);
    if (streams.events !== null) await events.open(streams.events);
    if (isOver()) return;
    watchers.begin();
    recall?.begin();
  }

  return {
    begin: way => void begin(way),
    handleStatuses: statuses => {
      statistics.handleStatuses(statuses);
      health.handleStatuses(statuses);
      watchers.handleStatuses(statuses);
    },
    readAll: () => {
      identity.askIn(0);
      health.begin();
      watchers.readAll();
    },
    identify: () => identity.askIn(0),
    refresh: async outdated => {
      for (const each of outdated) {
        switch (each) {
          case 'health':
            await health.readNow();
        }
      }
    },
    end: () => {
      connection++;
      identity.end();
      health.end();
      // Before the events: a flood that ends with the connection makes nothing be read any more.
      watchers.end();
      events.end();
      recall?.end();
      statistics.end();
      samples.end();
      problems.clear();
    },
    drain: async () => {
      const heard = samples.drain();
      const last = heard.at(-1)?.type;
      if (last === 'sample-received') statistics.leave();
      if (last === 'samples-ceased') statistics.takeOver();
      const found = await statistics.drain();
      return found.length === 0 ? heard : [...heard, {type: 'statistics-received', at: clock(), node, samples: found}];
    },
  };
}
