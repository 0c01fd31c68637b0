import type {NetworkInterfaceInfo} from 'node:os';
import {addressesOf, hostsOfNetwork, parseIPv4} from '../model/address.js';
import {formatCount} from '../model/figures.js';
import type {NodeSpec} from '../model/node.js';
import {nodeSpec} from '../model/node-spec.js';

/** What there is to look through where nobody said where to look. */
export interface OwnNetworks {
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
  const texts: string[] = [];
  const notes: string[] = [];
  let hasIPv6 = false;
  for (const [name, addresses = []] of Object.entries(interfaces)) {
    for (const {internal, family, address, cidr} of addresses) {
      if (internal || cidr === null) continue;
      if (family === 'IPv6') {
        hasIPv6 = true;
        continue;
      }
      const network = networkOf(address, Number(cidr.split('/')[1]));
      if (network === null) continue;
      const {text, size, hosts} = network;
      if (size > MOST_ADDRESSES) {
        notes.push(`${text} (${name}) has ${formatCount(size)} addresses and was left out: name a part of it`);
        continue;
      }
      texts.push(`${text} (${name})`);
      for (const host of hosts()) {
        for (const commandPort of ports) {
          const spec = nodeSpec({host, commandPort});
          places.set(spec.id, spec);
        }
      }
    }
  }
  if (texts.length === 0 && hasIPv6) notes.push(ONLY_IPV6);
  if (texts.length === 0 && notes.length === 0) notes.push(NONE);
  return {places: [...places.values()], text: texts.join(', '), notes};
}

const ONLY_IPV6 = 'the networks of this machine are IPv6, which nobody can look through: name addresses';
const NONE = 'this machine is in no network: name a set of addresses';

/** Null: no such network has hosts. */
function networkOf(
  address: string,
  bits: number,
): {readonly text: string; readonly size: number; readonly hosts: () => Iterable<string>} | null {
  const own = parseIPv4(address);
  const span = own === null ? null : hostsOfNetwork(own, bits);
  if (own === null || span === null) return null;
  const mask = 2 ** (32 - bits);
  const base = Math.floor(Number(own.value) / mask) * mask;
  const text = `${[24, 16, 8, 0].map(shift => Math.floor(base / 2 ** shift) % 256).join('.')}/${bits}`;
  return {text, size: Number(span.size), hosts: () => addressesOf(span)};
}
