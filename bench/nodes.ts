import {fileURLToPath} from 'node:url';
import {LOOPBACK_BLOCKS} from '../src/demo/addresses.js';
import {startLocalNodes} from '../src/demo/local-nodes.js';
import type {NodeSpec} from '../src/model/node.js';

/** The benchmarks are bundled into `dist`. */
const PACKAGE_ROOT = fileURLToPath(new URL('../', import.meta.url));

/** circus's own client. */
export const CIRCUSCTL = `${PACKAGE_ROOT}.venv/bin/circusctl`;

/** The program as it is shipped. */
export const CIRCUSMAN = `${PACKAGE_ROOT}dist/main.mjs`;

/** Real nodes of this machine, with these watchers' sections in their ini; on circus's own ports. */
export async function startNodes(
  count: number,
  watchers: string,
): Promise<{readonly nodes: readonly NodeSpec[]; close(): Promise<void>}> {
  const {nodes, stop} = await startLocalNodes({
    launcher: {python: `${PACKAGE_ROOT}.venv/bin/python`, program: `${PACKAGE_ROOT}circus/circusman-node`},
    count,
    watchers: () => watchers,
    // Real ones have a machine of their own for it.
    hasStatistics: false,
    blocks: LOOPBACK_BLOCKS,
  });
  return {nodes: nodes.map(node => node.spec), close: stop};
}
