import {context} from 'zeromq';

/** The most that ZeroMQ allows; 200 nodes use up its default. */
const MOST_SOCKETS = 65_535;

/** ZeroMQ heeds it only before the first socket is made. */
export function allowMostSockets(): void {
  context.maxSockets = MOST_SOCKETS;
}
