import {isIP} from 'node:net';
import type {NodeId, NodeSpec} from '../model/node.js';
import {nodeSpec} from '../model/node-spec.js';
import {waitFor} from '../model/wait-for.js';
import {createAddresses} from './addresses.js';
import type {NoWay} from './way.js';

/** Milliseconds: these names were looked up before. */
const PATIENCE = 1_000;

/**
 * The nodes by what stands for them in a search: each by its own id, and one that has a host name by each of its addresses, too, as far as
 * these are found in a moment.
 */
export async function placesOfNodes(
  nodes: readonly NodeSpec[],
  signal: AbortSignal,
): Promise<ReadonlyMap<NodeId, NodeId>> {
  const places = await Promise.all(
    nodes.map(async ({id, host, socket, commandPort}): Promise<readonly [NodeId, NodeId][]> => {
      const found = isIP(host) !== 0 || socket !== undefined ? [] : await addressesOf(host, signal);
      const addresses = found.map(address => nodeSpec({host: address, commandPort}).id);
      return [id, ...addresses].map(place => [place, id]);
    }),
  );
  return new Map(places.flat());
}

async function addressesOf(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const addresses = createAddresses(host);
  const none = () => [];
  const found = await waitFor<readonly string[] | NoWay>(
    {timeout: PATIENCE, signal, onTimeout: none, onAbort: none},
    settle => {
      void addresses.find(signal).then(settle);
      return addresses.close;
    },
  );
  return 'problem' in found ? [] : found;
}
