import {connect, type NetConnectOpts} from 'node:net';

/** Milliseconds. */
const PATIENCE = 3_000;

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  EACCES: 'this machine may not connect there',
  EPERM: 'this machine may not connect there',
  EMFILE: 'this machine has no more file descriptors',
};

/**
 * Whether anybody listens there: a plain connection, closed at once. It costs a twentieth of a ZeroMQ socket with its
 * observer, and says why not, which ZeroMQ does not.
 *
 * @param signal gives it up
 * @returns null: somebody does; else why not, for people
 */
export function knock(at: NetConnectOpts, signal: AbortSignal): Promise<string | null> {
  const {promise, resolve} = Promise.withResolvers<string | null>();
  const socket = connect({...at, timeout: PATIENCE});
  const end = (problem: string | null) => {
    signal.removeEventListener('abort', giveUp);
    socket.destroy();
    resolve(problem);
  };
  const giveUp = () => end('not connected any more');
  signal.addEventListener('abort', giveUp);
  socket.once('connect', () => end(null));
  socket.once('timeout', () => end('no answer to a connection'));
  socket.on('error', (error: NodeJS.ErrnoException) => end(SENTENCES[error.code ?? ''] ?? 'no connection'));
  return promise;
}
