import {connect, type NetConnectOpts} from 'node:net';
import {waitFor} from '../model/wait-for.js';
import {CLOSED} from './way.js';

/** What is said where none can be opened: that tells nothing of who is there. */
const NO_DESCRIPTORS = 'this machine has no more file descriptors';

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
  const patience = {
    timeout: PATIENCE,
    signal,
    onTimeout: () => 'no answer to a connection',
    onAbort: () => CLOSED.problem,
  };
  return waitFor<string | null>(patience, settle => {
    const socket = connect(at);
    socket.once('connect', () => settle(null));
    socket.on('error', ({code = ''}: NodeJS.ErrnoException) =>
      settle(code === HUNG_UP ? null : (reasons[code] ?? OURS[code] ?? 'no connection')),
    );
    return () => socket.destroy();
  });
}

/** Only who has taken a connection resets it: it may be gone before Node has seen that it was there. */
const HUNG_UP = 'ECONNRESET';
const OURS: Readonly<Record<string, string>> = {EMFILE: NO_DESCRIPTORS};
