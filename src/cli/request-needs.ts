import {commandsOf} from '../bringup/script.js';
import {hasFilter} from '../command/on-clause.js';
import type {NodeSpec} from '../model/node.js';
import {partCommands} from './exec.js';
import {strangeHost} from './hosts.js';
import type {Request} from './request.js';

/** What a request needs of this machine before it can be run: descriptors, hosts that it knows, a terminal. */

/** What has nodes to connect to. */
type RequestOfNodes = Exclude<Request, {program: 'config' | 'jobs' | 'completion'}>;

/** A sentence where a word of the set is no host, such as a misspelt command; null: all are. */
export async function hostProblem(request: RequestOfNodes): Promise<string | null> {
  const word = await strangeHost(namedBy(request));
  return word === null
    ? null
    : `${word} is no host that this machine knows, and no command: circusman --help lists them`;
}

/** What is opened for each node. */
export function openedBy(request: RequestOfNodes): {readonly wantsStatistics: boolean; readonly also: number} {
  switch (request.program) {
    case 'status':
      return {wantsStatistics: !request.isQuick, also: 0};
    case 'exec':
      return {wantsStatistics: partCommands(request.typed).some(hasFilter), also: 0};
    case 'run':
      return {wantsStatistics: commandsOf(request.script.steps).some(({words}) => hasFilter(words)), also: 0};
    case 'events':
    case 'detect':
      return {wantsStatistics: false, also: 0};
    case 'screen':
      return {wantsStatistics: true, also: 0};
    case 'demo':
      // The pipe by which a circusd of the demo notices that this program has ended.
      return {wantsStatistics: true, also: 1};
  }
}

/** How many nodes the demo with databases has at most. */
const REAL_DEMO_NODES = 4;

/** How many nodes it connects to. */
export function nodesOf(request: RequestOfNodes): number {
  if (request.program === 'detect') return 0;
  return request.program === 'demo' ? (request.count ?? REAL_DEMO_NODES) : request.nodes.length;
}

/** The nodes that somebody has typed. */
function namedBy(request: RequestOfNodes): readonly NodeSpec[] {
  if (request.program === 'detect') return request.search.nodes ?? [];
  return request.program === 'demo' ? [] : request.nodes;
}

/** Whether what it says, refusals too, is to be JSON. */
export function isJson(request: Request): boolean {
  return 'isJson' in request && request.isJson;
}

/** Whether it is for the full screen. */
export function wantsTerminal({program}: Request): boolean {
  return program === 'screen' || program === 'demo';
}
