import {stat} from 'node:fs/promises';
import type {NodeSpec} from '../model/node.js';
import {nodeSpec} from '../model/node-spec.js';
import {socketPathOf} from '../model/socket-path.js';
import {knock} from './knock.js';
import {socketEndpoint} from './socket-endpoint.js';
import {tcpWay} from './tcp-way.js';
import {type Channel, CLOSED, type Endpoint, type NoWay, type Way} from './way.js';

const REFUSED = 'nobody listens at the socket';
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such socket',
  ENOTDIR: 'no such socket',
  ELOOP: 'no such socket',
  EACCES: 'this user may not open the socket',
  EPERM: 'this user may not open the socket',
  ECONNREFUSED: REFUSED,
  EAGAIN: 'too many wait at the socket',
  EPROTOTYPE: 'a socket of another kind',
};

/** The way through a unix socket of this machine. The node's streams may be on such sockets, too, or on TCP. */
export function unixWay({socket: path = ''}: NodeSpec): Way {
  const closing = new AbortController();
  const ways: Way[] = [];
  let knocked: Promise<string | null> | undefined;

  /** Once: ZeroMQ would not say why it gets no connection, and one on this machine costs next to nothing. */
  function knockOnce(): Promise<string | null> {
    knocked ??= knockAt(path, closing.signal);
    return knocked;
  }

  async function openCommands(): Promise<Endpoint | NoWay> {
    const problem = await knockOnce();
    return problem === null ? socketEndpoint(path) : {problem};
  }

  async function openStream(channel: Channel, bind: string): Promise<Endpoint | NoWay> {
    const own = socketPathOf(bind);
    if (own !== null) return socketEndpoint(own);
    const way = tcpWay(nodeSpec({host: hostOf(bind)}));
    ways.push(way);
    return way.open(channel);
  }

  return {
    name: 'local',
    open: async channel => {
      if (closing.signal.aborted) return CLOSED;
      return channel.kind === 'commands' ? openCommands() : openStream(channel, channel.bind ?? '');
    },
    knock: async () => {
      const problem = await knockOnce();
      return problem === null ? null : {problem};
    },
    answered: () => {},
    close: () => {
      closing.abort(CLOSED);
      for (const way of ways) way.close();
    },
  };
}

async function knockAt(path: string, signal: AbortSignal): Promise<string | null> {
  if (signal.aborted) return CLOSED.problem;
  const endpoint = socketEndpoint(path);
  if ('problem' in endpoint) return endpoint.problem;
  const problem = await knock({path}, REASONS, signal);
  return problem === REFUSED && !(await isSocket(path)) ? 'it is no socket' : problem;
}

async function isSocket(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isSocket();
  } catch {
    return false;
  }
}

/** Where this machine reaches what it has bound to `tcp://HOST:PORT` itself. */
function hostOf(bind: string): string {
  const [, inBrackets, host = inBrackets ?? ''] = /^tcp:\/\/(?:\[(.*)\]|([^[\]]*)):\d+$/.exec(bind) ?? [];
  if (host === '::') return '::1';
  return host === '' || host === '*' || host === '0.0.0.0' ? '127.0.0.1' : host;
}
