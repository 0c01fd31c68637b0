import {type FoundNode, isOnlyHere} from '../model/detection.js';
import type {NodeSpec} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {waitFor} from '../model/wait-for.js';
import {isCircusOwn} from '../model/watcher.js';
import {type Connection, openConnection} from './connection.js';
import {createGate} from './gate.js';
import {createNodeClient, type NodeClient} from './node-client.js';
import {createRequests} from './requests.js';
import {createWatcherNames} from './watcher-names.js';
import type {Endpoint, NoWay} from './way.js';
import {openWay} from './ways.js';

/** What a circusd says of itself when it is asked once. */
type CircusdAnswer = Pick<FoundNode, 'circus' | 'package' | 'watchers' | 'rtt' | 'machine' | 'identity' | 'bind'>;

/** Milliseconds until ZeroMQ's handshake, for which no circusd has to be free. */
const HANDSHAKE = 1_000;
/** Milliseconds that a circusd may be held up before its first answer, and before the others. */
const ANSWER = 2_000;
const DETAILS = 1_000;
/** Milliseconds for all of it. */
export const ASK_PATIENCE = HANDSHAKE + ANSWER + DETAILS;
/** A connection that ends sooner needs none. */
const HEARTBEATS = {interval: 10_000, timeout: 10_000};

/**
 * Asks who listens there what a circusd would answer, over one connection, which is closed at the end.
 *
 * @returns null: it does not answer as circusd does, or the signal was aborted. Never rejects.
 */
export async function askCircusd(spec: NodeSpec, clock: Clock, signal: AbortSignal): Promise<CircusdAnswer | null> {
  const way = openWay(spec);
  const nowhere = (): NoWay => ({problem: 'not found in time'});
  try {
    const endpoint = await waitFor<Endpoint | NoWay>(
      {timeout: ANSWER, signal, onTimeout: nowhere, onAbort: nowhere},
      settle => {
        void way.open({kind: 'commands'}).then(settle);
        return () => {};
      },
    );
    return 'problem' in endpoint ? null : await askAt(spec, endpoint, clock, signal);
  } finally {
    way.close();
  }
}

function askAt(spec: NodeSpec, endpoint: Endpoint, clock: Clock, signal: AbortSignal): Promise<CircusdAnswer | null> {
  const nobody = () => null;
  const patience = {timeout: ASK_PATIENCE, signal, onTimeout: nobody, onAbort: nobody};
  return waitFor<CircusdAnswer | null>(patience, settle => {
    let connection: Connection | null = null;
    const giveUp = () => settle(null);
    const requests = createRequests({
      isReadOnly: () => true,
      write: async message => (await connection?.send(message)) ?? false,
      onGarbage: giveUp,
      onFlood: giveUp,
    });
    const untilHandshake = setTimeout(giveUp, HANDSHAKE);
    const onUp = () => {
      clearTimeout(untilHandshake);
      void ask(spec, openClient(requests, clock), clock).then(settle);
    };
    try {
      connection = openConnection(endpoint, HEARTBEATS, {onUp, onDown: giveUp, onMessage: requests.receive});
    } catch {
      giveUp();
    }
    return () => {
      clearTimeout(untilHandshake);
      connection?.close();
      requests.drop('not connected any more');
    };
  });
}

function openClient(requests: ReturnType<typeof createRequests>, clock: Clock): NodeClient {
  const gate = createGate();
  gate.open();
  const nothing = () => {};
  return createNodeClient({
    requests,
    gate,
    names: createWatcherNames(),
    clock,
    onSignal: nothing,
    onStopped: nothing,
  });
}

/**
 * What only the package knows is asked for once the round trip is known; which start of circusd it is, which holds that up for 10 ms, only
 * where the same circusd may answer at other addresses, too.
 */
async function ask(spec: NodeSpec, client: NodeClient, clock: Clock): Promise<CircusdAnswer | null> {
  const askedAt = clock().monotonic;
  const statuses = await client('statuses', {}, {timeout: ANSWER});
  if (statuses.kind !== 'reply') return null;
  const rtt = clock().monotonic - askedAt;
  const [node, endpoints] = await Promise.all([
    client('nodeInfo', {}, {timeout: DETAILS}),
    client('endpoints', {}, {timeout: DETAILS}),
  ]);
  const bind = endpoints.kind === 'reply' ? endpoints.reply.endpoints.commands : null;
  const circusd = isOnlyHere({bind, spec}) ? null : await client('identity', {}, {timeout: DETAILS});
  const info = node.kind === 'reply' ? node.reply : null;
  return {
    circus: info?.circus ?? null,
    package: info?.package ?? null,
    watchers: [...statuses.reply.keys()].filter(name => !isCircusOwn(name)).length,
    rtt,
    machine: info?.machine ?? null,
    identity: circusd?.kind === 'reply' ? circusd.reply : null,
    bind,
  };
}
