import type {NetworkInterfaceInfo} from 'node:os';
import {
  addressAfter,
  addressesOf,
  formatAddress,
  hostsOfNetwork,
  isOfOneLink,
  parseIPv4,
  parseIPv6,
} from '../model/address.js';
import {MOST_PLACES} from '../model/detection.js';
import {formatCount} from '../model/figures.js';
import type {NodeSpec} from '../model/node.js';
import {nodeSpec} from '../model/node-spec.js';

/** What there is to look through where nobody said where to look. */
interface OwnNetworks {
  readonly places: readonly NodeSpec[];
  /** The networks, for people: "10.0.0.0/24 (eth0)"; empty: there are none. */
  readonly text: string;
  /** Why networks are left out, for people. */
  readonly notes: readonly string[];
}

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** No network with more addresses is looked through. */
const MOST_ADDRESSES = 4_096;

/**
 * The addresses of the networks that this machine is in, each with each of the ports, without loopback and without networks
 * that are too large.
 *
 * @param interfaces as `networkInterfaces()` gives them: those that are up
 */
export function ownNetworks(interfaces: Interfaces, ports: readonly number[]): OwnNetworks {
  const places = new Map<string, NodeSpec>();
  const texts = new Set<string>();
  const notes = new Set<string>();
  for (const [name, addresses = []] of Object.entries(interfaces)) {
    for (const {internal, address, cidr} of addresses) {
      // An address of one link alone is of no use: what is found by it could not be named.
      if (internal || cidr === null || isOfOneLink(address)) continue;
      const network = networkOf(address, Number(cidr.split('/')[1]));
      if (network === null) continue;
      const {size, hosts} = network;
      const text = `${network.text} (${name})`;
      if (texts.has(text)) continue;
      if (size > MOST_ADDRESSES) {
        notes.add(`${text} has ${formatSize(size)} addresses and was left out: name a part of it`);
        continue;
      }
      if (places.size + Number(size) * ports.length > MOST_PLACES) {
        notes.add(`${text} was left out, as these are enough for one search: name it for another`);
        continue;
      }
      texts.add(text);
      for (const host of hosts()) {
        for (const commandPort of ports) {
          const spec = nodeSpec({host, commandPort});
          places.set(spec.id, spec);
        }
      }
    }
  }
  if (texts.size === 0 && notes.size === 0) notes.add(NONE);
  return {places: [...places.values()], text: [...texts].join(', '), notes: [...notes]};
}

const NONE = 'this machine is in no network: name a set of addresses';

/** Those of an IPv6 network are usually more than anybody reads. */
function formatSize(size: bigint): string {
  return size > Number.MAX_SAFE_INTEGER ? 'far too many' : formatCount(Number(size));
}

/** Null: no such network has hosts. */
function networkOf(
  address: string,
  bits: number,
): {readonly text: string; readonly size: bigint; readonly hosts: () => Iterable<string>} | null {
  const own = parseIPv4(address) ?? parseIPv6(address);
  const span = own === null ? null : hostsOfNetwork(own, bits);
  if (own === null || span === null) return null;
  const base = addressAfter(own, -(own.value % 2n ** BigInt(own.bitSize - bits)));
  if (base === null) return null;
  return {text: `${formatAddress(base)}/${bits}`, size: span.size, hosts: () => addressesOf(span)};
}
