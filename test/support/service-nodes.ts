import {startTogether, type Together} from '../../src/demo/start-together.js';
import {type ServiceNode, type ServiceNodeOptions, startServiceNode} from './service-node.js';

/** Several nodes with the same service, on addresses that no other program uses. */
export type ServiceNodes = Together<ServiceNode>;

export function startServiceNodes(count: number, options: ServiceNodeOptions): Promise<ServiceNodes> {
  return startTogether(count, address => startServiceNode(address, options));
}
