import type {Socket, SocketOptions} from 'zeromq';
import type {WayName} from '../model/way.js';

/**
 * A way to a node, for one try to connect. It owns what its channels need, such as a tunnel, and ends it. Connection and feeds
 * know only what a channel gives them, so a new way needs no change in them.
 */
export interface Way {
  /** What the header calls it. */
  readonly name: WayName;
  /** Makes a channel ready to be connected to. Resolves to a problem when that fails, or when the way is closed meanwhile; never rejects. */
  readonly open: (channel: Channel) => Promise<Endpoint | NoWay>;
  /** Whether anything listens for commands. Resolves to null, or to why nothing can be reached there. Never rejects. */
  readonly knock: () => Promise<NoWay | null>;
  /** A circusd answers there: the next ways begin where this one leads to. */
  readonly answered: () => void;
  /** Ends what was opened, and what is being opened. */
  readonly close: () => void;
}

/** What a node is connected to for. `bind` is where the node says that it listens (circus: `globaloptions`); null: it has not said. */
export type Channel =
  | {readonly kind: 'commands'}
  | {readonly kind: 'events' | 'statistics'; readonly bind: string | null};

/** What ZeroMQ connects to. */
export interface Endpoint {
  readonly url: string;
  /** How people call that place, such as `port 5556`. */
  readonly place: string;
  /** What this way asks of a socket, such as its keys; it overrides what the socket's user asks. */
  readonly socketOptions: SocketOptions<Socket>;
}

/** What a way that is closed gives. */
export const CLOSED: NoWay = {problem: 'not connected any more'};

/** Why a channel cannot be opened, for people. */
export interface NoWay {
  readonly problem: string;
  /** Whether no address is known for the host's name. */
  readonly isOfName?: true;
}
