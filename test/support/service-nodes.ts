import {claimAddresses} from '../../src/demo/addresses.js';
import {type ServiceNode, type ServiceNodeOptions, startServiceNode} from './service-node.js';

/** Several nodes with the same service, on addresses that no other program uses. */
export interface ServiceNodes {
  readonly nodes: readonly ServiceNode[];
  readonly stop: () => Promise<void>;
}

export async function startServiceNodes(count: number, options: ServiceNodeOptions): Promise<ServiceNodes> {
  const claim = await claimAddresses(count);
  const started = await Promise.allSettled(claim.addresses.map(address => startServiceNode(address, options)));
  const nodes = started.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()));
    await claim.release();
  };
  const failure = started.find(each => each.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  return {nodes, stop};
}
