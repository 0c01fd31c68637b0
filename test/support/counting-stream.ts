import type {Launcher} from '../../src/demo/local-node.js';
import type {Stream} from '../../src/model/stream.js';
import {PYTHON} from './local-nodes.js';
import {PACKAGE_ROOT} from './package-root.js';

/** Starts circusman-node with the command `count`, which is for tests only. */
export const COUNTING_LAUNCHER: Launcher = {python: PYTHON, program: `${PACKAGE_ROOT}circus/tests/counting_node.py`};

/** The numbers from 1 on, `rate` per second. */
export function counting(rate: number): Stream<number> {
  return {
    name: `count ${rate}`,
    command: 'count',
    properties: {rate},
    decode: item => (typeof item === 'number' ? item : null),
  };
}
