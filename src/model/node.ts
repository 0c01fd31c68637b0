/**
 * What the operator named, normalised: `host`, `host:port` when the command port is not 5555, or `ipc:///PATH` of a unix socket.
 * It never changes.
 */
export type NodeId = string;

export const DEFAULT_COMMAND_PORT = 5555;

/** A node as the operator named it, and how to reach it. */
export interface NodeSpec {
  readonly id: NodeId;
  /** A literal address or a host name; IPv6 without brackets. Of a unix socket it is `localhost`. */
  readonly host: string;
  /** The path of the unix socket that takes its commands, on this machine; absent: it is reached by host and port. */
  readonly socket?: string;
  readonly commandPort: number;
  /** Null: asked of the node (circus: `globaloptions`). */
  readonly eventsPort: number | null;
  /** Null: asked of the node (circus: `globaloptions`). */
  readonly statisticsPort: number | null;
  /** The address that its peers use, for `configure`; null when the operator named a host name and said nothing else. */
  readonly clusterAddress: string | null;
}

/**
 * How well the node answers.
 * connecting: no answer yet, within the connect timeout · online: answers · stale: owes an answer ·
 * offline: no connection, or 10 s of silence.
 */
export type LinkState = 'connecting' | 'online' | 'stale' | 'offline';

/** The bind strings of a circusd, such as `tcp://*:5555` (circus: `globaloptions`). */
export interface NodeEndpoints {
  readonly commands: string;
  readonly events: string;
  /** The usual one also where no circusd-stats runs that would listen there. */
  readonly statistics: string;
}

/** One start of a circusd: a new pid or start time is a new circusd, and a new epoch for what is known of its node. */
export interface CircusdIdentity {
  readonly pid: number;
  /** Seconds since 1970 on the node's clock, as `dstats` gives it. */
  readonly startedAt: number;
}

/** Whether both are the same start of a circusd; false when one of them is unknown. */
export function isSameCircusd(one: CircusdIdentity | null, other: CircusdIdentity | null): boolean {
  return one !== null && other !== null && one.pid === other.pid && one.startedAt === other.startedAt;
}

/** Whether both are reached in the same way. */
export function isSameWay(one: NodeSpec, other: NodeSpec): boolean {
  return (
    one.host === other.host &&
    one.socket === other.socket &&
    one.commandPort === other.commandPort &&
    one.eventsPort === other.eventsPort &&
    one.statisticsPort === other.statisticsPort
  );
}
