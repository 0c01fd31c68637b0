import {Subscriber} from 'zeromq';
import type {ProcessSample} from '../model/facts.js';
import {problemOf} from '../model/system-error.js';
import {ProtocolError} from './errors.js';
import {createEventAllowance, type LeftOut} from './event-allowance.js';
import {EVENT_TOPICS} from './event-topic.js';
import {pump} from './pump.js';
import type {ReadingTime} from './reading-time.js';
import {pumpSlices} from './slices.js';
import {decodeSample, sampleTopics} from './statistics-topic.js';
import {uninterrupted} from './uninterrupted.js';
import type {Endpoint} from './way.js';

/** A subscription to one of a node's streams. It reconnects by itself until it is closed. */
export interface Feed {
  readonly close: () => void;
}

/** circusd's events. `connected` resolves to true once they flow, from when on nothing is missed; to false if they do not. */
export interface EventFeed extends Feed {
  readonly connected: Promise<boolean>;
  /** Whether they flow now. */
  readonly isConnected: () => boolean;
}

/** circusd-stats's samples, which wait in the socket until they are drained. */
export interface StatisticsFeed extends Feed {
  /** Only samples of these watchers' processes, and of those named before, come in. */
  readonly follow: (watchers: Iterable<string>) => void;
  /** Takes everything that has come in: the newest sample of each process. Never rejects. */
  readonly drain: () => Promise<readonly ProcessSample[]>;
}

/** Messages that wait in the socket, and bytes of each: an event has some hundred, a sample as many. */
const QUEUED_EVENTS = 2_000;
const QUEUED_SAMPLES = 5_000;
const LONGEST_EVENT = 32 * 1_024;
const LONGEST_SAMPLE = 16 * 1_024;
/** What waits on the way to it and at the node itself, in messages, before any are lost. */
const QUEUED_OUTSIDE = 3_000;
/** Samples taken at once, and between two keys. */
const MOST_SAMPLES = 20_000;
const SAMPLES_AT_ONCE = 500;
/** Milliseconds. */
const CONNECT = 3_000;
const RECONNECT = 200;
const LAST_RECONNECT = 5_000;
const HEARTBEAT = 10_000;
const LOOK = 1_000;
/** ZeroMQ says at once that it tries again, or never does. */
const BROKEN = 1_000;

/** What an event feed tells. */
export interface EventListener {
  readonly onEvent: (frames: readonly Buffer[]) => void;
  /** Events may have been missed: the stream was broken off and has come back. */
  readonly onGap: () => void;
  /** The node sends more than is taken in: told when that begins, each second, and once more when it is over. */
  readonly onFlood: (leftOut: LeftOut) => void;
  /** It was broken off for good, as ZeroMQ does after a message that is too long, or none of its own: it can be opened anew. */
  readonly onBroken: () => void;
}

/** @throws ProtocolError when this machine has no more descriptors, or cannot connect there */
export function openEventFeed(endpoint: Endpoint, readingTime: ReadingTime, listener: EventListener): EventFeed {
  const {onEvent, onGap, onFlood, onBroken} = listener;
  const socket = openSubscriber(endpoint, QUEUED_EVENTS, LONGEST_EVENT, EVENT_TOPICS);
  const allowance = createEventAllowance(QUEUED_EVENTS + QUEUED_OUTSIDE, () => performance.now());
  let flood: NodeJS.Timeout | undefined;
  let untilBroken: NodeJS.Timeout | undefined;
  const {promise: connected, resolve} = Promise.withResolvers<boolean>();
  let isFirst = true;
  let isUp = false;
  // The observer stays, for its two file descriptors: after one is closed before its socket, zeromq.js 6.8 keeps the program
  // from ending, and other observers may fall silent.
  connectOrThrow(socket, endpoint, () => {
    void pump(
      uninterrupted(() => socket.events),
      event => {
        clearTimeout(untilBroken);
        if (event.type === 'disconnect') {
          isUp = false;
          untilBroken = setTimeout(onBroken, BROKEN);
        }
        if (event.type !== 'handshake') return;
        isUp = true;
        if (!isFirst) onGap();
        isFirst = false;
        resolve(true);
      },
    );
    void pumpSlices(socket, readingTime, take, allowance.empty);
  });

  function take(frames: readonly Buffer[]): void {
    switch (allowance.take()) {
      case 'taken':
        onEvent(frames);
        return;
      case 'flood begins':
        flood = setInterval(look, LOOK);
        onFlood({count: 1, isMore: false, isOver: false});
        return;
      case 'left out':
        return;
    }
  }

  function look(): void {
    const leftOut = allowance.look();
    if (leftOut.isOver) {
      clearInterval(flood);
      flood = undefined;
    }
    onFlood(leftOut);
  }

  const patience = setTimeout(() => resolve(false), CONNECT);
  return {
    connected: connected.finally(() => clearTimeout(patience)),
    isConnected: () => isUp,
    close: () => {
      resolve(false);
      if (flood !== undefined) onFlood({...allowance.look(), isOver: true});
      clearInterval(flood);
      clearTimeout(untilBroken);
      socket.close();
    },
  };
}

/** @param onProblem hears of a message that was none of circusd-stats's */
export function openStatisticsFeed(endpoint: Endpoint, onProblem: (reason: string) => void): StatisticsFeed {
  const socket = openSubscriber(endpoint, QUEUED_SAMPLES, LONGEST_SAMPLE);
  const followed = new Set<string>();
  socket.receiveTimeout = 0;
  connectOrThrow(socket, endpoint, () => {});
  let isDraining = false;

  /** @returns null when there is nothing more, or the socket was closed meanwhile */
  async function receive(): Promise<readonly Buffer[] | null> {
    try {
      return !socket.closed && socket.readable ? await socket.receive() : null;
    } catch {
      return null;
    }
  }

  return {
    follow: watchers => {
      for (const watcher of watchers) {
        if (followed.has(watcher)) continue;
        followed.add(watcher);
        uninterrupted(() => socket.subscribe(...sampleTopics(watcher)));
      }
    },
    drain: async () => {
      const newest = new Map<number, ProcessSample>();
      if (isDraining) return [];
      isDraining = true;
      // A node may send them faster than they are taken: the rest is of the next second.
      for (let taken = 1; taken <= MOST_SAMPLES; taken++) {
        const frames = await receive();
        if (frames === null) break;
        if (taken % SAMPLES_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve));
        const sample = readSample(frames, onProblem);
        if (sample !== null) newest.set(sample.pid, sample);
      }
      isDraining = false;
      return [...newest.values()];
    },
    close: () => socket.close(),
  };
}

function readSample(frames: readonly Buffer[], onProblem: (reason: string) => void): ProcessSample | null {
  try {
    return decodeSample(frames);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    onProblem(error.message);
    return null;
  }
}

/** @throws ProtocolError when this machine has no more descriptors, or cannot connect there; the socket is closed then */
function connectOrThrow(socket: Subscriber, {url}: Endpoint, prepare: () => void): void {
  try {
    prepare();
    uninterrupted(() => socket.connect(url));
  } catch (error) {
    socket.close();
    throw new ProtocolError(`no connection could be opened: ${problemOf(error)}`);
  }
}

/** @throws ProtocolError when this machine has no more sockets */
function openSubscriber({socketOptions}: Endpoint, queued: number, longest: number, ...topics: readonly string[]) {
  try {
    const socket = new Subscriber({
      linger: 0,
      reconnectInterval: RECONNECT + Math.floor(Math.random() * RECONNECT),
      reconnectMaxInterval: LAST_RECONNECT,
      receiveHighWaterMark: queued,
      maxMessageSize: longest,
      heartbeatInterval: HEARTBEAT,
      heartbeatTimeout: HEARTBEAT,
      heartbeatTimeToLive: 2 * HEARTBEAT,
      ...socketOptions,
    });
    if (topics.length > 0) uninterrupted(() => socket.subscribe(...topics));
    return socket;
  } catch (error) {
    throw new ProtocolError(`no socket could be opened: ${problemOf(error)}`);
  }
}
