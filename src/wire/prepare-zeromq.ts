import {context} from 'zeromq';

/** The most that ZeroMQ allows; 200 nodes use up its default. */
const MOST_SOCKETS = 65_535;

/** ZeroMQ's ZMQ_ZERO_COPY_RECV, which zeromq.js has no name for. */
const ZERO_COPY_RECEIVE = 10;

/**
 * Sets what holds for all sockets; ZeroMQ heeds it only before the first one is made. Messages are copied out of what was received:
 * without that, each message holds on to 8 KiB and more until the garbage collector has found it, which made 300 MiB of the samples
 * of a thousand nodes.
 */
export function prepareZeroMQ(): void {
  context.maxSockets = MOST_SOCKETS;
  (context as unknown as NumberedOptions).setInt32Option(ZERO_COPY_RECEIVE, 0);
}

interface NumberedOptions {
  readonly setInt32Option: (option: number, value: number) => void;
}
