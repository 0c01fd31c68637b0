import type {Fact} from '../model/facts.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {LeftOut} from './event-allowance.js';
import type {EventFeed} from './event-feed.js';
import {decodeEvent, type SpeltEvent} from './event-topic.js';
import {openLastingFeed} from './lasting-feed.js';
import type {ReadProblems} from './read-problems.js';
import type {ReadingTime} from './reading-time.js';
import type {Endpoint} from './way.js';

/** The event stream of a node while it is connected. */
interface NodeEvents {
  /** Resolves once events flow, or cannot, which is reported; also when the connection is gone before. Never rejects. */
  readonly open: (endpoint: Endpoint) => Promise<void>;
  /** Whether events flow now. */
  readonly isConnected: () => boolean;
  /** The connection is gone. */
  readonly end: () => void;
}

interface NodeEventsOptions {
  readonly node: NodeId;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  readonly problems: ReadProblems;
  readonly readingTime: ReadingTime;
  readonly onEvent: (event: SpeltEvent) => void;
  readonly onSample: (frames: readonly Buffer[]) => void;
  /** Events may have been missed: the node has to be read again. */
  readonly onGap: () => void;
  /** The same, when no more are being missed; `isSaid`: how many were, is said. */
  readonly onMissed: (isSaid: boolean) => void;
}

const STREAM = 'event stream';
/** While a node sends more events than are taken in, it is read again each so many seconds. */
const READ_IN_FLOOD = 5;

export function createNodeEvents(options: NodeEventsOptions): NodeEvents {
  const {node, clock, emit, problems, readingTime, onEvent, onSample, onGap, onMissed} = options;
  let feed: EventFeed | null = null;
  /** How often this flood was reported. */
  let floodReports = 0;

  const listener = {
    onGap: () => {
      onGap();
      onMissed(false);
    },
    onFlood,
    onSample,
    onEvent: (frames: readonly Buffer[]) => {
      const event = problems.attempt(STREAM, () => decodeEvent(frames, node, clock()));
      if (event !== null) onEvent(event);
    },
    onBroken: () => problems.report(STREAM, 'it was broken off, and is opened anew'),
  };

  function onFlood(leftOut: LeftOut): void {
    emit([{type: 'events-left-out', at: clock(), node, ...leftOut}]);
    floodReports = leftOut.isOver ? 0 : floodReports + 1;
    if (leftOut.isOver || floodReports % READ_IN_FLOOD === 0) onGap();
    if (leftOut.isOver) onMissed(true);
  }

  return {
    open: async endpoint => {
      const opened = problems.attempt(STREAM, () => openLastingFeed(endpoint, readingTime, listener));
      feed = opened;
      const isConnected = await opened?.connected;
      if (isConnected === false && feed === opened) problems.report(STREAM, `no connection to ${endpoint.place}`);
    },
    isConnected: () => feed?.isConnected() ?? false,
    end: () => {
      feed?.close();
      feed = null;
    },
  };
}
