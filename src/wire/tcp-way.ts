import {lookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import {networkInterfaces} from 'node:os';
import type {NodeSpec} from '../model/node.js';
import {socketPathOf} from '../model/socket-path.js';
import {waitFor} from '../model/wait-for.js';
import {knock} from './knock.js';
import {socketEndpoint} from './socket-endpoint.js';
import {type Channel, CLOSED, type Endpoint, type NoWay, type Way} from './way.js';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  EACCES: 'this machine may not connect there',
  EPERM: 'this machine may not connect there',
};

/** The way over plain TCP. Names are resolved here: ZeroMQ would do it in its only I/O thread and hold up every node. */
export function tcpWay(spec: NodeSpec, attempt: number): Way {
  const closing = new AbortController();
  let found: Promise<string | undefined> | undefined;

  async function addressOf(): Promise<string | undefined> {
    if (isIP(spec.host) !== 0) return spec.host;
    const addresses = await resolve(spec.host, closing.signal);
    return addresses[attempt % addresses.length];
  }

  async function reach<T>(use: (address: string) => T | Promise<T>): Promise<T | NoWay> {
    found ??= addressOf();
    const address = await found;
    if (closing.signal.aborted) return CLOSED;
    return address === undefined ? {problem: 'host not found'} : use(address);
  }

  return {
    name: 'plain',
    open: channel => reach(address => endpointAt(address, channel, spec)),
    knock: async () => {
      const problem = await reach(address => knock({host: address, port: spec.commandPort}, REASONS, closing.signal));
      return problem === null || typeof problem === 'string' ? problem : problem.problem;
    },
    close: () => closing.abort(CLOSED),
  };
}

/** The addresses of a host name; none where there is no such name, or as soon as `signal` is aborted. */
function resolve(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const patience = {timeout: null, signal, onTimeout: () => [], onAbort: () => []};
  return waitFor<readonly string[]>(patience, settle => {
    lookup(host, {all: true}).then(
      found => settle(found.map(({address}) => address)),
      () => settle([]),
    );
    return () => {};
  });
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
