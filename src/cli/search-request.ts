import {type DetectionSearch, mergePlaces} from '../model/detection.js';
import type {NodeSetOptions} from '../model/node-set.js';
import {parsePorts} from '../model/port-list.js';
import type {CommandLine} from './command-line.js';
import type {NodesReader} from './request.js';

/** Where `detect` is to look. @returns a sentence about what is wrong with its words */
export function readSearch(
  {flags, operands}: CommandLine,
  sets: NodeSetOptions & {readonly defaultPort: number},
  read: NodesReader,
): DetectionSearch | string {
  const given = flags.get('ports')?.at(-1);
  const ports = given === undefined ? [sets.defaultPort] : parsePorts(given);
  if (typeof ports === 'string') return `--ports: ${ports}`;
  const isMulticast = flags.has('multicast');
  if (operands.length === 0) return {nodes: null, ports, isMulticast, typed: null};
  const typed = operands.join(' ');
  const lists = ports.map(defaultPort => read(operands, {...sets, defaultPort}));
  const wrong = lists.find(each => typeof each === 'string');
  const nodes = wrong ?? mergePlaces(lists.filter(each => typeof each !== 'string'));
  if (typeof nodes === 'string') return `${typed || '""'}: ${nodes}`;
  return nodes.length === 0 ? `${typed}: this set has no node` : {nodes, ports, isMulticast, typed};
}
