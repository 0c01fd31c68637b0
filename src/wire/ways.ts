import type {NodeSpec} from '../model/node.js';
import {tcpWay} from './tcp-way.js';
import type {Way} from './way.js';

/** @param attempt counts from 0: a host name may have several addresses, and circusd is bound to one of them only */
export function openWay(spec: NodeSpec, attempt: number): Way {
  return tcpWay(spec, attempt);
}
