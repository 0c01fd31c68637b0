import {createEventAllowance, type LeftOut} from './event-allowance.js';
import {EVENT_TOPICS} from './event-topic.js';
import {pump} from './pump.js';
import type {ReadingTime} from './reading-time.js';
import {isSample, SAMPLE_TOPIC} from './sample-topic.js';
import {pumpSlices} from './slices.js';
import {openSubscriber} from './subscriber.js';
import {uninterrupted} from './uninterrupted.js';
import type {Endpoint} from './way.js';

/** The events of a node's circusd. It reconnects by itself until it is closed. */
export interface EventFeed {
  /** Resolves to true once they flow: nothing is missed from then on; to false if they do not. */
  readonly connected: Promise<boolean>;
  /** Whether they flow now. */
  readonly isConnected: () => boolean;
  readonly close: () => void;
}

/** What an event feed reports. */
export interface EventListener {
  readonly onEvent: (frames: readonly Buffer[]) => void;
  /** What a node with our package tells each second of its processes; it counts as no event. */
  readonly onSample: (frames: readonly Buffer[]) => void;
  /** Events may have been missed: the stream broke off and has come back. */
  readonly onGap: () => void;
  /** The node sends more than is taken in: called when that begins, each second, and once more when it is over. */
  readonly onFlood: (leftOut: LeftOut) => void;
  /** It broke off for good, as ZeroMQ does after a message that is too long, or is none of its own. It can be opened anew. */
  readonly onBroken: () => void;
}

/**
 * An event has some hundred bytes; a sample some 110 for each of the thousand processes that it lists at most, and 280 for each watcher
 * with a home and a long name: 1.5 MB for as many as there can be. After a longer one ZeroMQ ends the connection, and events are lost.
 */
const LIMITS = {queued: 2_000, longest: 2 * 1_024 * 1_024};
/** Messages that wait on the way to the socket and at the node itself, before any are lost. */
const QUEUED_OUTSIDE = 3_000;
/** Milliseconds. */
const CONNECT = 3_000;
const FLOOD_REPORT = 1_000;
/** ZeroMQ reports at once that it tries again, or never does. */
const BROKEN = 1_000;

/** @throws ProtocolError as `openSubscriber` */
export function openEventFeed(endpoint: Endpoint, readingTime: ReadingTime, listener: EventListener): EventFeed {
  const {onEvent, onSample, onGap, onFlood, onBroken} = listener;
  const allowance = createEventAllowance(LIMITS.queued + QUEUED_OUTSIDE, () => performance.now());
  let flood: NodeJS.Timeout | undefined;
  let untilBroken: NodeJS.Timeout | undefined;
  const {promise: connected, resolve} = Promise.withResolvers<boolean>();
  let isFirst = true;
  let isUp = false;
  // The observer stays, though it has two file descriptors: after one is closed before its socket, zeromq.js 6.8 keeps the program
  // from ending, and other observers may fall silent.
  const socket = openSubscriber(endpoint, LIMITS, created => {
    uninterrupted(() => created.subscribe(EVENT_TOPICS, SAMPLE_TOPIC));
    void pump(
      uninterrupted(() => created.events),
      ({type}) => handleConnection(type),
    );
    void pumpSlices(created, readingTime, take, allowance.empty);
  });
  const untilGivenUp = setTimeout(() => resolve(false), CONNECT);

  function handleConnection(type: string): void {
    clearTimeout(untilBroken);
    if (type === 'disconnect') {
      isUp = false;
      untilBroken = setTimeout(onBroken, BROKEN);
    }
    if (type !== 'handshake') return;
    isUp = true;
    if (!isFirst) onGap();
    isFirst = false;
    resolve(true);
  }

  function take(frames: readonly Buffer[]): void {
    if (isSample(frames)) {
      onSample(frames);
      return;
    }
    switch (allowance.take()) {
      case 'taken':
        onEvent(frames);
        return;
      case 'flood begins':
        flood = setInterval(reportFlood, FLOOD_REPORT);
        onFlood({count: 1, isMore: false, isOver: false});
        return;
      case 'left out':
        return;
    }
  }

  function reportFlood(): void {
    const leftOut = allowance.measure();
    if (leftOut.isOver) {
      clearInterval(flood);
      flood = undefined;
    }
    onFlood(leftOut);
  }

  return {
    connected: connected.finally(() => clearTimeout(untilGivenUp)),
    isConnected: () => isUp,
    close: () => {
      resolve(false);
      if (flood !== undefined) onFlood({...allowance.measure(), isOver: true});
      clearInterval(flood);
      clearTimeout(untilBroken);
      socket.close();
    },
  };
}
