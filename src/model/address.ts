import {createRequire} from 'node:module';
import type {IPv4, IPv6} from 'ip-num';

/** A literal address as a number that can be counted on from. */
export type Address = IPv4 | IPv6;

/** So many addresses in a row. */
export interface AddressSpan {
  readonly first: Address;
  /** May be astronomic: check it before making them. */
  readonly size: bigint;
}

let loaded: typeof import('ip-num') | undefined;

/** ip-num, which takes 11 ms to load: only once an address is to be reckoned with, so that the first picture need not wait. */
function ipNum(): typeof import('ip-num') {
  const module: typeof import('ip-num') = loaded ?? createRequire(import.meta.url)('ip-num');
  loaded = module;
  return module;
}

/** @returns the address of "192.168.0.1"; null when it is none: leading zeros are refused, since some read them as octal. */
export function parseIPv4(text: string): IPv4 | null {
  return /^\d+(\.\d+){3}$/.test(text) ? attempt(ipNum().IPv4.fromString, text) : null;
}

/** @returns the address of "fd00::1", without brackets and without a zone; null when it is none. */
export function parseIPv6(text: string): IPv6 | null {
  return /^[\da-f:.]+$/i.test(text) && text.includes(':') ? attempt(ipNum().IPv6.fromString, text) : null;
}

/** Whether it is such as fe80::1, or has a zone (fd00::1%eth0): what that means depends on an interface of this machine. */
export function isOfOneLink(text: string): boolean {
  return text.includes('%') || /^fe[89ab][\da-f]:/i.test(text);
}

/** @returns "192.168.0.1", or "fd00::1" in its shortest, lower-case form (RFC 5952). */
export function formatAddress(address: Address): string {
  return isIPv4(address) ? address.toString() : shortest(address.toString().split(':'));
}

/** The address so many further on; null past the last one. */
export function addressAfter(address: Address, steps: bigint): Address | null {
  const value = address.value + steps;
  if (value > address.maximumBitSize) return null;
  return isIPv4(address) ? new (ipNum().IPv4)(value) : new (ipNum().IPv6)(value);
}

/** Each of the addresses, as `formatAddress` writes it, in their order. */
export function* addressesOf({first, size}: AddressSpan): Generator<string> {
  if (isIPv4(first)) {
    yield* fromIPv4(Number(first.value), Number(size));
    return;
  }
  yield* fromIPv6(first.value, size);
}

/** All addresses from this one on, made one by one; null: it is none. */
export function addressesFrom(text: string): Iterable<string> | null {
  const value = ipv4Value(text);
  if (value !== null) return fromIPv4(value, IPV4_END);
  const first = parseIPv6(text);
  return first === null ? null : fromIPv6(first.value, IPV6_END);
}

const IPV4_END = 2 ** 32;
const IPV6_END = 2n ** 128n;
/** Addresses that differ in their last group alone. */
const GROUP = 65_536n;

/** Counts with plain numbers, which takes a tenth of the time: a network of 65,536 is read at each key while it is typed. */
function* fromIPv4(first: number, size: number): Generator<string> {
  const end = Math.min(first + size, IPV4_END);
  for (let value = first; value < end; value++) {
    yield `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
  }
}

/** As `fromIPv4`; what stands before the last group is written once for all that share it. */
function* fromIPv6(first: bigint, size: bigint): Generator<string> {
  const end = first + size < IPV6_END ? first + size : IPV6_END;
  for (let from = first; from < end; from = (from / GROUP + 1n) * GROUP) {
    const groups = groupsOf(from);
    const before = groups.slice(0, -1);
    // Any last group but 0, which may be shortened together with those before it.
    const head = shortest([...before, 'x']).slice(0, -1);
    const begin = Number(from % GROUP);
    const left = end - from;
    const last = left > GROUP ? Number(GROUP) : Math.min(begin + Number(left), Number(GROUP));
    for (let value = begin; value < last; value++) {
      yield value === 0 ? shortest([...before, '0']) : head + value.toString(16);
    }
  }
}

function groupsOf(value: bigint): readonly string[] {
  const digits = value.toString(16).padStart(32, '0');
  return (digits.match(/.{4}/g) ?? []).map(group => group.replace(/^0{1,3}/, ''));
}

/** The address as a number; null where `parseIPv4` would say that it is none. */
function ipv4Value(text: string): number | null {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  return octets.some(octet => octet > 255) ? null : octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** A text that hosts are put in order by: IPv4 addresses as they are counted, then IPv6 addresses, then names, node2 before node10. */
export function hostSortKey(host: string): string {
  const value = ipv4Value(host);
  if (value !== null) return `4${value.toString(16).padStart(8, '0')}`;
  const address = parseIPv6(host);
  if (address !== null) return `6${address.value.toString(16).padStart(32, '0')}`;
  return `n${host.replace(/\d+/g, number => number.padStart(8, '0'))}`;
}

/** From the first to the last, both among them; null when the last comes before the first, or is of the other kind. */
export function spanBetween(first: Address, last: Address): AddressSpan | null {
  if (first.bitSize !== last.bitSize || last.value < first.value) return null;
  return {first, size: last.value - first.value + 1n};
}

/**
 * The addresses of a network that hosts can have: without the network's own and, in IPv4, the broadcast address, as far
 * as the network is large enough to have these. Null when `bits` is no prefix length of such an address.
 */
export function hostsOfNetwork(address: Address, bits: number): AddressSpan | null {
  if (bits > address.bitSize) return null;
  const cidr = `${address.toString()}/${bits}`;
  const {IPv4CidrRange, IPv6CidrRange} = ipNum();
  const range = isIPv4(address) ? IPv4CidrRange.fromCidr(cidr) : IPv6CidrRange.fromCidr(cidr);
  const all = spanBetween(range.getFirst(), range.getLast());
  if (all === null || all.size <= 2n) return all;
  const first = addressAfter(all.first, 1n);
  const left = isIPv4(address) ? all.size - 2n : all.size - 1n;
  return first === null ? null : {first, size: left};
}

function isIPv4(address: Address): address is IPv4 {
  return address instanceof ipNum().IPv4;
}

/** The longest row of zero groups, the first of equals, becomes `::`. */
function shortest(groups: readonly string[]): string {
  let best = {from: 0, length: 1};
  groups.forEach((_, from) => {
    const rest = groups.slice(from);
    const end = rest.findIndex(group => group !== '0');
    const length = end === -1 ? rest.length : end;
    if (length > best.length) best = {from, length};
  });
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`;
}

/** ip-num throws where a text is no address. */
function attempt<T>(parse: (text: string) => T, text: string): T | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
