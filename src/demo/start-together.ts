import {type AddressBlock, claimAddresses, type NodeAddress} from './addresses.js';

/** Nodes that were started together, in order. */
export interface Together<Node> {
  readonly nodes: readonly Node[];
  /** Ends all of them, and gives their addresses back. */
  stop(): Promise<void>;
}

/**
 * Starts so many nodes, all at once, on addresses that no other demo or test has.
 * Throws as `start` when one does not come up, or a sentence when no addresses are free; then none is left running.
 *
 * @param start starts the node of that index
 * @param blocks where to look for free addresses; absent: everywhere
 */
export async function startTogether<Node extends {stop(): Promise<void>}>(
  count: number,
  start: (address: NodeAddress, index: number) => Promise<Node>,
  blocks?: readonly AddressBlock[],
): Promise<Together<Node>> {
  const claim = await claimAddresses(count, blocks);
  const starts = await Promise.allSettled(claim.addresses.map(start));
  const nodes = starts.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()));
    await claim.release();
  };
  const failure = starts.find(each => each.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  return {nodes, stop};
}
