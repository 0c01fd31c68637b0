import {Subscriber} from 'zeromq';
import type {ProcessSample} from '../model/facts.js';
import {ProtocolError} from './errors.js';
import {EVENT_TOPICS} from './event-topic.js';
import {LONGEST_MESSAGE} from './json.js';
import {pump} from './pump.js';
import {decodeSample, sampleTopics} from './statistics-topic.js';
import {uninterrupted} from './uninterrupted.js';

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

const QUEUED_MESSAGES = 10_000;
/** Milliseconds. */
const CONNECT = 3_000;
const RECONNECT = 200;
const LAST_RECONNECT = 5_000;
const HEARTBEAT = 10_000;

/** @param onGap events may have been missed: the stream was broken off and has come back */
export function openEventFeed(url: string, onEvent: (frames: readonly Buffer[]) => void, onGap: () => void): EventFeed {
  const socket = openSubscriber(EVENT_TOPICS);
  const {promise: connected, resolve} = Promise.withResolvers<boolean>();
  let isFirst = true;
  let isUp = false;
  // The observer stays, for its two file descriptors: after one is closed before its socket, zeromq.js 6.8 keeps the program
  // from ending, and other observers may fall silent.
  connectOrThrow(socket, url, () => {
    void pump(
      uninterrupted(() => socket.events),
      event => {
        if (event.type === 'disconnect') isUp = false;
        if (event.type !== 'handshake') return;
        isUp = true;
        if (!isFirst) onGap();
        isFirst = false;
        resolve(true);
      },
    );
    void pump(socket, onEvent);
  });
  const patience = setTimeout(() => resolve(false), CONNECT);
  return {
    connected: connected.finally(() => clearTimeout(patience)),
    isConnected: () => isUp,
    close: () => {
      resolve(false);
      socket.close();
    },
  };
}

/** @param onProblem hears of a message that was none of circusd-stats's */
export function openStatisticsFeed(url: string, onProblem: (reason: string) => void): StatisticsFeed {
  const socket = openSubscriber();
  const followed = new Set<string>();
  socket.receiveTimeout = 0;
  connectOrThrow(socket, url, () => {});
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
      for (let frames = await receive(); frames !== null; frames = await receive()) {
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
function connectOrThrow(socket: Subscriber, url: string, prepare: () => void): void {
  try {
    prepare();
    uninterrupted(() => socket.connect(url));
  } catch (error) {
    socket.close();
    throw new ProtocolError(`no connection could be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws ProtocolError when this machine has no more sockets */
function openSubscriber(...topics: readonly string[]): Subscriber {
  try {
    const socket = new Subscriber({
      linger: 0,
      ipv6: true,
      reconnectInterval: RECONNECT + Math.floor(Math.random() * RECONNECT),
      reconnectMaxInterval: LAST_RECONNECT,
      receiveHighWaterMark: QUEUED_MESSAGES,
      maxMessageSize: LONGEST_MESSAGE,
      heartbeatInterval: HEARTBEAT,
      heartbeatTimeout: HEARTBEAT,
      heartbeatTimeToLive: 2 * HEARTBEAT,
    });
    if (topics.length > 0) uninterrupted(() => socket.subscribe(...topics));
    return socket;
  } catch (error) {
    throw new ProtocolError(`no socket could be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}
