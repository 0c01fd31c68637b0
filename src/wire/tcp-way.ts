import {lookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import type {NodeSpec} from '../model/node.js';
import {knock} from './knock.js';
import type {Channel, Endpoint, NoWay, Way} from './way.js';

const CLOSED: NoWay = {problem: 'not connected any more'};

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
    open: channel =>
      reach((address): Endpoint | NoWay => {
        const port = portOf(channel, spec);
        if (port === null) return {problem: 'an endpoint that is not on TCP'};
        const host = isIP(address) === 6 ? `[${address}]` : address;
        return {url: `tcp://${host}:${port}`, place: `port ${port}`, socketOptions: {ipv6: true}};
      }),
    knock: async () => {
      const nobody = await reach(address => knock({host: address, port: spec.commandPort}, closing.signal));
      return nobody === null || typeof nobody === 'string' ? nobody : nobody.problem;
    },
    close: () => closing.abort(),
  };
}

/** The addresses of a host name; none where there is no such name, or as soon as `signal` is aborted. */
function resolve(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const {promise, resolve} = Promise.withResolvers<readonly string[]>();
  signal.addEventListener('abort', () => resolve([]));
  lookup(host, {all: true}).then(
    found => resolve(found.map(({address}) => address)),
    () => resolve([]),
  );
  return promise;
}

/** The port of a channel; null: the node listens for it elsewhere than on TCP. */
function portOf(channel: Channel, spec: NodeSpec): number | null {
  switch (channel.kind) {
    case 'commands':
      return spec.commandPort;
    case 'events':
      return spec.eventsPort ?? boundPort(channel.bind);
    case 'statistics':
      return spec.statisticsPort ?? boundPort(channel.bind);
  }
}

/** The port of a bind string such as `tcp://*:5556`; its host is how the node sees itself, not how it is reached. */
function boundPort(bind: string | null): number | null {
  const port = Number(/^tcp:\/\/.*:(\d{1,5})$/.exec(bind ?? '')?.[1]);
  return port >= 1 && port <= 65_535 ? port : null;
}
