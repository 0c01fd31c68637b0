import {promises as dns} from 'node:dns';
import {isIP} from 'node:net';
import type {NodeId, NodeSpec} from '../model/node.js';
import {cleanText} from '../text/clean-text.js';

/** Looks up what addresses are called, while something else goes on: nobody waits for it. */
interface ReverseNames {
  /** Begins to look up the host's name, where it is an address. */
  readonly ask: (spec: NodeSpec) => void;
  /** Ends all look-ups under way. */
  readonly close: () => void;
}

interface ReverseNamesOptions {
  /** What this machine itself calls addresses, which is known at once; name servers are asked about others. */
  readonly hostNames: ReadonlyMap<string, string>;
  /** Hears of each that has a name; of those known at once before `ask` returns. */
  readonly onName: (node: NodeId, name: string) => void;
}

/** Milliseconds. */
const PATIENCE = 2_000;

export function createReverseNames({hostNames, onName}: ReverseNamesOptions): ReverseNames {
  // Its own, so that it can be cancelled; and it takes none of Node's few threads, on which host names are resolved.
  const resolver = new dns.Resolver({timeout: PATIENCE, tries: 1});
  let isClosed = false;

  function take(node: NodeId, name: string | undefined): void {
    if (name !== undefined && !isClosed) onName(node, cleanText(name));
  }

  return {
    ask: ({id, host, socket}) => {
      if (isClosed || socket !== undefined || isIP(host) === 0) return;
      const known = hostNames.get(host);
      if (known !== undefined) {
        take(id, known);
        return;
      }
      resolver.reverse(host).then(
        ([name]) => take(id, name),
        () => {},
      );
    },
    close: () => {
      isClosed = true;
      resolver.cancel();
    },
  };
}
