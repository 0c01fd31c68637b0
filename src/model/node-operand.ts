import {
  type Address,
  type AddressSpan,
  hostsOfNetwork,
  isOfOneLink,
  parseIPv4,
  parseIPv6,
  spanBetween,
} from './address.js';
import {hostNameProblem, type NumberedNames} from './host-name.js';
import {socketPathOf, socketPathProblem} from './socket-path.js';

/** One part of a node set, between two commas: which hosts it names, and their ports where it says any. */
export interface Operand {
  readonly hosts: AddressHosts | NameHosts | Socket;
  readonly ports: Ports | null;
}

export interface AddressHosts {
  readonly kind: 'addresses';
  readonly form: 'one' | 'range' | 'network';
  readonly span: AddressSpan;
}

export interface NameHosts {
  readonly kind: 'names';
  readonly names: NumberedNames | string;
}

/** A node of this machine. */
interface Socket {
  readonly kind: 'socket';
  readonly path: string;
}

interface Ports {
  readonly command: number;
  readonly events: number | null;
  readonly statistics: number | null;
}

/** What is wrong with a node set, in one sentence, and the UTF-16 index in its text where it goes wrong. */
export interface NodeSetProblem {
  readonly message: string;
  readonly at: number;
}

type Read<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problem: NodeSetProblem};

const HIGHEST_PORT = 65_535;
const IPV4 = 'an IPv4 address has four numbers from 0 to 255, such as 192.168.0.1';
const IPV6 = 'an IPv6 address is such as fd00::1, in brackets where a port follows: [fd00::1]:5565';
const ONE_LINK =
  "is an address of one link alone, which means nothing elsewhere; use another of the machine's, such as fd00::1";

/** @param at where `text` begins in the whole set, for the place of a problem */
export function parseOperand(text: string, at: number): Read<Operand> {
  if (text === '') return wrong('a node is missing here', at);
  if (text.startsWith('@')) return wrong(`${text} is a set of nodes, not one that can be counted on from`, at);
  if (text.startsWith('-')) return wrong(`a node cannot begin with "-"; !${text.slice(1)} takes nodes out`, at);
  const path = socketPathOf(text);
  if (path !== null) return withPorts(parseSocket(path, at), null, at);
  const bracketed = /^\[([^\]]*:[^\]]*)\]?/.exec(text);
  if (bracketed !== null) return parseBracketed(text, bracketed[1] ?? '', at);
  const colon = text.indexOf(':');
  if (colon !== text.lastIndexOf(':')) return withPorts(parseIPv6Hosts(text, at), null, at);
  if (colon === -1) return withPorts(parseHosts(text, at), null, at);
  return withPorts(parseHosts(text.slice(0, colon), at), text.slice(colon + 1), at + colon + 1);
}

function parseSocket(path: string, at: number): Read<Socket> {
  const problem = socketPathProblem(path);
  return problem === null ? {ok: true, value: {kind: 'socket', path}} : wrong(problem, at);
}

function parseBracketed(text: string, inside: string, at: number): Read<Operand> {
  const end = inside.length + 2;
  if (text.length < end) return wrong('this [ is not closed', at);
  const rest = text.slice(end);
  if (rest !== '' && !rest.startsWith(':')) return wrong('after ] there may only be a port, such as :5565', at + end);
  return withPorts(parseIPv6Hosts(inside, at + 1), rest === '' ? null : rest.slice(1), at + end + 1);
}

function withPorts(hosts: Read<Operand['hosts']>, ports: string | null, at: number): Read<Operand> {
  if (!hosts.ok) return hosts;
  if (ports === null) return {ok: true, value: {hosts: hosts.value, ports: null}};
  const read = parsePorts(ports, at);
  return read.ok ? {ok: true, value: {hosts: hosts.value, ports: read.value}} : read;
}

function parsePorts(text: string, at: number): Read<Ports> {
  const words = text.split('/');
  const bad = words.findIndex(word => !/^\d{1,5}$/.test(word) || Number(word) < 1 || Number(word) > HIGHEST_PORT);
  if (bad !== -1) {
    const place = at + words.slice(0, bad).join('/').length + (bad === 0 ? 0 : 1);
    return wrong(`"${words[bad]}" is no port from 1 to ${HIGHEST_PORT}`, place);
  }
  const [command = 0, events = null, statistics = null, ...more] = words.map(Number);
  if (more.length > 0 || (events !== null && statistics === null)) {
    return wrong('ports are one or three: COMMAND or COMMAND/EVENTS/STATISTICS', at);
  }
  return {ok: true, value: {command, events, statistics}};
}

/** Everything without an IPv6 address in it. */
function parseHosts(text: string, at: number): Read<Operand['hosts']> {
  if (/^\d+(\.\d+){3}[-/]/.test(text) || /^[\d./-]+$/.test(text)) return parseIPv4Hosts(text, at);
  return parseNames(text, at);
}

function parseIPv4Hosts(text: string, at: number): Read<AddressHosts> {
  const [left = '', right] = text.split(/[-/](.*)/);
  const first = parseIPv4(left);
  if (first === null) return wrong(`${left} is no address: ${IPV4}`, at + wrongOctet(left));
  if (right === undefined) return one(first);
  const place = at + left.length + 1;
  if (text[left.length] === '/') return network(first, right, place);
  const lastText = /^\d+$/.test(right) ? `${left.slice(0, left.lastIndexOf('.'))}.${right}` : right;
  const last = parseIPv4(lastText);
  if (last !== null) return range(first, last, text, place);
  return wrong(`"${right}" does not end a range: a number up to 255 or an address does, such as ${left}-254`, place);
}

function parseIPv6Hosts(text: string, at: number): Read<AddressHosts> {
  const [left = '', right] = text.split(/[-/](.*)/);
  const first = parseIPv6(left);
  if (isOfOneLink(left)) return wrong(`${left} ${ONE_LINK}`, at);
  if (first === null) return wrong(`${left} is no address: ${IPV6}`, at);
  if (right === undefined) return one(first);
  const place = at + left.length + 1;
  if (text[left.length] === '/') return network(first, right, place);
  const last = parseIPv6(right);
  if (last !== null) return range(first, last, text, place);
  return wrong(`"${right}" does not end a range: write both addresses whole, such as fd00::1-fd00::20`, place);
}

function one(address: Address): Read<AddressHosts> {
  return {ok: true, value: {kind: 'addresses', form: 'one', span: {first: address, size: 1n}}};
}

function range(first: Address, last: Address, text: string, at: number): Read<AddressHosts> {
  const span = spanBetween(first, last);
  if (span === null) return wrong(`the range ${text} runs backwards`, at);
  return {ok: true, value: {kind: 'addresses', form: 'range', span}};
}

function network(address: Address, bits: string, at: number): Read<AddressHosts> {
  const span = /^\d{1,3}$/.test(bits) ? hostsOfNetwork(address, Number(bits)) : null;
  if (span === null) return wrong(`"${bits}" is no prefix length: a number from 0 to ${address.bitSize}`, at);
  return {ok: true, value: {kind: 'addresses', form: 'network', span}};
}

function parseNames(text: string, at: number): Read<NameHosts> {
  const bracket = text.indexOf('[');
  if (bracket === -1) {
    const problem = hostNameProblem(text);
    if (problem !== null) return wrong(`${text} is no host name: ${problem}`, at);
    return {ok: true, value: {kind: 'names', names: text.toLowerCase()}};
  }
  const match = /^([^[\]]*)\[(\d{1,9})(?:-(\d{1,9}))?\]([^[\]]*)$/.exec(text);
  if (match === null) return wrong('a numbered name has one pair of brackets, such as node[01-08].lab', at + bracket);
  const [, before = '', from = '', to = from, after = ''] = match;
  if (to.startsWith('0') && to.length > from.length) {
    return wrong(`${from}-${to}: both need as many digits as the names have`, at + bracket + 1);
  }
  if (Number(to) < Number(from)) return wrong(`the range ${from}-${to} runs backwards`, at + bracket + 1);
  const problem = hostNameProblem(`${before}${to}${after}`);
  if (problem !== null) return wrong(`${text} makes no host names: ${problem}`, at);
  const names = {before, after, first: Number(from), last: Number(to), digits: from.length};
  return {ok: true, value: {kind: 'names', names}};
}

/** Where the first of four numbers stands that is none from 0 to 255; 0 where the count is wrong. */
function wrongOctet(text: string): number {
  const octets = text.split('.');
  if (octets.length !== 4) return 0;
  const bad = octets.findIndex(octet => !/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255);
  return bad <= 0 ? 0 : octets.slice(0, bad).join('.').length + 1;
}

function wrong(message: string, at: number): {readonly ok: false; readonly problem: NodeSetProblem} {
  return {ok: false, problem: {message, at}};
}
