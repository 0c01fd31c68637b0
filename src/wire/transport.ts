import {lookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import type {NodeSpec} from '../model/node.js';
import {ProtocolError} from './errors.js';
import {knock} from './knock.js';

/** The way to a node: the rest of the wire knows URLs only, so a tunnel fits in here. */
export interface Transport {
  readonly commands: string;
  /** The URL of another port of the node, such as the one of its events. */
  readonly url: (port: number) => string;
  /** Whether anybody listens for commands. Resolves to null, or to why nobody can be reached there, for people. */
  readonly knock: () => Promise<string | null>;
  readonly close: () => void;
}

/** Why a node cannot be reached at all, for people. */
export interface NoTransport {
  readonly problem: string;
}

/**
 * The way over plain TCP. Names are resolved here: ZeroMQ would do it in its only I/O thread and hold up every node.
 * `attempt` counts from 0: a name may have several addresses, of which circusd is bound to one only.
 */
export async function openTransport(spec: NodeSpec, attempt: number): Promise<Transport | NoTransport> {
  const addresses = isIP(spec.host) === 0 ? await resolve(spec.host) : [spec.host];
  const address = addresses[attempt % addresses.length];
  if (address === undefined) return {problem: 'host not found'};
  const host = isIP(address) === 6 ? `[${address}]` : address;
  const url = (port: number) => `tcp://${host}:${port}`;
  return {commands: url(spec.commandPort), url, knock: () => knock(address, spec.commandPort), close: () => {}};
}

async function resolve(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, {all: true})).map(found => found.address);
  } catch {
    return [];
  }
}

/** The port of a bind string such as `tcp://*:5556`; its host is how the node sees itself, not how it is reached. */
export function portOf(bind: string): number {
  const port = Number(/^tcp:\/\/.*:(\d{1,5})$/.exec(bind)?.[1]);
  if (!(port >= 1 && port <= 65_535)) throw new ProtocolError('an endpoint that is not on TCP');
  return port;
}
