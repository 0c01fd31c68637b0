import {Dealer, type Event} from 'zeromq';
import {LONGEST_MESSAGE} from './json.js';
import {loopTurns} from './loop-turns.js';
import {pump} from './pump.js';
import {uninterrupted} from './uninterrupted.js';
import type {Endpoint} from './way.js';

/** One connection to a circusd's command socket, for as long as it lasts; it never connects a second time. */
export interface Connection {
  /** Resolves to whether the message is on its way; never rejects. */
  readonly send: (message: string) => Promise<boolean>;
  readonly close: () => void;
}

interface ConnectionEvents {
  /** circusd's side has shaken hands: a TCP connection alone is no sign of life. */
  readonly onUp: () => void;
  /** It is over, or never came about; called once, and not after `close`. `problem` is for people. */
  readonly onDown: (problem: string) => void;
  readonly onMessage: (frames: readonly Buffer[]) => void;
}

/** Milliseconds, all of them. */
export interface Heartbeats {
  readonly interval: number;
  readonly timeout: number;
}

/** A day: every socket is closed before. */
const NEVER = 86_400_000;
const CONNECT = 3_000;
const HANDSHAKE = 4_000;
const SEND = 1_000;
const QUEUED_MESSAGES = 64;
/** A refused connection fails at once; one that nobody answers only after CONNECT. */
const SURELY_REFUSED = 2_000;

export const REFUSED = 'connection refused';
export const NOT_CIRCUSD = 'answers, but not as circusd does';

/**
 * Connects once. ZeroMQ's own reconnecting comes later than anybody waits: it has no jitter, gives up for good after some errors,
 * and hammers a port that accepts and then fails. Off, or with `immediate`, ZeroMQ would throw away the answers that are unread
 * when a connection ends (measured). Nothing is sent before the handshake, so it queues nothing that a dead node would do on its return.
 *
 * @throws Error of ZeroMQ when this machine has no more sockets, or cannot connect there at all
 */
export function openConnection(endpoint: Endpoint, heartbeats: Heartbeats, events: ConnectionEvents): Connection {
  const socket = new Dealer({
    linger: 0,
    reconnectInterval: NEVER,
    connectTimeout: CONNECT,
    handshakeInterval: HANDSHAKE,
    sendTimeout: SEND,
    sendHighWaterMark: QUEUED_MESSAGES,
    maxMessageSize: LONGEST_MESSAGE,
    heartbeatInterval: heartbeats.interval,
    heartbeatTimeout: heartbeats.timeout,
    heartbeatTimeToLive: heartbeats.interval + heartbeats.timeout,
    ...endpoint.socketOptions,
  });
  const openedAt = performance.now();
  let isUp = false;
  let isOver = false;
  /** Messages that came. */
  let received = 0;
  let lastSend: Promise<unknown> = Promise.resolve();
  // A peer that speaks an old ZMTP is "connected" for ever without a handshake.
  const patience = setTimeout(() => end('no handshake'), CONNECT + HANDSHAKE);

  /**
   * ZeroMQ tells of the end before what came until then is read: it is read first, or an answer would be taken for lost. The
   * socket was told of every message before the end was, so each turn in which some can be read reads some.
   */
  function endWhenRead(problem: string): void {
    isUp = false;
    const before = received;
    setImmediate(() => (received === before ? loopTurns.act(() => end(problem)) : endWhenRead(problem)));
  }

  function end(problem: string): void {
    if (isOver) return;
    close();
    events.onDown(problem);
  }

  function close(): void {
    isUp = false;
    isOver = true;
    clearTimeout(patience);
    socket.close();
  }

  function handleEvent(event: Event): void {
    if (event.type === 'handshake') {
      clearTimeout(patience);
      isUp = true;
      events.onUp();
    } else {
      const problem = problemOf(event, performance.now() - openedAt);
      if (problem !== null) endWhenRead(problem);
    }
  }

  try {
    void pump(
      uninterrupted(() => socket.events),
      event => {
        if (!isOver) handleEvent(event);
      },
    );
    void pump(socket, frames => {
      received++;
      loopTurns.act(() => {
        if (!isOver) events.onMessage(frames);
      });
    });
    uninterrupted(() => socket.connect(endpoint.url));
  } catch (error) {
    close();
    throw error;
  }

  return {
    close,
    send: message => {
      // ZeroMQ takes one send at a time.
      const sent = lastSend.then(async () => {
        await new Promise<void>(resolve => loopTurns.act(resolve));
        if (!isUp) return false;
        try {
          await socket.send(message);
          return true;
        } catch {
          return false;
        }
      });
      lastSend = sent;
      return sent;
    },
  };
}

/** @returns why the connection is over, for people; null: it is not. `age`: milliseconds since it was begun. */
function problemOf(event: Event, age: number): string | null {
  switch (event.type) {
    case 'handshake:error:protocol':
    case 'handshake:error:auth':
      return NOT_CIRCUSD;
    case 'handshake:error:other':
      return event.error.code === 'EAGAIN' ? 'no handshake' : NOT_CIRCUSD;
    case 'disconnect':
      return 'connection lost';
    case 'close':
    case 'close:error':
      return age < SURELY_REFUSED ? REFUSED : 'no connection';
    default:
      return null;
  }
}
