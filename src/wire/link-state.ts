import type {Connection} from './connection.js';
import type {Liveness} from './liveness.js';
import type {Way} from './way.js';

/**
 * Where a link is, and what it holds there:
 *
 *     reaching ──found──▶ connecting ──handshake──▶ greeting ──first answer──▶ answering
 *        ▲  └─────nobody─────┐ └──────lost─────┐ └────────lost────────┐ └──────lost──────┐
 *        └────time to try────waiting ◀─────────┴──────────────────────┴──────────────────┘
 *
 * `close` leads from everywhere to closed, which is the end.
 */
export type LinkState =
  /** The way is opened: a name is looked up, a socket of the node knocked at. */
  | {readonly name: 'reaching'; readonly way: Way}
  /** The command socket is opened; ZMTP has not shaken hands. */
  | {readonly name: 'connecting'; readonly way: Way; readonly connection: Connection}
  /** Something is there, and is pinged; nothing has proved that it is a circusd. */
  | ({readonly name: 'greeting'} & Pinged)
  | ({readonly name: 'answering'} & Pinged & Answering)
  /** It is tried again when the timer is over. */
  | {readonly name: 'waiting'; readonly retry: NodeJS.Timeout}
  | {readonly name: 'closed'};

interface Pinged {
  readonly way: Way;
  readonly connection: Connection;
  readonly liveness: Liveness;
  /** Milliseconds, our monotonic clock. */
  readonly upAt: number;
}

interface Answering {
  /** Milliseconds, our monotonic clock: when the last answer came. */
  readonly answeredAt: number;
  /** Milliseconds of the node's clock ahead of our monotonic one. */
  readonly clockOffset: number;
  /** Whether the answer to a ping is owed for longer than it should be. */
  readonly isOverdue: boolean;
  /** Whether garbage on this connection was reported; once is enough. */
  readonly hasComplained: boolean;
}

/** Ends all that a link holds in this state. */
export function endState(state: LinkState): void {
  if ('liveness' in state) state.liveness.stop();
  if ('connection' in state) state.connection.close();
  if ('way' in state) state.way.close();
  if ('retry' in state) clearTimeout(state.retry);
}
