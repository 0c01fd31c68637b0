import type {NodeSpec} from '../model/node.js';
import {type WayName, wayOf} from '../model/way.js';
import {tcpWay} from './tcp-way.js';
import {unixWay} from './unix-way.js';
import type {Way} from './way.js';

const WAYS: Readonly<Record<WayName, (spec: NodeSpec, attempt: number) => Way>> = {plain: tcpWay, local: unixWay};

/**
 * The way on which the node is reached. Nothing is opened yet.
 *
 * @param attempt counts from 0: a host name may have several addresses, and circusd is bound to one of them only
 */
export function openWay(spec: NodeSpec, attempt: number): Way {
  return WAYS[wayOf(spec)](spec, attempt);
}
