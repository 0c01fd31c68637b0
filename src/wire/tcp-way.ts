import {isIP} from 'node:net';
import {networkInterfaces} from 'node:os';
import type {NodeSpec} from '../model/node.js';
import {socketPathOf} from '../model/socket-path.js';
import {type Addresses, createAddresses} from './addresses.js';
import {REFUSED} from './connection.js';
import {firstListening} from './first-listening.js';
import {knock} from './knock.js';
import {socketEndpoint} from './socket-endpoint.js';
import {type Channel, CLOSED, type Endpoint, type NoWay, type Way} from './way.js';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: REFUSED,
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  EACCES: 'this machine may not connect there',
  EPERM: 'this machine may not connect there',
};

/**
 * The way over plain TCP. Names are resolved here: ZeroMQ would do it in its only I/O thread and hold up every node.
 *
 * @param lasting as `openWay` takes them
 */
export function tcpWay(spec: NodeSpec, lasting?: Addresses): Way {
  const addresses = lasting ?? createAddresses(spec.host);
  const closing = new AbortController();
  let found: Promise<Found | NoWay> | undefined;
  /** Of the address that was found. */
  let chosen: string | null = null;

  const knockAt = (host: string, signal: AbortSignal) => knock({host, port: spec.commandPort}, REASONS, signal);

  /** Of several addresses, the first that is listened at. */
  async function choose(): Promise<Found | NoWay> {
    const known = await addresses.find(closing.signal);
    if ('problem' in known) return known;
    const [only = ''] = known;
    const first = known.length === 1 ? {address: only} : await firstListening(known, knockAt, closing.signal);
    if ('problem' in first) return first;
    chosen = first.address;
    addresses.chose(first.address);
    return {...first, isKnocked: known.length > 1};
  }

  async function reach<T>(use: (found: Found) => T | Promise<T>): Promise<T | NoWay> {
    found ??= choose();
    const where = await found;
    if (closing.signal.aborted) return CLOSED;
    return 'problem' in where ? where : use(where);
  }

  return {
    name: 'plain',
    open: channel => reach(({address}) => endpointAt(address, channel, spec)),
    knock: () => reach(({address, isKnocked}) => (isKnocked ? null : knocked(knockAt(address, closing.signal)))),
    answered: () => {
      if (chosen !== null) addresses.answered(chosen);
    },
    close: () => {
      closing.abort(CLOSED);
      if (lasting === undefined) addresses.close();
    },
  };
}

/** Where to connect to, and whether it was seen that something listens there. */
interface Found {
  readonly address: string;
  readonly isKnocked: boolean;
}

async function knocked(knocking: Promise<string | null>): Promise<NoWay | null> {
  const problem = await knocking;
  return problem === null ? null : {problem};
}

function endpointAt(address: string, channel: Channel, spec: NodeSpec): Endpoint | NoWay {
  const bind = channel.kind === 'commands' ? '' : (channel.bind ?? '');
  const port = namedPort(channel, spec) ?? boundPort(bind);
  if (port !== null) {
    const host = isIP(address) === 6 ? `[${address}]` : address;
    return {url: `tcp://${host}:${port}`, place: `port ${port}`, socketOptions: {ipv6: true}};
  }
  const path = socketPathOf(bind);
  if (path === null) return {problem: 'an endpoint that is neither on TCP nor a unix socket'};
  return isOfThisMachine(address)
    ? socketEndpoint(path)
    : {problem: 'an endpoint that is a unix socket, which only its own machine can reach'};
}

/** The port that the operator named; null: none. */
function namedPort({kind}: Channel, spec: NodeSpec): number | null {
  switch (kind) {
    case 'commands':
      return spec.commandPort;
    case 'events':
      return spec.eventsPort;
    case 'statistics':
      return spec.statisticsPort;
  }
}

/** The port of a bind string such as `tcp://*:5556`; its host is how the node sees itself, not how it is reached. */
function boundPort(bind: string): number | null {
  const port = Number(/^tcp:\/\/.*:(\d{1,5})$/.exec(bind)?.[1]);
  return port >= 1 && port <= 65_535 ? port : null;
}

function isOfThisMachine(address: string): boolean {
  if (/^127\./.test(address)) return true;
  return Object.values(networkInterfaces()).some(addresses => addresses?.some(own => own.address === address));
}
