import type {NodeSpec} from './node.js';

/** What the header calls the ways on which nodes are reached. */
export const WAY_NAMES = ['plain', 'local'] as const;

export type WayName = (typeof WAY_NAMES)[number];

/** What each means, for people. */
export const WAYS: Readonly<Record<WayName, string>> = {
  plain: 'how the nodes are reached: TCP, neither encrypted nor authenticated',
  local: 'how the nodes are reached: unix sockets of this machine',
};

export function wayOf(spec: NodeSpec): WayName {
  return spec.socket === undefined ? 'plain' : 'local';
}
