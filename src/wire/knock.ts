import {connect, type NetConnectOpts} from 'node:net';
import {CLOSED} from './way.js';

/** Milliseconds. */
const PATIENCE = 3_000;

/**
 * Whether anything listens there: a bare connection, closed at once. It costs a twentieth of a ZeroMQ socket with its
 * observer, and says why not, which ZeroMQ does not.
 *
 * @param reasons what the system's error codes mean there, for people
 * @param signal gives it up
 * @returns null: something does; else why not, for people
 */
export function knock(
  at: NetConnectOpts,
  reasons: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string | null> {
  const {promise, resolve} = Promise.withResolvers<string | null>();
  const socket = connect({...at, timeout: PATIENCE});
  const end = (problem: string | null) => {
    signal.removeEventListener('abort', giveUp);
    socket.destroy();
    resolve(problem);
  };
  const giveUp = () => end(CLOSED.problem);
  signal.addEventListener('abort', giveUp);
  socket.once('connect', () => end(null));
  socket.once('timeout', () => end('no answer to a connection'));
  socket.on('error', ({code = ''}: NodeJS.ErrnoException) => end(reasons[code] ?? OURS[code] ?? 'no connection'));
  return promise;
}

const OURS: Readonly<Record<string, string>> = {EMFILE: 'this machine has no more file descriptors'};
