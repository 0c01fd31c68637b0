import {promises as dns} from 'node:dns';
import {isIP} from 'node:net';
import type {NodeId, NodeSpec} from '../model/node.js';
import {cleanText} from './clean-text.js';

/** Looks up what addresses are called, while something else goes on: nobody waits for it. */
export interface ReverseNames {
  /** Begins to look up the host's name, where it is an address. */
  readonly ask: (spec: NodeSpec) => void;
  /** Ends all look-ups under way. */
  readonly close: () => void;
}

/** Milliseconds. */
const PATIENCE = 2_000;

/** @param onName hears of each that has a name */
export function createReverseNames(onName: (node: NodeId, name: string) => void): ReverseNames {
  // Its own, so that it can be cancelled; and it takes none of Node's few threads, on which host names are resolved.
  const resolver = new dns.Resolver({timeout: PATIENCE, tries: 1});
  let isClosed = false;
  return {
    ask: ({id, host, socket}) => {
      if (isClosed || socket !== undefined || isIP(host) === 0) return;
      resolver.reverse(host).then(
        ([name]) => {
          if (name !== undefined && !isClosed) onName(id, cleanText(name));
        },
        () => {},
      );
    },
    close: () => {
      isClosed = true;
      resolver.cancel();
    },
  };
}
