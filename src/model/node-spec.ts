import {DEFAULT_COMMAND_PORT, type NodeSpec} from './node.js';
import {SOCKET_SCHEME} from './socket-path.js';

/** A node that is reached at this host; what is not said is the default, or is asked of the node. */
export function nodeSpec(known: Partial<Omit<NodeSpec, 'id'>> & Pick<NodeSpec, 'host'>): NodeSpec {
  const {host, commandPort = DEFAULT_COMMAND_PORT, eventsPort = null, statisticsPort = null} = known;
  const isLiteral = host.includes(':') || /^[\d.]+$/.test(host);
  const {clusterAddress = isLiteral ? host : null} = known;
  const id = commandPort === DEFAULT_COMMAND_PORT ? host : `${bracketed(host)}:${commandPort}`;
  return {id, host, commandPort, eventsPort, statisticsPort, clusterAddress};
}

/** A node that is reached through this unix socket; its address among its peers has nothing to do with that. */
export function socketSpec(path: string): NodeSpec {
  return {
    id: `${SOCKET_SCHEME}${path}`,
    host: 'localhost',
    socket: path,
    commandPort: DEFAULT_COMMAND_PORT,
    eventsPort: null,
    statisticsPort: null,
    clusterAddress: null,
  };
}

/** The host as it stands before a port. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** What the node is sorted by: its name as it would be without a port, which puts brackets around an IPv6 address. */
export function sortedAs({id}: NodeSpec): string {
  return id.replace(/^\[/, '');
}
