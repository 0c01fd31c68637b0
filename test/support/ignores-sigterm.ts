import {readFile} from 'node:fs/promises';
import type {NodeAddress} from '../../src/demo/addresses.js';
import {circusctl} from './circusctl.js';
import {eventually} from './eventually.js';

const SIGTERM = 15n;

/** Resolves once the process ignores SIGTERM: circus reports it as running right after the fork, before it can ignore signals. */
export async function untilDeaf(pid: number): Promise<void> {
  await eventually(async () => {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    if ((BigInt(`0x${ignored}`) & (1n << (SIGTERM - 1n))) === 0n)
      throw new Error(`process ${pid} does not ignore SIGTERM`);
  });
}

/** The same for all processes of a watcher. */
export async function untilWatcherDeaf(address: NodeAddress, watcher: string): Promise<void> {
  const pids = (await circusctl(address, 'list', watcher)).split(',').map(Number);
  await Promise.all(pids.map(untilDeaf));
}
