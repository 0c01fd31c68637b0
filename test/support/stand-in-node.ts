import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {PYTHON} from './local-nodes.js';
import {PACKAGE_ROOT} from './package-root.js';
import {startServiceNode} from './service-node.js';

/** A real node with our package; its service is a stand-in whose readiness is checked over HTTP. */
export interface StandInNode {
  readonly address: string;
  /** Makes the service ready from now on. */
  readonly makeReady: () => void;
  readonly stop: () => Promise<void>;
}

export interface StandInOptions {
  /** Seconds within which a start must be ready. */
  readonly within?: number;
  /** Arguments of the stand-in (`circus/tests/stand_in.py`); absent: it serves, not ready yet. */
  readonly arguments?: readonly string[];
  /** More watchers of the ini. */
  readonly watchers?: string;
}

const STAND_IN = `${PACKAGE_ROOT}circus/tests/stand_in.py`;
export const SERVICE_PORT = 7474;

export async function startStandInNode(host: string, options: StandInOptions = {}): Promise<StandInNode> {
  const {within = 30, arguments: args = ['--serve', `${host}:${SERVICE_PORT}`], watchers = ''} = options;
  const node = await startServiceNode(
    {host, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
    {
      service: `[ready]\nhttp = "http://${host}:${SERVICE_PORT}/"\nevery = 0.1\nwithin = ${within}\n`,
      box: home => ({
        cmd: [PYTHON, '-S', STAND_IN, ...args].join(' '),
        graceful_timeout: 1,
        'stdout_stream.class': 'FileStream',
        'stdout_stream.filename': path.join(home, 'out.log'),
      }),
      watchers,
    },
  );
  return {address: host, makeReady: () => writeFileSync(path.join(node.home, 'ready'), ''), stop: node.stop};
}
