import {type Address, addressAfter, addressesFrom, addressesOf} from './address.js';
import {foldNames, numberedNames} from './host-name.js';
import {DEFAULT_COMMAND_PORT, type NodeId, type NodeSpec} from './node.js';
import {type AddressHosts, type NameHosts, type NodeSetProblem, type Operand, parseOperand} from './node-operand.js';
import {bracketed, nodeSpec, socketSpec} from './node-spec.js';
import {socketPathOf} from './socket-path.js';

/** The nodes of a set in its order, each once; or what is wrong with it. */
type NodeSetResult =
  | {readonly ok: true; readonly nodes: readonly NodeSpec[]}
  | {readonly ok: false; readonly problem: NodeSetProblem};

export interface NodeSetOptions {
  /** Command port of nodes that name none. */
  readonly defaultPort?: number;
  /** What is behind `@lab` and `@./file`; absent: nothing is. */
  readonly named?: NamedSets;
}

/** Finds the nodes behind a reference such as `lab` or `./file`, which stands in a set behind `@`; or says why there are none. */
export type NamedSets = (reference: string) => readonly NodeSpec[] | string;

const MOST_NODES = 65_536;
const TOO_MANY = 'this is more than 65,536 nodes';
/** Nodes that the parts of a set may name in all, counting those named again or taken out: a key waits for it. */
export const MOST_NAMED = 2 * MOST_NODES;
export const NAMES_TOO_MANY = 'this names more than 131,072 nodes, those named twice or taken out counted, too';

/**
 * Reads "192.168.0.1-32,!192.168.0.3": addresses, ranges, networks, host names, numbered names, each with ports where it
 * needs them, unix sockets (`ipc:///run/circus/commands.sock`), sets by their names (`@lab`, `@./file`), joined by commas; behind an IPv4 address a number is enough for another one of its network ("192.168.0.1,3,5"). What `!` names is taken out, wherever it stands; of doubles the first place counts.
 */
export function parseNodeSet(text: string, options: NodeSetOptions = {}): NodeSetResult {
  const nodes = new Map<NodeId, NodeSpec>();
  const gone = new Set<NodeId>();
  let at = 0;
  let before = '';
  let named = 0;
  for (const part of text.split(',')) {
    const isRemoval = part.trimStart().startsWith('!');
    const begin = at + part.length - part.trimStart().length + (isRemoval ? 1 : 0);
    before = inFull(part.trim().slice(isRemoval ? 1 : 0), before);
    const meant = before.startsWith('@') ? behindName(before, begin, options) : nodesNamed(before, begin, options);
    if (!meant.ok) return meant;
    named += meant.count;
    if (named > MOST_NAMED) return {ok: false, problem: {message: NAMES_TOO_MANY, at: begin}};
    for (const node of meant.nodes()) {
      if (isRemoval) gone.add(node.id);
      else if (!nodes.has(node.id)) nodes.set(node.id, node);
    }
    if (nodes.size > MOST_NODES) return {ok: false, problem: {message: TOO_MANY, at: begin}};
    at += part.length + 1;
  }
  return {ok: true, nodes: [...nodes.values()].filter(node => !gone.has(node.id))};
}

type Meant =
  | {readonly ok: true; readonly count: number; readonly nodes: () => readonly NodeSpec[]}
  | {readonly ok: false; readonly problem: NodeSetProblem};

/** The nodes that are written out in a part of a set; they are made only once their count is known to be bearable. */
function nodesNamed(part: string, at: number, options: NodeSetOptions): Meant {
  const operand = parseOperand(part, at);
  if (!operand.ok) return operand;
  const size = sizeOf(operand.value);
  if (size > BigInt(MOST_NODES)) return {ok: false, problem: {message: TOO_MANY, at}};
  return {ok: true, count: Number(size), nodes: () => nodesOf(operand.value, options)};
}

function behindName(part: string, at: number, {named}: NodeSetOptions): Meant {
  const found = named?.(part.slice(1)) ?? 'sets have no names here';
  if (typeof found === 'string') return {ok: false, problem: {message: found, at}};
  return {ok: true, count: found.length, nodes: () => found};
}

/** A number, or a range of numbers, behind an IPv4 address takes that one's place for the last number, and its ports: "10.0.0.1:5565,3-5". */
function inFull(part: string, before: string): string {
  if (socketPathOf(before) !== null || before.startsWith('@')) return part;
  const [, network, ports = ''] = /(\d+\.\d+\.\d+\.)\d+(?:-\d+)?(:[\d/]+)?$/.exec(before) ?? [];
  return network !== undefined && /^\d{1,3}(-\d{1,3})?$/.test(part) ? `${network}${part}${ports}` : part;
}

/**
 * Reads the two operands "192.168.0.1 32": so many addresses from there on; of a network (192.168.0.0, 192.168.0,
 * 192.168.0.0/24) so many of its host addresses. The place of a problem counts as if one space were between the two.
 */
export function parseNetworkAndCount(network: string, count: string, options: NodeSetOptions = {}): NodeSetResult {
  const wrong = (message: string, at = 0): NodeSetResult => ({ok: false, problem: {message, at}});
  const countAt = network.length + 1;
  const whole = network.replace(
    /^\d+(\.\d+){1,2}(?=$|:)/,
    octets => `${octets}${'.0'.repeat(4 - octets.split('.').length)}`,
  );
  const operand = parseOperand(whole, 0);
  if (!operand.ok) return operand;
  const {hosts, ports} = operand.value;
  if (hosts.kind === 'socket') return wrong('before a count there must be an address, not a unix socket');
  if (hosts.kind === 'names') return wrong('before a count there must be an address; names go as node[01-08]');
  if (hosts.form === 'range') return wrong('a range has its own count; leave the second word out');
  const wanted = /^\d{1,9}$/.test(count) ? Number(count) : MOST_NODES + 1;
  if (wanted === 0) return wrong('a count of nodes is at least 1', countAt);
  if (wanted > MOST_NODES) return wrong(TOO_MANY, countAt);
  const {span} = hosts;
  if (hosts.form === 'network' && span.size < BigInt(wanted)) {
    return wrong(`${network} has ${span.size} host address${span.size === 1n ? '' : 'es'}, not ${wanted}`, countAt);
  }
  const first = hosts.form === 'one' && isNetworkAddress(span.first) ? addressAfter(span.first, 1n) : span.first;
  if (first === null || addressAfter(first, BigInt(wanted - 1)) === null) {
    return wrong(`there are no ${wanted} addresses from ${network} on`, countAt);
  }
  const counted: Operand = {hosts: {...hosts, span: {first, size: BigInt(wanted)}}, ports};
  return {ok: true, nodes: nodesOf(counted, options)};
}

/** 192.168.0.0 and fd00:: name a network, not a host. */
function isNetworkAddress(address: Address): boolean {
  return address.value % (address.bitSize === 32 ? 256n : 65_536n) === 0n;
}

function sizeOf({hosts}: Operand): bigint {
  if (hosts.kind === 'socket') return 1n;
  if (hosts.kind === 'addresses') return hosts.span.size;
  return typeof hosts.names === 'string' ? 1n : BigInt(hosts.names.last - hosts.names.first + 1);
}

function nodesOf({hosts, ports}: Operand, {defaultPort = DEFAULT_COMMAND_PORT}: NodeSetOptions): readonly NodeSpec[] {
  if (hosts.kind === 'socket') return [socketSpec(hosts.path)];
  return [...hostsOf(hosts)].map(host =>
    nodeSpec({
      host,
      commandPort: ports?.command ?? defaultPort,
      eventsPort: ports?.events ?? null,
      statisticsPort: ports?.statistics ?? null,
    }),
  );
}

function* hostsOf(hosts: AddressHosts | NameHosts): Generator<string> {
  if (hosts.kind === 'names') {
    if (typeof hosts.names === 'string') yield hosts.names;
    else yield* numberedNames(hosts.names);
    return;
  }
  yield* addressesOf(hosts.span);
}

/**
 * The shortest set that means these nodes in this order, as it could be typed: "127.0.77.1-2,127.0.77.5". Of nodes given
 * as NodeSpec it keeps the events and statistics ports that were named, too.
 */
export function formatNodeSet(nodes: readonly (NodeId | NodeSpec)[]): string {
  const parts = nodes.map(node => (typeof node === 'string' ? partOfId(node) : partOfSpec(node)));
  const texts: string[] = [];
  for (let from = 0, end = 0; from < parts.length; from = end) {
    const ports = parts[from]?.ports ?? '';
    while (parts[end]?.ports === ports) end += 1;
    const hosts = parts.slice(from, end).map(part => part.host);
    for (let index = 0; index < hosts.length; ) {
      const {count, text} = foldOne(hosts, index) ?? foldAddresses(hosts, index) ?? foldNames(hosts, index);
      texts.push(ports === '' ? text : `${bracketed(text)}${ports}`);
      index += count;
    }
  }
  return texts.join(',');
}

interface Part {
  readonly host: string;
  /** With its colon; empty where there is nothing to say. */
  readonly ports: string;
}

function partOfId(id: NodeId): Part {
  const [, inBrackets, host = id, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(id) ?? [];
  return {host: inBrackets ?? host, ports: port === undefined ? '' : `:${port}`};
}

/** A unix socket stands by itself, and so does the name of a set; null: it is neither. */
function foldOne(hosts: readonly string[], from: number): {readonly count: 1; readonly text: string} | null {
  const text = hosts[from] ?? '';
  return socketPathOf(text) === null && !text.startsWith('@') ? null : {count: 1, text};
}

function partOfSpec({id, host, socket, commandPort, eventsPort, statisticsPort}: NodeSpec): Part {
  if (socket !== undefined) return {host: id, ports: ''};
  if (eventsPort !== null && statisticsPort !== null) {
    return {host, ports: `:${commandPort}/${eventsPort}/${statisticsPort}`};
  }
  return {host, ports: commandPort === DEFAULT_COMMAND_PORT ? '' : `:${commandPort}`};
}

/** How many of the addresses from `from` on follow each other, and what to write for them; null: it is no address. */
function foldAddresses(hosts: readonly string[], from: number): {readonly count: number; readonly text: string} | null {
  const host = hosts[from] ?? '';
  const addresses = addressesFrom(host);
  if (addresses === null) return null;
  let count = 0;
  let last = host;
  for (const text of addresses) {
    if (hosts[from + count] !== text) break;
    last = text;
    count += 1;
  }
  if (count <= 1) return {count: 1, text: host};
  const network = host.slice(0, host.lastIndexOf('.') + 1);
  const isShort = network !== '' && last.startsWith(network) && !last.slice(network.length).includes('.');
  return {count, text: `${host}-${isShort ? last.slice(network.length) : last}`};
}
