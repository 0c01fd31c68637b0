import {createSocket, type RemoteInfo} from 'node:dgram';
import {isIPv4, isIPv6} from 'node:net';
import {networkInterfaces} from 'node:os';
import {problemOf} from '../model/system-error.js';
import {pause} from '../model/wait-for.js';

/** Where a circusd says that it takes commands. Anyone can say that: it is to be checked. */
export interface Hint {
  readonly host: string;
  readonly port: number;
}

/** circus's own group (its default `multicast_endpoint`); whatever is sent there, each circusd answers it. */
const GROUP = '237.219.251.97';
const PORT = 12_027;
/** Milliseconds after which it is asked again, as a datagram may be lost, and until no more answers are waited for. */
const AGAIN = 300;
const PATIENCE = 1_000;
/** Answers that are read; anyone can send them. */
const MOST_ANSWERS = 4_096;
const LONGEST_ANSWER = 1_024;

/**
 * Asks on each interface that is up and has an IPv4 address, loopback among them, which circusds answer.
 *
 * @param onHint hears of each place once
 * @returns for people: on which interfaces it could not be asked, and who answers but can only be reached from its own machine
 */
export async function askByMulticast(onHint: (hint: Hint) => void, signal: AbortSignal): Promise<readonly string[]> {
  const notes = new Set<string>();
  const heard = new Set<string>();
  const own = Object.values(networkInterfaces()).flatMap(addresses =>
    (addresses ?? []).filter(({family}) => family === 'IPv4').map(({address}) => address),
  );
  const take = (message: Buffer, from: RemoteInfo) => {
    const hint = heard.size < MOST_ANSWERS ? hintOf(message, from.address, own) : null;
    if (hint === null) return;
    if (typeof hint === 'string') {
      notes.add(hint);
      return;
    }
    const key = `${hint.host}:${hint.port}`;
    if (heard.has(key)) return;
    heard.add(key);
    onHint(hint);
  };
  await Promise.all(
    own.map(async address => {
      const problem = await askOn(address, take, signal);
      if (problem !== null) notes.add(`could not ask by multicast on ${address}: ${problem}`);
    }),
  );
  return [...notes];
}

/** @returns why it could not be asked there; null: it was */
async function askOn(
  address: string,
  take: (message: Buffer, from: RemoteInfo) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      // Also what befalls it later.
      socket.on('error', reject);
      socket.bind({address, port: 0}, resolve);
    });
    socket.on('message', take);
    socket.setMulticastInterface(address);
    // Nodes of this machine only hear what is sent over loopback by a member.
    if (address.startsWith('127.')) socket.addMembership(GROUP, address);
    for (const wait of [AGAIN, PATIENCE - AGAIN]) {
      if (signal.aborted) break;
      await new Promise<void>((resolve, reject) => {
        socket.send('', PORT, GROUP, error => (error === null ? resolve() : reject(error)));
      });
      await pause(wait, signal);
    }
    return null;
  } catch (error) {
    return problemOf(error);
  } finally {
    socket.close();
  }
}

/** circus repeats the endpoint that it was configured with: who is bound to all addresses is at the one that answered. */
function hintOf(message: Buffer, source: string, own: readonly string[]): Hint | string | null {
  const [, v6 = '', v4 = '', port] =
    /^tcp:\/\/(?:\[([\da-f:.]+)\]|(\*|[\w.-]+)):(\d{1,5})$/i.exec(endpointOf(message)) ?? [];
  const number = Number(port);
  if (!(number >= 1 && number <= 65_535)) return null;
  const isOwn = own.includes(source) || source.startsWith('127.');
  if ((v4.startsWith('127.') || v6 === '::1') && !isOwn) {
    return `${source} answered to multicast, but takes commands from its own machine only`;
  }
  const isNamed = (isIPv4(v4) && v4 !== '0.0.0.0') || (isIPv6(v6) && v6 !== '::');
  return {host: isNamed ? v4 || v6 : source, port: number};
}

function endpointOf(message: Buffer): string {
  if (message.length > LONGEST_ANSWER) return '';
  try {
    const {endpoint}: {endpoint?: unknown} = Object(JSON.parse(message.toString()));
    return typeof endpoint === 'string' ? endpoint : '';
  } catch {
    return '';
  }
}
