import {type AddressBlock, claimAddresses} from './addresses.js';
import {type Launcher, type LocalNode, type NodeWatchers, startLocalNode} from './local-node.js';

/** Several real circusd nodes on this machine, in order. */
export interface LocalNodes {
  readonly nodes: readonly LocalNode[];
  /** Ends all of them, within 2 s, and gives their addresses back. */
  stop(): Promise<void>;
}

interface LocalNodesOptions {
  readonly launcher: Launcher;
  readonly count: number;
  /** What a node runs; the first is number 1. */
  readonly watchers: (number: number) => NodeWatchers;
  /** Whether each has a `circusd-stats`; absent: yes. */
  readonly hasStatistics?: boolean;
  /** Called as each node listens. */
  readonly onProgress?: (up: number, count: number) => void;
  /** Where to look for free addresses; absent: everywhere. */
  readonly blocks?: readonly AddressBlock[];
}

/**
 * Starts nodes, all at once, on addresses that no other demo or test has.
 * Throws a sentence when one does not come up or no addresses are free; then none is left running.
 */
export async function startLocalNodes(options: LocalNodesOptions): Promise<LocalNodes> {
  const {launcher, count, watchers, hasStatistics = true, onProgress, blocks} = options;
  const claim = await claimAddresses(count, blocks);
  let up = 0;
  const starts = await Promise.allSettled(
    claim.addresses.map(async (address, index) => {
      const node = await startLocalNode({launcher, address, watchers: watchers(index + 1), hasStatistics});
      up += 1;
      onProgress?.(up, count);
      return node;
    }),
  );
  const nodes = starts.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []));
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()));
    await claim.release();
  };
  for (const start of starts) {
    if (start.status === 'rejected') {
      await stop();
      throw start.reason;
    }
  }
  return {nodes, stop};
}
