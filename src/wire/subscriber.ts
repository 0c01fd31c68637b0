import {Subscriber} from 'zeromq';
import {problemOf} from '../model/system-error.js';
import {ProtocolError} from './errors.js';
import {uninterrupted} from './uninterrupted.js';
import type {Endpoint} from './way.js';

/** What a subscriber holds at most: messages that wait in the socket, and bytes of each. */
interface SubscriberLimits {
  readonly queued: number;
  readonly longest: number;
}

/** Milliseconds. */
const RECONNECT = 200;
const LAST_RECONNECT = 5_000;
const HEARTBEAT = 10_000;

/**
 * A subscriber to a node's stream, which reconnects by itself.
 *
 * @param prepare is called before it connects
 * @throws ProtocolError when this machine has no more sockets or descriptors, or cannot connect there; nothing is left open then
 */
export function openSubscriber(
  {url, socketOptions}: Endpoint,
  limits: SubscriberLimits,
  prepare: (socket: Subscriber) => void,
): Subscriber {
  const socket = createSubscriber(limits, socketOptions);
  try {
    prepare(socket);
    uninterrupted(() => socket.connect(url));
    return socket;
  } catch (error) {
    socket.close();
    throw new ProtocolError(`no connection could be opened: ${problemOf(error)}`);
  }
}

function createSubscriber({queued, longest}: SubscriberLimits, socketOptions: Endpoint['socketOptions']): Subscriber {
  try {
    return new Subscriber({
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
  } catch (error) {
    throw new ProtocolError(`no socket could be opened: ${problemOf(error)}`);
  }
}
