import {type Connection, NOT_CIRCUSD} from './connection.js';
import type {Liveness, PingAnswer} from './liveness.js';
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
  | Greeting
  | Answering
  /** It is tried again when the timer is over. */
  | {readonly name: 'waiting'; readonly retry: NodeJS.Timeout}
  | {readonly name: 'closed'};

type Greeting = {readonly name: 'greeting'} & Pinged;
type Answering = {readonly name: 'answering'} & Pinged & Answered;

interface Pinged {
  readonly way: Way;
  readonly connection: Connection;
  readonly liveness: Liveness;
  /** Milliseconds, our monotonic clock. */
  readonly upAt: number;
}

interface Answered {
  /** Milliseconds, our monotonic clock: when the last answer came. */
  readonly answeredAt: number;
  /** Milliseconds of the node's clock ahead of our monotonic one. */
  readonly clockOffset: number;
  /** Whether the answer to a ping is owed for longer than it should be. */
  readonly isOverdue: boolean;
  /** Whether garbage on this connection was reported; once is enough. */
  readonly hasComplained: boolean;
}

/** Milliseconds. */
const CLOCK_JUMP = 2_000;
/** What hangs up so soon after the handshake, in ms, is no circusd. */
const HUNG_UP = 1_000;

/**
 * A ping was answered.
 *
 * @param now our monotonic clock, in ms
 * @returns `hasJumped`: the node's clock was set since the answer before
 */
export function answered(
  before: Greeting | Answering,
  {rtt, nodeTime}: Pick<PingAnswer, 'rtt' | 'nodeTime'>,
  now: number,
): {readonly state: Answering; readonly hasJumped: boolean} {
  const {way, connection, liveness, upAt} = before;
  const offset = nodeTime * 1_000 - now;
  // An answer that was long under way says nothing about the clock.
  const isQuick = rtt < CLOCK_JUMP / 2;
  const known = before.name === 'answering' ? before.clockOffset : null;
  return {
    state: {
      name: 'answering',
      way,
      connection,
      liveness,
      upAt,
      answeredAt: now,
      clockOffset: known === null || isQuick ? offset : known,
      isOverdue: false,
      hasComplained: before.name === 'answering' && before.hasComplained,
    },
    hasJumped: known !== null && isQuick && Math.abs(offset - known) > CLOCK_JUMP,
  };
}

/** Why a connection is over, for people. @param why what ZeroMQ says @param now our monotonic clock, in ms */
export function whyDown(state: LinkState, why: string, now: number): string {
  // A frozen node loses its connection by its silence: heartbeats are not answered either.
  if (state.name === 'answering' && state.isOverdue) {
    return `no answer for ${Math.round((now - state.answeredAt) / 1_000)} s`;
  }
  return state.name === 'greeting' && now - state.upAt < HUNG_UP ? NOT_CIRCUSD : why;
}

/** Ends all that a link holds in this state. */
export function endState(state: LinkState): void {
  if ('liveness' in state) state.liveness.stop();
  if ('connection' in state) state.connection.close();
  if ('way' in state) state.way.close();
  if ('retry' in state) clearTimeout(state.retry);
}
