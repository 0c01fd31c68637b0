import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {NodeAddress} from '../../src/demo/addresses.js';
import {PACKAGE_ROOT} from './package-root.js';

const run = promisify(execFile);

/** What circus's own client prints about a node: a witness that shares no code with circusman. */
export async function circusctl(
  {host, commandPort}: Pick<NodeAddress, 'host' | 'commandPort'>,
  ...args: readonly string[]
): Promise<string> {
  const endpoint = ['--endpoint', `tcp://${host}:${commandPort}`];
  const {stdout} = await run(`${PACKAGE_ROOT}.venv/bin/circusctl`, [...endpoint, ...args]);
  return stdout.trim();
}
