import {LOOPBACK_BLOCKS} from '../src/demo/addresses.js';
import type {NodeWatchers} from '../src/demo/local-node.js';
import {startLocalNodes} from '../src/demo/local-nodes.js';
import type {NodeSpec} from '../src/model/node.js';
import {PACKAGE_ROOT} from '../test/support/package-root.js';

/** circus's own client. */
export const CIRCUSCTL = `${PACKAGE_ROOT}.venv/bin/circusctl`;

/** circus's own circusd. */
export const CIRCUSD = `${PACKAGE_ROOT}.venv/bin/circusd`;

/** The Python that has circus. */
export const PYTHON = `${PACKAGE_ROOT}.venv/bin/python`;

/** Real nodes on this machine. */
export interface Nodes {
  readonly nodes: readonly NodeSpec[];
  /** The pid of each circusd, in the order of the nodes. */
  readonly pids: readonly number[];
  readonly close: () => Promise<void>;
}

/** Starts real nodes with these watchers, on circus's own ports; with a circusd-stats each only where that is what is measured. */
export async function startNodes(count: number, watchers: NodeWatchers, hasStatistics = false): Promise<Nodes> {
  const {nodes, stop} = await startLocalNodes({
    launcher: {python: PYTHON, program: `${PACKAGE_ROOT}circus/circusman-node`},
    count,
    watchers: () => watchers,
    // Elsewhere each node has a machine for it; here all share this one.
    hasStatistics,
    blocks: LOOPBACK_BLOCKS,
  });
  return {nodes: nodes.map(node => node.spec), pids: nodes.map(node => node.pid), close: stop};
}
