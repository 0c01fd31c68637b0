import os from 'node:os';
import type {AddressBlock, NodeAddress} from './addresses.js';
import {type Launcher, type LocalNode, type NodeWatchers, startLocalNode} from './local-node.js';
import {startTogether, type Together} from './start-together.js';

/** Several real circusd nodes on this machine; all of them end within 2 s. */
export type LocalNodes = Together<LocalNode>;

/** circusman-node tells by itself what processes use, where there is a /proc; else circusd-stats does, which takes 2 % of a core. */
export const NEEDS_STATISTICS = os.platform() !== 'linux';

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
  let up = 0;
  const start = async (address: NodeAddress, index: number) => {
    const node = await startLocalNode({launcher, address, watchers: watchers(index + 1), hasStatistics});
    up += 1;
    onProgress?.(up, count);
    return node;
  };
  return startTogether(count, start, blocks);
}
