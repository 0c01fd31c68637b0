import {DEFAULT_COMMAND_PORT, type NodeId, type NodeSpec} from './node.js';
import {type NodeSetOptions, parseNodeSet} from './node-set.js';
import {nodeSpec} from './node-spec.js';

const HIGHEST_OCTET = 255;
const HIGHEST_PORT = 65_535;
/** More are no one's first picture. */
const MOST_NODES = 4_096;

const OCTET = '(?:0|[1-9]\\d{0,2})';
const IPV4_PART = new RegExp(`^((?:${OCTET}\\.){3})(${OCTET})(?:-(${OCTET}))?(?::([\\d/]+))?$`);
const NAME_PART = /^[a-z][^:]*(?::[\d/]+)?$/i;
const SOCKET_PART = /^ipc:\/\//;

/**
 * Reads the sets that most clusters are, without loading what reckons with addresses: IPv4 addresses and ranges of their
 * last number, host names, numbered names, each with ports, unix sockets, and sets by their names. It means by them what `parseNodeSet` means.
 *
 * @returns null for every other set, a wrong one among them
 */
export function readPlainSet(text: string, options: NodeSetOptions = {}): readonly NodeSpec[] | null {
  const nodes = new Map<NodeId, NodeSpec>();
  for (const part of text.split(',')) {
    const read = readAddresses(part, options) ?? readNames(part, options) ?? readNamed(part, options);
    if (read === null) return null;
    for (const node of read) if (!nodes.has(node.id)) nodes.set(node.id, node);
    if (nodes.size > MOST_NODES) return null;
  }
  return [...nodes.values()];
}

function readAddresses(part: string, {defaultPort = DEFAULT_COMMAND_PORT}: NodeSetOptions): readonly NodeSpec[] | null {
  const [, network = '', first = '', last = first, portsText] = IPV4_PART.exec(part) ?? [];
  const ports = readPorts(portsText, defaultPort);
  const highest = Math.max(...network.split('.').map(Number), Number(last));
  if (network === '' || ports === null || highest > HIGHEST_OCTET || Number(last) < Number(first)) return null;
  return Array.from({length: Number(last) - Number(first) + 1}, (_, index) =>
    nodeSpec({host: `${network}${Number(first) + index}`, ...ports}),
  );
}

function readNames(part: string, options: NodeSetOptions): readonly NodeSpec[] | null {
  if (!NAME_PART.test(part) && !SOCKET_PART.test(part)) return null;
  const read = parseNodeSet(part, options);
  return read.ok ? read.nodes : null;
}

function readNamed(part: string, {named}: NodeSetOptions): readonly NodeSpec[] | null {
  const found = part.startsWith('@') ? named?.(part.slice(1)) : undefined;
  return found === undefined || typeof found === 'string' ? null : found;
}

type Ports = Pick<NodeSpec, 'commandPort' | 'eventsPort' | 'statisticsPort'>;

/** One port or three, as `host:5565` and `host:5565/5566/5567` have them. */
function readPorts(text: string | undefined, defaultPort: number): Ports | null {
  if (text === undefined) return {commandPort: defaultPort, eventsPort: null, statisticsPort: null};
  const words = text.split('/');
  const isGood = words.every(word => /^[1-9]\d{0,4}$/.test(word) && Number(word) <= HIGHEST_PORT);
  if (!isGood || (words.length !== 1 && words.length !== 3)) return null;
  const [commandPort = defaultPort, eventsPort = null, statisticsPort = null] = words.map(Number);
  return {commandPort, eventsPort, statisticsPort};
}
