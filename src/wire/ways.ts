import type {NodeSpec} from '../model/node.js';
import {type WayName, wayOf} from '../model/way.js';
import type {Addresses} from './addresses.js';
import {tcpWay} from './tcp-way.js';
import {unixWay} from './unix-way.js';
import type {Way} from './way.js';

const WAYS: Readonly<Record<WayName, (spec: NodeSpec, addresses?: Addresses) => Way>> = {plain: tcpWay, local: unixWay};

/**
 * The way on which the node is reached. Nothing is opened yet.
 *
 * @param addresses those of its host, which outlive the way, so that the one that answered is tried first; absent: no way came before
 */
export function openWay(spec: NodeSpec, addresses?: Addresses): Way {
  return WAYS[wayOf(spec)](spec, addresses);
}
