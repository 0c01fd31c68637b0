import net, {type Server} from 'node:net';

/** Where one node of this machine listens. */
export interface NodeAddress {
  readonly host: string;
  readonly commandPort: number;
  readonly eventsPort: number;
  readonly statisticsPort: number;
}

/** Addresses that no other program on this machine gets before `release`, or before this program has ended. */
interface Claim {
  readonly addresses: readonly NodeAddress[];
  release(): Promise<void>;
}

/** A row of addresses; who listens on `claim` owns the row. */
export interface AddressBlock {
  readonly claim: {readonly host: string; readonly port: number};
  address(number: number): NodeAddress;
}

const BLOCKS = 10;
const FIRST_NETWORK = 77;
const FIRST_PORT = 15_500;
/** Three for each of 64 nodes, and the claim. */
const PORTS_A_BLOCK = 200;

/** 127.0.77.x, 127.0.78.x … with circus's own ports. */
export const LOOPBACK_BLOCKS: readonly AddressBlock[] = Array.from({length: BLOCKS}, (_, block) => {
  const host = (number: number) => `127.0.${FIRST_NETWORK + block}.${number}`;
  return {
    claim: {host: host(1), port: 5554},
    address: number => ({host: host(number), commandPort: 5555, eventsPort: 5556, statisticsPort: 5557}),
  };
});

/** 127.0.0.1 with other ports for each node: macOS has no other loopback address. */
export const PORT_BLOCKS: readonly AddressBlock[] = Array.from({length: BLOCKS}, (_, block) => {
  const first = FIRST_PORT + block * PORTS_A_BLOCK;
  return {
    claim: {host: '127.0.0.1', port: first},
    address: number => {
      const commandPort = first + 1 + 3 * (number - 1);
      return {host: '127.0.0.1', commandPort, eventsPort: commandPort + 1, statisticsPort: commandPort + 2};
    },
  };
});

/**
 * Claims addresses for nodes 1 to `count` in the first block that is free.
 * Throws a sentence when none is.
 */
export async function claimAddresses(
  count: number,
  blocks: readonly AddressBlock[] = [...LOOPBACK_BLOCKS, ...PORT_BLOCKS],
): Promise<Claim> {
  for (const block of blocks) {
    const owner = await listen(block.claim.host, block.claim.port);
    if (owner === null) continue;
    const addresses = Array.from({length: count}, (_, index) => block.address(index + 1));
    // The nodes of a killed owner live on for a moment, and other programs may listen there, too.
    const areFree = await Promise.all(addresses.map(isFree));
    if (areFree.every(Boolean)) return {addresses, release: () => close(owner)};
    await close(owner);
  }
  const tried = blocks.map(block => block.address(1)).map(({host, commandPort}) => `${host}:${commandPort}`);
  throw new Error(`no free addresses for ${count} nodes on this machine: tried from ${tried.join(', ')} on`);
}

async function isFree({host, commandPort, eventsPort, statisticsPort}: NodeAddress): Promise<boolean> {
  for (const port of [commandPort, eventsPort, statisticsPort]) {
    const server = await listen(host, port);
    if (server === null) return false;
    await close(server);
  }
  return true;
}

function listen(host: string, port: number): Promise<Server | null> {
  const server = net.createServer(socket => socket.destroy());
  return new Promise(resolve => {
    server.once('error', () => resolve(null)).listen({host, port}, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}
